// SPDX-License-Identifier: Apache-2.0
// The checks of runs and claims over every merged record of the track, each on the day it was made.
// What still fails or stays open is listed with its reason; anything else is a false alarm.
#include <set>
#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/check_case.h"
#include "tests/support/corpus.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using verifier::BoardRecord;
using verifier::Finding;
using verifier::Standing;
using verifier::Status;

constexpr std::uint64_t kLargestTable = 1U << 20U;

std::vector<Finding> findings_of(const BoardRecord& record) {
  verifier::Evidence evidence;
  verifier::PullRequest own;
  own.number = record.pull_request;
  evidence.pull_request = own;
  return verifier::judge(record_rules(), read_corpus("pr-" + std::to_string(record.pull_request)),
                         evidence, verifier::Stage::static_only, record.created);
}

// The merged folders of the corpus, by the board.
std::vector<const BoardRecord*> merged_records() {
  std::vector<const BoardRecord*> records;
  for (const BoardRecord& record : record_rules().board.records) {
    const std::string number = std::to_string(record.pull_request);
    const bool merged = record.standing == Standing::row || record.standing == Standing::merged;
    if (merged && record.id == number &&
        std::filesystem::exists(shared_path("corpus/pr-" + number))) {
      records.push_back(&record);
    }
  }
  return records;
}

// One line a gating fail, "39 seeds.count fewer-than-required". A corpus folder knows nothing of
// the files around it, so tree.layout is left to a run over git (tests/verifier/mirror_test.cc).
std::set<std::string> gating_fails(const BoardRecord& record) {
  std::set<std::string> fails;
  for (const Finding& finding : findings_of(record)) {
    if (finding.severity == "gating" && finding.status == Status::fail &&
        finding.check != "tree.layout") {
      fails.insert(record.id + " " + finding.check + " " + finding.reason);
    }
  }
  return fails;
}

// What the table lists, each with the rule it breaks and how.
std::set<std::string> listed_fails(const BoardRecord& record) {
  const auto path = source_path("tests/golden/population/merged_records.json");
  const auto table =
      reference::parse_json(reference::read_file(path, kLargestTable), path.string());
  std::set<std::string> fails;
  for (const auto& row : table.at("fails")) {
    if (row.at("pr").dump() == record.id && row.at("check") != "tree.layout") {
      fails.insert(record.id + " " + row.at("check").get<std::string>() + " " +
                   row.at("reason").get<std::string>());
    }
  }
  return fails;
}

TEST(MergedRecords, BreakNoGatingRuleButTheListedOnes) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus");
  std::size_t read = 0;
  for (const BoardRecord* record : merged_records()) {
    EXPECT_EQ(gating_fails(*record), listed_fails(*record)) << record->name;
    ++read;
  }
  EXPECT_GE(read, 30U);
}

// What stays open for want of evidence.
TEST(MergedRecords, StayOpenInRunsAndClaimsOnlyWhereListed) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus");
  const std::set<std::string> checks = {"claim.arithmetic", "seeds.count", "seeds.effective"};
  std::set<std::string> found;
  for (const BoardRecord* record : merged_records()) {
    for (const Finding& finding : findings_of(*record)) {
      if (finding.status == Status::inconclusive && checks.count(finding.check) == 1) {
        found.insert(record->id + " " + finding.check + " " + finding.reason);
      }
    }
  }
  // PR 77 has four logs, all of one seed, and PR 640 three that name none.
  EXPECT_EQ(found, (std::set<std::string>{"640 claim.arithmetic run-set-unclear",
                                          "77 seeds.count one-seed-repeated",
                                          "77 seeds.effective run-set-unclear"}));
}

// The written rule was never what rows were made by; practice is nearer to it.
TEST(MergedRecords, MostRowsMissTheWrittenMargin) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus");
  std::set<std::string> passing;
  std::size_t compared = 0;
  for (const BoardRecord* record : merged_records()) {
    for (const Finding& finding : findings_of(*record)) {
      const bool decided = finding.status == Status::pass || finding.status == Status::fail;
      if (finding.check != "stats.beats-record" || record->standing != Standing::row || !decided) {
        continue;
      }
      ++compared;
      if (finding.status == Status::pass) {
        passing.insert(record->id);
      }
    }
  }
  EXPECT_EQ(compared, 28U);
  EXPECT_EQ(passing, (std::set<std::string>{"1019", "1285", "1394", "63"}));
}

// A t that a submission claims, to all of its digits.
TEST(MergedRecords, TheClaimedTOf1019IsWelchAgainst549) {
  PGOLF_SKIP_WITHOUT_SHARED("corpus/pr-1019");
  for (const Finding& finding : findings_of(*record_rules().board.find("1019"))) {
    if (finding.check == "claim.arithmetic") {
      EXPECT_NE(finding.message.find("/t_statistic claims t -11.8339, that of a Welch test against "
                                     "PR 549 (t -11.8339"),
                std::string::npos)
          << finding.message;
    }
  }
}

}  // namespace
}  // namespace pgolf_test
