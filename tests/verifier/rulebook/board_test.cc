// SPDX-License-Identifier: Apache-2.0
#include "verifier/rulebook/board.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier {
namespace {

BoardRecord record(const std::string& id, std::uint64_t number, const std::string& created,
                   double score) {
  BoardRecord made;
  made.id = id;
  made.pull_request = number;
  made.track = "track";
  made.created = created;
  made.runs = {{1, score, 0}};
  return made;
}

Board board() {
  Board made;
  made.records = {record("10", 10, "2026-03-18", 1.20), record("20", 20, "2026-03-20", 1.15),
                  record("30", 30, "2026-03-20", 1.10), record("40", 40, "2026-03-21", 1.00)};
  return made;
}

std::vector<std::string> before(const Board& from, const std::string& day,
                                std::uint64_t own_number = 0) {
  std::vector<std::string> ids;
  for (const BoardRecord* row : rows_before(from, "track", day, own_number)) {
    ids.push_back(row->id);
  }
  return ids;
}

using Ids = std::vector<std::string>;

TEST(RowsBefore, AreThoseOfEarlierDaysBestFirst) {
  EXPECT_EQ(before(board(), "2026-03-18"), Ids{});
  EXPECT_EQ(before(board(), "2026-03-20"), Ids{"10"});
  EXPECT_EQ(before(board(), "2026-03-21"), (Ids{"30", "20", "10"}));
}

TEST(RowsBefore, OfTheSameDayCountsASmallerNumber) {
  EXPECT_EQ(before(board(), "2026-03-20", 25), (Ids{"20", "10"}));
  EXPECT_EQ(before(board(), "2026-03-20", 30), (Ids{"20", "10"}));
}

TEST(RowsBefore, LeaveOutOtherTracksAndWhatIsNoRow) {
  Board changed = board();
  changed.records[0].track = "other";
  changed.records[1].standing = Standing::withdrawn;
  changed.records[2].standing = Standing::sample;
  EXPECT_EQ(before(changed, "2026-05-01"), Ids{"40"});
  changed.records[3].standing = Standing::merged;
  EXPECT_EQ(before(changed, "2026-05-01"), Ids{});
}

TEST(MeanBpb, OfRunsOrSummary) {
  BoardRecord two = record("1", 1, "2026-03-18", 1.0);
  two.runs.push_back({2, 1.5, 0});
  EXPECT_DOUBLE_EQ(mean_bpb(two), 1.25);
  two.summary = BoardSummary{6, 1.1, 0.1};
  EXPECT_DOUBLE_EQ(mean_bpb(two), 1.1);
}

TEST(Find, ByIdOnly) {
  const Board made = board();
  EXPECT_EQ(made.find("30")->pull_request, 30U);
  EXPECT_EQ(made.find("31"), nullptr);
}

}  // namespace
}  // namespace verifier
