// SPDX-License-Identifier: Apache-2.0
// The log in batches and in a thread of its own leaves the bytes that writing each event at once
// leaves, over more batches than one.
#include "reference_impl/evaluation/event_log.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/evaluation/segment_summary.h"
#include "reference_impl/ngram/mixing.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

constexpr std::uint64_t kSegments = 900;

std::vector<PositionScore> segment_scores(std::uint64_t segment) {
  const std::size_t count = segment == 0 ? 300 : 64 - segment % 2;
  std::vector<PositionScore> scores(count);
  for (std::size_t i = 0; i < count; ++i) {
    scores[i].position = 300 * segment + i;
    scores[i].neural = {.probability = 0.5, .entropy_nats = static_cast<double>(i)};
    scores[i].cache.probability = 1.0 / static_cast<double>(i + segment + 1);
  }
  return scores;
}

CacheState state_after(std::uint64_t events) {
  return {.digest = {.lanes = {events, 1, 2, 3}}, .increments = 28 * events};
}

struct Written {
  CloseEvent totals;
  NamedFile file;
  std::vector<Digest256> leaves;
};

Written at_once(const std::filesystem::path& folder) {
  EventFileWriter writer(folder, 4);
  NeuralFileWriter neural(folder, 4);
  Written written;
  writer.append(InitEvent{.rank = 4}, {}, 0, 0);
  for (std::uint64_t g = 0; g < kSegments; ++g) {
    const std::vector<PositionScore> scores = segment_scores(g);
    const SegmentSummary summary = summarize_segment(scores);
    writer.append(ScoreEvent{g, 1, 2, summary.coded_bits, summary.score_digest},
                  state_after(2 * g).digest, 56 * g, 2 * g);
    writer.append(UpdateEvent{g, 1, 2}, state_after(2 * g + 1).digest, 28 * (2 * g + 1), 2 * g + 1);
    written.totals.events += 2;
    written.totals.positions += scores.size();
    written.totals.coded_bits += summary.coded_bits;
    for (const PositionScore& score : scores) {
      written.totals.sum_nats += score_nats(score.cache.probability);
      const NeuralRecord record{.probability = score.neural.probability,
                                .entropy_nats = score.neural.entropy_nats};
      neural.append({&record, 1});
    }
  }
  neural.finish();
  written.file = writer.finish();
  written.leaves = writer.leaves();
  return written;
}

Written in_batches(const std::filesystem::path& folder) {
  EventLog log(folder, 4);
  log.append(InitEvent{.rank = 4}, {}, 0);
  for (std::uint64_t g = 0; g < kSegments; ++g) {
    log.append_scores({.segment = g, .first = 1, .last = 2}, segment_scores(g), state_after(2 * g),
                      2 * g);
    log.append(UpdateEvent{g, 1, 2}, state_after(2 * g + 1), 2 * g + 1);
  }
  Written written{.totals = log.totals(), .file = log.finish(), .leaves = {}};
  written.leaves = log.leaves();
  return written;
}

TEST(EventLog, LeavesWhatWritingAtOnceLeaves) {
  const pgolf_test::TemporaryFolder one;
  const pgolf_test::TemporaryFolder other;
  const Written expected = at_once(one.path());
  const Written found = in_batches(other.path());
  EXPECT_EQ(found.file.sha256, expected.file.sha256);
  EXPECT_EQ(found.leaves, expected.leaves);
  for (const char* name : {"events-4.bin", "times-4.bin", "neural-4.bin"}) {
    EXPECT_EQ(read_file(other / name, 1U << 24U), read_file(one / name, 1U << 24U)) << name;
  }
  EXPECT_EQ(event_bytes(found.totals), event_bytes(expected.totals));
}

TEST(EventLog, AnUnfinishedLogLeavesNothing) {
  const pgolf_test::TemporaryFolder folder;
  {
    EventLog log(folder.path(), 0);
    log.append(InitEvent{}, {}, 0);
    log.totals();
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// What the writing thread throws comes out of the call that waits for it.
TEST(EventLog, AFaultOfTheWritingThreadIsThrown) {
  const pgolf_test::TemporaryFolder folder;
  EventLog log(folder.path(), 0);
  log.append(InitEvent{}, {}, 0);
  log.append(UpdateEvent{0, 1, 2}, {}, 0);  // without its SCORE
  try {
    log.totals();
    FAIL() << "was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::internal);
  }
}

}  // namespace
}  // namespace reference
