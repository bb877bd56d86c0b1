// SPDX-License-Identifier: Apache-2.0
// What `verify facts` prints against the facts that another program read out of the same files,
// field by field. Every difference that is left stands in the table below with its reason in the
// data; a new one fails.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/corpus.h"
#include "tests/support/shared_data.h"
#include "verifier/submission/submission_facts.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;

// Where the corpus' facts are not what the files say, or say less.
const std::map<std::pair<std::string, std::string>, std::string>& explained() {
  static const std::map<std::pair<std::string, std::string>, std::string> kExplained = {
      {{"pr-1184", "train_seed1337.log eval_ms"},
       "the time of line 2504, another pass whose score is the same to four decimals; the label "
       "that the runs share took 92,334 ms"},
      {{"pr-1184", "max_eval_ms"}, "follows from eval_ms"},
      {{"pr-1666", "claim per_seed"},
       "seed_results is a list beside a list of seeds of the same length; the facts read objects"},
      {{"pr-1712", "train_seed1337.log val_tokens"},
       "the log says `Validation tokens: 40,540,160`, which the facts do not read"},
      {{"pr-1712", "train_seed1337.log implied_val_bytes"}, "follows from val_tokens"},
      {{"pr-1712", "train_seed2025.log val_tokens"},
       "the log says `Validation tokens: 40,540,160`, which the facts do not read"},
      {{"pr-1712", "train_seed2025.log implied_val_bytes"}, "follows from val_tokens"},
      {{"pr-1712", "train_seed42.log val_tokens"},
       "the log says `Validation tokens: 40,540,160`, which the facts do not read"},
      {{"pr-1712", "train_seed42.log implied_val_bytes"}, "follows from val_tokens"},
      {{"pr-1712", "IMPLIED_VAL_BYTES_OFF"}, "follows from val_tokens: 177.8 million bytes"},
      {{"pr-1968", "train_seed42.log val_tokens"},
       "the facts took `smoke_val_tokens: 0`; line 95 says val_tokens: 40540160"},
      {{"pr-1968", "train_seed42.log implied_val_bytes"}, "follows from val_tokens"},
      {{"pr-1997", "MISSING_LOG"},
       "the only log is the trace of another program; nothing but a Python warning in it is of a "
       "known family"},
      {{"pr-1997", "NO_FINAL_SCORE_IN_LOGS"}, "follows from there being no log"},
  };
  return kExplained;
}

// Codes that need the script or the pull request's diff, which the corpus leaves out.
const std::set<std::string>& left_out() {
  static const std::set<std::string> kLeftOut = {
      "SOURCE_COPY_DIFFERS", "CODE_SIZE_MISMATCH", "CODE_SIZE_MISMATCH_SOME_RUNS",
      "SCRIPT_IS_A_STUB",    "LINES_OVER_1500",    "FILES_OUTSIDE_FOLDER",
      "MISSING_README",      "MISSING_TRAIN_GPT",  "OVER_CAP_WITH_COMMITTED_SCRIPT"};
  return kLeftOut;
}

struct Tally {
  int equal = 0;
  int all = 0;
  std::string unexplained;
  std::set<std::pair<std::string, std::string>> differing;
};

// Means and deviations are printed with ten decimals.
constexpr double kPrintedDigits = 1e-9;

bool same(const json& want, const json& got) {
  if (want.is_number() && got.is_number()) {
    const double scale = std::max(1.0, std::fabs(want.get<double>()));
    return std::fabs(want.get<double>() - got.get<double>()) <= kPrintedDigits * scale;
  }
  return want == got;
}

void compare(const std::string& folder, const std::string& field, const json& want, const json& got,
             Tally& tally) {
  ++tally.all;
  if (same(want, got)) {
    ++tally.equal;
    return;
  }
  tally.differing.insert({folder, field});
  if (explained().count({folder, field}) == 0) {
    tally.unexplained += folder + " " + field + ": the facts say " + want.dump() + ", the reader " +
                         got.dump() + "\n";
  }
}

void compare_claim(const std::string& folder, const json& want, const json& got, Tally& tally) {
  for (const auto& [key, value] : want.items()) {
    // The wording of a parser's error is its own.
    const bool is_error = key == "json_error";
    compare(folder, "claim " + key, is_error ? json(value.is_null()) : value,
            is_error ? json(got.at(key).is_null()) : got.at(key), tally);
  }
}

