// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <string>

#include "reference_impl/base/json_text.h"
#include "tests/support/evidence_builder.h"
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
