// SPDX-License-Identifier: Apache-2.0
// A clean submission with one named fault: exactly the checks that the fault concerns may fail.
#include <functional>
#include <set>
#include <string>

#include "tests/support/check_case.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Finding;
using verifier::Status;

std::set<std::string> failing(const SubmissionBuilder& submission) {
  std::set<std::string> ids;
  for (const Finding& finding : verifier::judge(record_rules(), submission.read(), {},
                                                verifier::Stage::static_only, "2026-04-01")) {
    if (finding.status == Status::fail) {
      ids.insert(finding.check);
    }
  }
  return ids;
}

struct Fault {
  std::string name;
  std::function<void(SubmissionBuilder&)> apply;
  std::set<std::string> fails;
};

void PrintTo(const Fault& fault, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << fault.name;
}

std::string script_of(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "pass\n";
  }
  return text;
}

const std::vector<Fault>& faults() {
  static const std::vector<Fault> kFaults = {
      {"None", [](SubmissionBuilder&) {}, {}},
      {"ReadmeMissing", [](SubmissionBuilder& s) { s.readme.reset(); }, {"tree.layout"}},
      {"ScriptMissing", [](SubmissionBuilder& s) { s.script.reset(); }, {"tree.layout"}},
      {"LogsMissing", [](SubmissionBuilder& s) { s.logs.clear(); }, {"tree.layout"}},
      {"JsonMissing",
       [](SubmissionBuilder& s) { s.has_submission_json = false; },
       {"tree.layout", "tree.schema"}},
      {"JsonBroken", [](SubmissionBuilder& s) { s.submission_json = "{"; }, {"tree.schema"}},
      {"NoNumericClaim",
       [](SubmissionBuilder& s) { s.claims["val_bpb"] = "\"TBD\""; },
       {"tree.schema"}},
      {"ArtifactOverTheCap",
       [](SubmissionBuilder& s) {
         s.logs[0].model_bytes = 16'000'000;
         s.claims["bytes_total"] = "16050000";
       },
       {"artifact.size"}},
      {"ArtifactOverTheCapAndHidden",
       [](SubmissionBuilder& s) {
         for (LogText& log : s.logs) {
           log.model_bytes = 16'000'000;
         }
       },
       {"artifact.size", "claim.log-consistent"}},
      {"SmallerArtifactClaimed",
       [](SubmissionBuilder& s) { s.claims["bytes_total"] = "8622077"; },
       {"claim.log-consistent"}},
      {"LongScript", [](SubmissionBuilder& s) { s.script = script_of(2081); }, {"source.lines"}},
      {"LongScriptAndABoast",
       [](SubmissionBuilder& s) {
         s.script = script_of(2081);
         s.claims["blurb"] = "\"under 1500 lines\"";
       },
       {"claim.log-consistent", "source.lines"}},
      {"TrainedTooLong",
       [](SubmissionBuilder& s) { s.logs[2].train_ms = 601'153; },
       {"time.train"}},
      {"EvaluatedTooLong",
       [](SubmissionBuilder& s) { s.logs[2].eval_ms = 616'000; },
       {"time.eval"}},
      {"BetterScoreClaimed",
       [](SubmissionBuilder& s) { s.claims["val_bpb"] = "1.0900"; },
       {"claim.arithmetic", "claim.log-consistent"}},
      {"WorseScoreClaimed",
       [](SubmissionBuilder& s) { s.claims["val_bpb"] = "1.2000"; },
       {"claim.log-consistent"}},
      {"SmallerDeviationClaimed",
       [](SubmissionBuilder& s) { s.claims["val_bpb_std"] = "0.00002"; },
       {"claim.arithmetic"}},
      {"TwoSeeds",
       [](SubmissionBuilder& s) {
         s.logs.resize(2);
         s.claims["val_bpb"] = "1.1001";
         s.claims["val_bpb_std"] = "0.00014";
       },
       {"seeds.count"}},
      {"BytesCountedTwice",
       [](SubmissionBuilder& s) {
         s.logs[0].val_bpb = "0.93990000";
         s.logs[1].val_bpb = "0.94007089";
         s.logs[2].val_bpb = "0.94024178";
         s.claims["val_bpb"] = "0.94007";
         s.claims["val_bpb_std"] = "";
       },
       {"metric.byte-count"}},
      {"CalibratedOnValidation",
       [](SubmissionBuilder& s) {
         s.logs[0].calibration = "gptq:collecting hessians batches=64 source=val";
       },
       {"data.val-calibration"}},
      {"TailScoredAgainByACache",
       [](SubmissionBuilder& s) {
         s.logs[0].val_loss = "1.85729901";
         s.logs[0].more = {"ngram_prefill: rank=7 pre_end=54270912 time=68.4s"};
       },
       {"causality.single-pass"}},
      {"OddFileName",
       [](SubmissionBuilder& s) { s.more_files["tab\there.txt"] = "x"; },
       {"tree.layout"}},
  };
  return kFaults;
}

class OneFault : public testing::TestWithParam<Fault> {};

TEST_P(OneFault, FailsExactlyWhatItConcerns) {
  SubmissionBuilder submission;
  GetParam().apply(submission);
  EXPECT_EQ(failing(submission), GetParam().fails);
}

INSTANTIATE_TEST_SUITE_P(Faults, OneFault, testing::ValuesIn(faults()),
                         [](const auto& row) { return row.param.name; });

TEST(CleanSubmission, PassesEveryBuiltGatingCheck) {
  for (const Finding& finding : verifier::judge(record_rules(), SubmissionBuilder().read(), {},
                                                verifier::Stage::static_only, "2026-04-01")) {
    if (finding.reason != "not-built" && finding.reason != "not-gathered" &&
        finding.reason != "no-git") {
      EXPECT_EQ(to_string(finding.status), "pass") << finding.check << ": " << finding.message;
    }
  }
}

}  // namespace
}  // namespace pgolf_test
