// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/event_log.h"

#include <algorithm>
#include <utility>

#include "reference_impl/evaluation/segment_summary.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {
namespace {

// Notes of this many positions make a batch: long enough that waking the thread for it is little,
// short enough that its rows stay in the nearer caches.
constexpr std::size_t kBatchPositions = std::size_t{1} << 13U;

// Asks for the memory of the next rows, which the other thread read last: it is here when they are
// written, a segment later.
void expect_rows(const std::vector<PositionScore>& rows, std::size_t count) {
  const std::size_t room = std::min(count, rows.capacity() - rows.size());
  for (std::size_t i = 0; i < room; ++i) {
    __builtin_prefetch(rows.data() + rows.size() + i, 1);
  }
}

}  // namespace

EventLog::EventLog(const std::filesystem::path& folder, std::uint32_t rank)
    : writer_(folder, rank), neural_(folder, rank) {
  noted_.rows.reserve(kBatchPositions);
  written_.rows.reserve(kBatchPositions);
}

void EventLog::append(const Event& event, const CacheState& state, std::uint64_t time_ns) {
  noted_.notes.push_back({.event = event, .state = state, .time_ns = time_ns});
}

void EventLog::append_scores(const ScoreEvent& event, std::span<const PositionScore> scores,
                             const CacheState& state, std::uint64_t time_ns) {
  if (noted_.rows.size() + scores.size() > kBatchPositions) {
    submit();
  }
  noted_.rows.insert(noted_.rows.end(), scores.begin(), scores.end());
  expect_rows(noted_.rows, scores.size());
  noted_.lengths.push_back(scores.size());
  append(event, state, time_ns);
}

CloseEvent EventLog::totals() {
  submit();
  thread_.wait();
  return totals_;
}

NamedFile EventLog::finish() {
  submit();
  thread_.wait();
  neural_.finish();
  return writer_.finish();
}

void EventLog::submit() {
  thread_.wait();
  std::swap(noted_, written_);
  noted_.notes.clear();
  noted_.rows.clear();
  noted_.lengths.clear();
  thread_.start(std::packaged_task<void()>([this] { write(written_); }));
}

void EventLog::write(Batch& batch) {
  const std::vector<SegmentSummary> summaries = summarize_segments(batch.rows, batch.lengths);
  auto summary = summaries.begin();
  for (Note& note : batch.notes) {
    if (auto* score = std::get_if<ScoreEvent>(&note.event)) {
      score->score_digest = summary->score_digest;
      score->coded_bits = summary->coded_bits;
      totals_.coded_bits += summary->coded_bits;
      ++totals_.events;
      ++summary;
    }
    totals_.events += std::holds_alternative<UpdateEvent>(note.event) ? 1 : 0;
    writer_.append(note.event, note.state.digest, note.state.increments, note.time_ns);
  }
  account(batch.rows);
}

void EventLog::account(std::span<const PositionScore> rows) {
  totals_.positions += rows.size();
  std::vector<NeuralRecord> neural(rows.size());
  // One addition a position: the sum's order is part of its definition.
  for (std::size_t i = 0; i < rows.size(); ++i) {
    totals_.sum_nats += score_nats(rows[i].cache.probability);
    neural[i] = {.probability = rows[i].neural.probability,
                 .entropy_nats = rows[i].neural.entropy_nats};
  }
  neural_.append(neural);
}

}  // namespace reference