bool is_within_one(const json& want, const json& got) {
  return want.is_number() && got.is_number() &&
         std::fabs(want.get<double>() - got.get<double>()) <= 1;
}

void compare_run(const std::string& folder, const json& want, const json& got, Tally& tally) {
  // `final_label` is cut differently; `source_copy` needs the script.
  const std::set<std::string> skipped = {"log", "final_label", "source_copy"};
  for (const auto& [key, value] : want.items()) {
    if (skipped.count(key) == 1) {
      continue;
    }
    const bool rounded = key == "implied_val_bytes" && is_within_one(value, got.at(key));
    const json wanted = key == "code_bytes" && value.is_null() ? json::array() : value;
    compare(folder, want.at("log").get<std::string>() + " " + key, rounded ? got.at(key) : wanted,
            got.at(key), tally);
  }
}

json logs_of(const json& expected) {
  json logs = json::array();
  for (const json& run : expected.at("runs")) {
    logs.push_back(run.at("log"));
  }
  return logs;
}

void compare_expected(const std::string& folder, const json& want, const json& got, Tally& tally) {
  // Over logs that are not replicas no mean means anything.
  const std::set<std::string> of_replicas = {"mean_bpb", "mean_val_loss", "sample_std",
                                             "population_std", "claim_support"};
  for (const auto& [key, value] : want.items()) {
    const bool skipped = want.at("ambiguous_run_set").get<bool>() && of_replicas.count(key) == 1;
    if (key != "runs" && !skipped) {
      compare(folder, key, value, got.at(key), tally);
    }
  }
  compare(folder, "run set", logs_of(want), logs_of(got), tally);
  for (const json& run : want.at("runs")) {
    for (const json& read : got.at("runs")) {
      if (read.at("log") == run.at("log")) {
        compare_run(folder, run, read, tally);
      }
    }
  }
}

std::set<std::string> codes_of(const json& issues) {
  std::set<std::string> codes;
  for (const json& issue : issues) {
    codes.insert(issue.at("code").get<std::string>());
  }
  return codes;
}

void compare_codes(const std::string& folder, const json& want, const json& got, Tally& tally) {
  const std::set<std::string> wanted = codes_of(want);
  const std::set<std::string> given = codes_of(got);
  std::set<std::string> all = wanted;
  all.insert(given.begin(), given.end());
  for (const std::string& code : all) {
    if (left_out().count(code) == 0) {
      compare(folder, code, wanted.count(code) == 1, given.count(code) == 1, tally);
    }
  }
}

void compare_folder(const std::string& folder, Tally& tally) {
  const json facts = reference::parse_json(
      reference::read_file(shared_path("corpus") / folder / "facts.json", 1U << 20U), "facts.json");
  verifier::SubmissionSource source = corpus_source(folder);
  source.track_option = facts.at("track").get<std::string>();
  const json got = verifier::submission_facts(source);
  compare_claim(folder, facts.at("claim"), got.at("claim"), tally);
  compare_expected(folder, facts.at("expected"), got.at("expected"), tally);
  compare_codes(folder, facts.at("issues_expected"), got.at("issues_expected"), tally);
}

class SeedSubmission : public testing::TestWithParam<std::string> {};

TEST_P(SeedSubmission, AgreesWithTheFactsInEveryField) {
  const std::string folder = "pr-" + GetParam();
  PGOLF_SKIP_WITHOUT_SHARED("corpus/" + folder);
  Tally tally;
  compare_folder(folder, tally);
  EXPECT_GT(tally.all, 40);
  EXPECT_EQ(tally.equal, tally.all) << tally.unexplained;
}

INSTANTIATE_TEST_SUITE_P(Pr, SeedSubmission, testing::Values("806", "796"),
                         [](const auto& row) { return row.param; });

TEST(CorpusFacts, AgreeButForTheExplainedDifferences) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus");
  Tally tally;
  for (const auto& folder : corpus_folders()) {
    compare_folder(folder.filename().string(), tally);
  }
  RecordProperty("equal_fields", tally.equal);
  RecordProperty("all_fields", tally.all);
  EXPECT_EQ(tally.unexplained, "");
  EXPECT_GE(tally.equal, 0.995 * tally.all) << tally.equal << " of " << tally.all;
  for (const auto& [field, reason] : explained()) {
    EXPECT_EQ(tally.differing.count(field), 1U)
        << field.first << " " << field.second << " no longer differs: " << reason;
  }
}

}  // namespace
}  // namespace pgolf_test
