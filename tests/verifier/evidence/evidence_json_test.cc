// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <string>

#include "reference_impl/base/json_text.h"
#include "tests/support/evidence_builder.h"
#include "tests/support/pull_request_builder.h"
#include "verifier/evidence/evidence.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using verifier::Evidence;

// Through canonical bytes, as a report carries it.
Evidence round_trip(const Evidence& evidence) {
  const std::string bytes = reference::canonical_json(verifier::evidence_to_json(evidence));
  return verifier::evidence_from_json(reference::parse_json(bytes, "e"), "e");
}

TEST(EvidenceJson, RoundTripKeepsEveryValue) {
  Evidence evidence = honest_rerun();
  audit_of(evidence).breaches = {{"I2", 64, 7, 155, 9937, 10000, "scored again"}};
  audit_of(evidence).updates_between_repeats = true;
  const Evidence back = round_trip(evidence);
  EXPECT_EQ(verifier::evidence_to_json(back), verifier::evidence_to_json(evidence));
  EXPECT_EQ(back.rerun.value().runs[0].audit.value().breaches[0].segment, 155U);
  EXPECT_EQ(back.rerun.value().replay.value().seed, 1337U);
  EXPECT_EQ(back.rerun.value().runs[0].evaluate.evaluation->scores[0].val_bpb, 1.0);
}

TEST(EvidenceJson, RoundTripKeepsAFailure) {
  const Evidence back = round_trip(no_rerun("no-accelerator"));
  ASSERT_FALSE(back.rerun.ok());
  EXPECT_EQ(back.rerun.failure().kind, verifier::ErrorKind::resource_absent);
  EXPECT_EQ(back.rerun.failure().reason, "no-accelerator");
  EXPECT_EQ(back.rerun.failure().message, "it could not be made");
}

// The checkpoint before the first segment has the number 2^64-1, which no JSON number holds.
TEST(EvidenceJson, LargeIntegersTravelAsText) {
  Evidence evidence = honest_rerun();
  audit_of(evidence).breaches = {{"I8", 1, 0, std::numeric_limits<std::uint64_t>::max(), 0, 0, ""}};
  EXPECT_EQ(round_trip(evidence).rerun.value().runs[0].audit.value().breaches[0].segment,
            std::numeric_limits<std::uint64_t>::max());
}

TEST(EvidenceJson, SumThatIsNotFiniteTravelsAsNull) {
  Evidence evidence = honest_rerun();
  rerun_of(evidence).replay.value().first_sum_nats = std::numeric_limits<double>::quiet_NaN();
  const double back = round_trip(evidence).rerun.value().replay.value().first_sum_nats;
  EXPECT_NE(back, back);
}

TEST(EvidenceJson, RoundTripKeepsAPullRequest) {
  Evidence evidence;
  verifier::PullRequest pull_request = clean_pull_request();
  pull_request.outside = {{"README.md", "modified"}, {"old.py", "deleted"}};
  pull_request.changed_outside = 2;
  pull_request.code_outside = 1;
  pull_request.other_folders = {"records/track_10min_16mb/Other"};
  pull_request.root_scripts = {"train_gpt.py"};
  pull_request.merged = true;
  pull_request.score.reset();
  evidence.pull_request = pull_request;
  const Evidence back = round_trip(evidence);
  EXPECT_EQ(verifier::evidence_to_json(back), verifier::evidence_to_json(evidence));
  const verifier::PullRequest& read = back.pull_request.value();
  EXPECT_EQ(read.number, 7U);
  EXPECT_EQ(read.outside.at(1).how, "deleted");
  EXPECT_EQ(read.code->first_utc, "2026-04-01T10:00:00Z");
  EXPECT_FALSE(read.score.has_value());
}

TEST(EvidenceJson, WhatIsLeftOutWasNotGathered) {
  const Evidence back = verifier::evidence_from_json(json::object(), "e");
  EXPECT_EQ(back.pull_request.failure().reason, "not-gathered");
  EXPECT_EQ(back.rerun.failure().reason, "not-gathered");
}

TEST(EvidenceJson, RoundTripKeepsSourceEvidence) {
  Evidence evidence = no_rerun("x");
  verifier::SourceEvidence source;
  source.script = "train_gpt.py";
  source.bytes = 20'000;
  source.lines = 2;
  source.layers = {"base85", "lzma"};
  source.unreadable_because = "why";
  source.unreadable_at = {"train_gpt.py", 2};
  source.unpacked_bytes = 70'000;
  source.unpacked_lines = 1400;
  source.unpacked_sha256 = "ab";
  source.text_digests = {"cd", "ef"};
  source.text_bytes = {20'000, 70'000};
  source.helpers = {{"sidecar.py", 10, "import", {"train_gpt.py", 1}}};
  source.code_bytes = 20'010;
  source.extra_code = {{"install", {"train_gpt.py", 3}, "pip install x"}};
  source.signs = {
      {"id", "CLASS", {"train_gpt.py (unpacked)", 9}, "what", verifier::Reach::switched_off}};
  evidence.source = source;
  const Evidence back = round_trip(evidence);
  EXPECT_EQ(verifier::evidence_to_json(back), verifier::evidence_to_json(evidence));
  EXPECT_EQ(back.source.value().signs[0].reach, verifier::Reach::switched_off);
  EXPECT_EQ(back.source.value().helpers[0].at.line, 1U);
  EXPECT_EQ(back.source.value().text_bytes[1], 70'000U);
  json wrong = verifier::evidence_to_json(evidence);
  wrong["source"]["value"]["signs"][0]["reach"] = "perhaps";
  EXPECT_THROW((void)verifier::evidence_from_json(wrong, "e"), verifier::Error);
}

void expect_refused(const json& value, const std::string& says) {
  try {
    (void)verifier::evidence_from_json(value, "e.json");
    FAIL() << "accepted, although " << says;
  } catch (const verifier::Error& error) {
    EXPECT_EQ(error.kind(), verifier::ErrorKind::bad_input);
    EXPECT_NE(std::string(error.what()).find(says), std::string::npos) << error.what();
  }
}

TEST(EvidenceJson, RefusesWhatItDoesNotKnow) {
  const json good = verifier::evidence_to_json(honest_rerun());
  json unknown = good;
  unknown["more"] = 1;
  expect_refused(unknown, "\"more\" is unknown");
  json missing = good;
  missing["rerun"]["value"].erase("full_scale");
  expect_refused(missing, "e.json/rerun/value: the field \"full_scale\" is missing");
  json wrong = good;
  wrong["rerun"]["value"]["runs"][0]["audit"]["value"]["scorings"] = "many";
  expect_refused(wrong, "/rerun/value/runs/0/audit/value/scorings");
  json both = good;
  both["rerun"]["failure"] = {{"kind", "internal"}, {"reason", "x"}, {"message", "y"}};
  expect_refused(both, "\"value\" is unknown");
  json kind = verifier::evidence_to_json(no_rerun("x"));
  kind["rerun"]["failure"]["kind"] = "weather";
  expect_refused(kind, "there is no kind of failure \"weather\"");
  expect_refused(json::array(), "expected an object");
}

}  // namespace
}  // namespace pgolf_test
