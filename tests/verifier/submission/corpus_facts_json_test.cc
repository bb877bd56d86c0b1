// SPDX-License-Identifier: Apache-2.0
// The reader against the facts that another program read out of the same files. The two submissions
// the project began with must agree in every field; over the whole corpus the share of equal fields
// is reported and must not fall.
#include <cmath>
#include <map>
#include <string>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/corpus.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using verifier::Claim;
using verifier::Decimal;
using verifier::MaybeClaim;
using verifier::Submission;
using verifier::TrainLog;

struct Tally {
  int equal = 0;
  int all = 0;
  std::string differences;
};

json value_of(const Decimal& number) {
  return number.value;
}
json value_of(std::uint64_t number) {
  return number;
}
json value_of(double number) {
  return number;
}

template <typename T>
json fact(const MaybeClaim<T>& claim) {
  return claim ? value_of(claim->value) : json(nullptr);
}

bool same(const json& want, const json& got) {
  if (want.is_number() && got.is_number()) {
    const double scale = std::max(1.0, std::fabs(want.get<double>()));
    return std::fabs(want.get<double>() - got.get<double>()) <= 1e-9 * scale;
  }
  return want == got;
}

void compare(const std::string& field, const json& want, const json& got, Tally& tally) {
  ++tally.all;
  if (same(want, got)) {
    ++tally.equal;
  } else {
    tally.differences +=
        field + ": the facts say " + want.dump() + ", the reader " + got.dump() + "\n";
  }
}

// A log with two code sizes has both in the facts; the reader keeps the one that was counted.
json code_fact(const json& want, const MaybeClaim<std::uint64_t>& got) {
  for (const json& one : want.is_array() ? want : json::array()) {
    if (got && one == got->value) {
      return want;
    }
  }
  return got || (want.is_array() && !want.empty()) ? fact(got) : want;
}

void compare_run(const std::string& where, const json& want, const TrainLog& log, Tally& tally) {
  const auto& score = log.final_score;
  const std::map<std::string, json> got = {
      {"seed", log.seed ? json(*log.seed) : json(nullptr)},
      {"seed_in_log", fact(log.seed_in_log)},
      {"val_bpb", score ? json(score->val_bpb.value.value) : json(nullptr)},
      {"val_loss", score ? fact(score->val_loss) : json(nullptr)},
      {"total_bytes", fact(log.total_bytes)},
      {"model_bytes", fact(log.model_bytes)},
      {"code_bytes", code_fact(want.at("code_bytes"), log.code_bytes)},
      {"train_ms", fact(log.train_ms)},
      {"train_steps", fact(log.steps)},
      {"eval_ms", fact(log.eval_ms)},
      {"total_eval_s", fact(log.total_eval_s)},
      {"world_size", fact(log.world_size)},
      {"model_params", fact(log.model_params)},
      {"val_tokens", fact(log.val_tokens)},
      {"max_wallclock_s", fact(log.max_wallclock_s)}};
  for (const auto& [field, value] : got) {
    compare(where + " " + field, want.at(field), value, tally);
  }
}

void compare_claim(const std::string& where, const json& want, const Submission& submission,
                   Tally& tally) {
  json seeds = json::object();
  for (const auto& one : submission.claims.per_seed) {
    seeds[std::to_string(one.seed)] = one.val_bpb.value.value;
  }
  const json per_seed = want.at("per_seed").is_null() ? json::object() : want.at("per_seed");
  compare(where + " per_seed", per_seed, seeds, tally);
  compare(where + " val_bpb", want.at("val_bpb"), fact(submission.claims.val_bpb), tally);
  compare(where + " val_loss", want.at("val_loss"), fact(submission.claims.val_loss), tally);
  compare(where + " bytes_total", want.at("bytes_total"), fact(submission.claims.bytes_total),
          tally);
  compare(where + " std", want.at("std"), fact(submission.claims.val_bpb_std), tally);
}

void compare_folder(const std::string& folder, Tally& tally) {
  const json facts = reference::parse_json(
      reference::read_file(shared_path("corpus") / folder / "facts.json", 1U << 20U), "facts.json");
  const Submission submission = read_corpus(folder);
  compare_claim(folder, facts.at("claim"), submission, tally);
  std::vector<std::string> wanted;
  for (const json& run : facts.at("expected").at("runs")) {
    wanted.push_back(run.at("log").get<std::string>());
    for (const TrainLog& log : submission.logs) {
      if (log.path == wanted.back()) {
        compare_run(folder + "/" + log.path, run, log, tally);
      }
    }
  }
  std::vector<std::string> got;
  for (const std::size_t index : submission.run_set) {
    got.push_back(submission.logs[index].path);
  }
  std::sort(wanted.begin(), wanted.end());
  std::sort(got.begin(), got.end());
  compare(folder + " run set", wanted, got, tally);
}

class SeedSubmission : public testing::TestWithParam<std::string> {};

TEST_P(SeedSubmission, AgreesWithTheFactsInEveryField) {
  const std::string folder = "pr-" + GetParam();
  PGOLF_SKIP_WITHOUT_SHARED("corpus/" + folder);
  Tally tally;
  compare_folder(folder, tally);
  EXPECT_GT(tally.all, 20);
  EXPECT_EQ(tally.differences, "");
}

INSTANTIATE_TEST_SUITE_P(Pr, SeedSubmission, testing::Values("806", "796"),
                         [](const auto& row) { return row.param; });

TEST(CorpusFacts, AgreeNearlyEverywhere) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus");
  Tally tally;
  for (const auto& folder : corpus_folders()) {
    compare_folder(folder.filename().string(), tally);
  }
  const double share = static_cast<double>(tally.equal) / tally.all;
  RecordProperty("equal_fields", tally.equal);
  RecordProperty("all_fields", tally.all);
  EXPECT_GT(share, 0.95) << tally.equal << " of " << tally.all << " fields agree\n"
                         << tally.differences;
}

}  // namespace
}  // namespace pgolf_test
