// SPDX-License-Identifier: Apache-2.0
// Writes one rank's events beside the evaluation: what happened is noted at once, with the state
// after it; score digests, chain, leaves and files are made in batches by a thread of their own, in
// the order of the notes (causality-audit.md 1.1 and 5). The bytes are those of writing each event
// as it happens.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "reference_impl/base/worker_thread.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/record/event.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/neural_file.h"

namespace reference {

class EventLog {
 public:
  // Starts the files in an existing folder. Throws Error{transient} when the disk refuses, here and
  // in the calls below, where a refusal may show one batch late.
  EventLog(const std::filesystem::path& folder, std::uint32_t rank);

  void append(const Event& event, const CacheState& state, std::uint64_t time_ns);
  // A SCORE event without score digest and coded bits: they are those of `scores`.
  void append_scores(const ScoreEvent& event, std::span<const PositionScore> scores,
                     const CacheState& state, std::uint64_t time_ns);
  // Events, positions and sums of all segments so far: a CLOSE event without its root.
  CloseEvent totals();
  // Gives the files their names; the event file.
  NamedFile finish();

  // Complete after finish().
  const std::vector<Digest256>& leaves() const { return writer_.leaves(); }

 private:
  struct Note {
    Event event;
    CacheState state;
    std::uint64_t time_ns = 0;
  };
  struct Batch {
    std::vector<Note> notes;
    std::vector<PositionScore> rows;   // of all SCORE notes, in their order
    std::vector<std::size_t> lengths;  // of each SCORE note
  };

  void submit();
  void write(Batch& batch);
  void account(std::span<const PositionScore> rows);

  EventFileWriter writer_;
  NeuralFileWriter neural_;
  CloseEvent totals_;
  Batch noted_;
  Batch written_;        // belongs to the thread while it runs
  WorkerThread thread_;  // last, so that it ends before what it uses
};

}  // namespace reference
