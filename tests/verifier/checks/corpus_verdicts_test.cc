// SPDX-License-Identifier: Apache-2.0
// The two submissions the project began with, as their authors left them: each finding with the
// file and line that its number comes from.
#include <algorithm>
#include <string>

#include "tests/support/check_case.h"
#include "tests/support/corpus.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Finding;
using verifier::Stage;

struct Expected {
  std::string check;
  std::string status;
  std::string reason;
  std::string says;
};

void expect_all(const std::string& folder, const std::vector<Expected>& expected) {
  const std::vector<Finding> findings =
      verifier::judge(record_rules(), read_corpus(folder), {}, Stage::static_only, "2026-03-26");
  for (const Expected& want : expected) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const Finding& f) { return f.check == want.check; });
    ASSERT_NE(found, findings.end()) << want.check;
    EXPECT_EQ(to_string(found->status), want.status) << want.check << ": " << found->message;
    EXPECT_EQ(found->reason, want.reason) << want.check;
    EXPECT_NE(found->message.find(want.says), std::string::npos)
        << want.check << ": " << found->message << "\nexpected in it: " << want.says;
  }
  EXPECT_EQ(verifier::decide(findings, verifier::required_checks(Stage::static_only)),
            verifier::Verdict::fail);
}

TEST(Corpus806, GivesTheKnownFindingsWithFileAndLine) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus/pr-806");
  expect_all(
      "pr-806",
      {{"artifact.size", "fail", "over-limit",
        "train_seed1337.log:106: model and code take 17,172,122 bytes; the cap is 16,000,000 (over "
        "by 1,172,122); submission.json:4 /bytes_total claims 8,622,077"},
       {"time.train", "pass", "within-one-step",
        "train_seed1337.log:99: trained 600,093 ms, 93 ms over the budget"},
       {"time.eval", "pass", "within-limit",
        "train_seed1337.log:112: evaluated 199.8 s of 600.0 s; all 3 passes together 322.2 s"},
       {"seeds.count", "fail", "fewer-than-required", "1 run (train_seed1337.log)"},
       {"causality.single-pass", "fail", "tail-rescored",
        "the last 64 positions scored 32 times, 1,984 surplus scorings"},
       {"claim.log-consistent", "fail", "bytes-not-in-logs",
        "claims 8,622,077 bytes; train_seed1337.log:106 says 17,172,122"},
       {"claim.arithmetic", "pass", "single-run", "one run, so there is no mean"},
       {"metric.byte-count", "pass", "length-agrees", "imply 151,079,964 bytes"},
       {"data.val-calibration", "not-run", "source-not-logged", ""},
       {"source.lines", "not-run", "no-script", ""},
       {"tree.schema", "pass", "claims-score", "submission.json:3 /val_bpb: claims val_bpb 0.6678"},
       {"tree.layout", "fail", "missing-file", "train_gpt.py is missing"}});
}

TEST(Corpus796, GivesTheKnownFindingsWithFileAndLine) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus/pr-796");
  expect_all(
      "pr-796",
      {{"data.val-calibration", "fail", "calibrated-on-validation",
        "train_seed1337.log:72: the quantizer was calibrated on validation text (source=val)"},
       {"causality.single-pass", "fail", "tail-rescored",
        "train_seed1337.log:92: 2.4359237 bytes a token"},
       {"claim.arithmetic", "pass", "mean-follows",
        "the mean of 3 runs is 0.43737897, which rounds to the claim; no deviation is claimed "
        "(sample 0.00030835, population 0.00025177)"},
       {"claim.log-consistent", "pass", "consistent", "15,994,785"},
       {"artifact.size", "pass", "within-limit",
        "train_seed1337.log:80: model and code take 15,994,785 bytes"},
       {"seeds.count", "pass", "enough", "3 runs"},
       {"time.train", "pass", "within-limit", "trained 560,055 ms"},
       {"time.eval", "pass", "within-limit", "evaluated 334.2 s"},
       {"metric.byte-count", "pass", "length-agrees", "bytes"}});
}

// No real folder may bring the court down, and none may meet a bug of ours.
TEST(Corpus, EveryFolderIsJudgedWithoutAnErrorOfOurs) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus");
  for (const auto& folder : corpus_folders()) {
    const verifier::Submission submission = read_corpus(folder.filename().string());
    for (const Finding& finding :
         verifier::judge(record_rules(), submission, {}, Stage::static_only, "2026-04-01")) {
      EXPECT_NE(finding.reason, "verifier-error") << folder << ": " << finding.message;
    }
  }
}

}  // namespace
}  // namespace pgolf_test
