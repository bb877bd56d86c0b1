// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/score_first.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <numbers>
#include <thread>
#include <type_traits>

#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"
#include "reference_impl/evaluation/rank_evaluation.h"
#include "reference_impl/record/merkle.h"
#include "reference_impl/tokens/shard.h"

namespace reference {
namespace {

// Lets only so many ranks hold their tables and networks at once, in the order of their numbers, so
// that the memory of a run does not grow with its world size. After a failure nobody new begins.
class Turns {
 public:
  explicit Turns(std::uint32_t at_once) : free_(at_once) {}

  void enter(std::uint32_t rank) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return failed_ || (free_ > 0 && next_ == rank); });
    if (failed_) {
      throw CommunicatorAborted("another rank failed");
    }
    --free_;
    ++next_;
    changed_.notify_all();
  }
  void leave(bool failed) {
    const std::lock_guard lock(mutex_);
    ++free_;
    failed_ = failed_ || failed;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint32_t free_;
  std::uint32_t next_ = 0;
  bool failed_ = false;
};

class Turn {
 public:
  Turn(Turns& turns, std::uint32_t rank) : turns_(turns) { turns_.enter(rank); }
  ~Turn() { turns_.leave(!done_); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  void done() { done_ = true; }

 private:
  Turns& turns_;
  bool done_ = false;
};

// What a rank tells the others of its cache.
struct RankStates {
  CacheState start;
  CacheState end;
};

// Whether this rank begins in the state the rank before ended in. All ranks ask together.
bool begins_where_the_last_ended(Communicator& communicator, const RankOutcome& outcome) {
  static_assert(std::is_trivially_copyable_v<RankStates>, "states are sent as they lie");
  const RankStates mine{.start = outcome.start, .end = outcome.end};
  const std::vector<std::uint8_t> all =
      communicator.all_gather({reinterpret_cast<const std::uint8_t*>(&mine), sizeof mine});
  const bool no_windows = outcome.result.windows.first == outcome.result.windows.end;
  if (communicator.rank() == 0 || no_windows) {
    return true;
  }
  RankStates before;
  std::memcpy(&before, all.data() + (communicator.rank() - 1) * sizeof before, sizeof before);
  return before.end == mine.start;
}

std::vector<RankOutcome> evaluate_ranks(const RunInput& input) {
  const ScoreFirstOptions& options = input.options;
  const std::uint32_t at_once = options.rank_devices ? options.world_size
                                : options.ranks_at_once != 0
                                    ? options.ranks_at_once
                                    : std::max(1U, std::thread::hardware_concurrency());
  Turns turns(at_once);
  std::vector<RankOutcome> outcomes(options.world_size);
  const auto run_ranks = options.rank_devices ? run_rank_devices : run_rank_threads;
  run_ranks(options.world_size, [&](Communicator& communicator) {
    const std::uint32_t rank = communicator.rank();
    {
      Turn turn(turns, rank);
      outcomes[rank] = evaluate_rank(input, rank);
      turn.done();
    }
    outcomes[rank].result.continues = begins_where_the_last_ended(communicator, outcomes[rank]);
  });
  return outcomes;
}

// Progress lines of several ranks, one call at a time.
ScoreFirstOptions with_serial_progress(const ScoreFirstOptions& options, std::mutex& mutex) {
  ScoreFirstOptions serial = options;
  if (options.progress) {
    serial.progress = [&mutex, progress = options.progress](const std::string& line) {
      const std::lock_guard lock(mutex);
      progress(line);
    };
  }
  return serial;
}

void add(ScoreSums& sums, const ScoreSums& more) {
  sums.cache_nats += more.cache_nats;
  sums.neural_nats += more.neural_nats;
  sums.positions += more.positions;
  sums.bytes += more.bytes;
}

// What the repeated positions cost when they were scored first, as often as they were repeated: the
// first scoring and the repeats may lie on different ranks.
double rescore_first_nats(const std::vector<RankOutcome>& outcomes) {
  double nats = 0;
  for (std::size_t i = 0; i < outcomes.front().tail_repeats.size(); ++i) {
    std::uint64_t repeats = 0;
    double first = 0;
    for (const RankOutcome& outcome : outcomes) {
      repeats += outcome.tail_repeats[i];
      first += outcome.tail_first_nats[i];
    }
    nats += static_cast<double>(repeats) * first;
  }
  return nats;
}

void merge(std::vector<RankOutcome>& outcomes, bool events, ScoreFirstResult& result) {
  result.rescore_first_nats = rescore_first_nats(outcomes);
  std::vector<Digest256> leaves;
  for (RankOutcome& outcome : outcomes) {
    add(result.claimed, outcome.result.claimed);
    add(result.once, outcome.once);
    result.rescore_nats += outcome.rescore_nats;
    result.claimed_float32_nats += outcome.float32_nats;
    leaves.insert(leaves.end(), outcome.leaves.begin(), outcome.leaves.end());
    if (events) {
      result.event_files.push_back(outcome.event_file);
    }
    result.ranks.push_back(std::move(outcome.result));
  }
  if (events) {
    result.event_root = merkle_root(leaves);
    result.event_count = leaves.size();
  }
}

Score make_score(const std::string& label, double nats, const ScoreSums& sums) {
  return {.label = label,
          .val_loss = nats / static_cast<double>(sums.positions),
          .val_bpb = bits_per_byte(nats, sums.bytes),
          .sum_nats = nats,
          .tokens = sums.positions,
          .bytes = sums.bytes};
}

}  // namespace

ScoreFirstResult evaluate_score_first(std::span<const std::uint16_t> tokens,
                                      const PieceTable& pieces, const CacheConfig& cache,
                                      const ModelFactory& make_model,
                                      const ScoreFirstOptions& options) {
  require(options.world_size >= 1 && options.batch_windows >= 1,
          "an evaluation needs ranks and windows a call");
  const Geometry geometry{.targets = tokens.empty() ? 0 : tokens.size() - 1,
                          .seq_len = options.seq_len,
                          .stride = options.stride,
                          .score_once = options.score_once};
  check_geometry(geometry);
  check_tokens(pieces, tokens, "the token stream");
  for (std::uint32_t rank = 0; rank < options.world_size; ++rank) {
    prefill_end(geometry, cache, rank, options.world_size);  // fails before any rank has begun
  }
  std::mutex progress_mutex;
  const ScoreFirstOptions serial = with_serial_progress(options, progress_mutex);
  ScoreFirstResult result;
  result.geometry = geometry;
  result.token_digest = token_digest(tokens);
  result.val_bytes = range_bytes(pieces, tokens, 1, geometry.targets);
  std::vector<RankOutcome> outcomes = evaluate_ranks({.tokens = tokens,
                                                      .pieces = pieces,
                                                      .cache = cache,
                                                      .make_model = make_model,
                                                      .options = serial,
                                                      .geometry = geometry,
                                                      .token_digest = result.token_digest});
  merge(outcomes, options.events.has_value(), result);
  for (const RankResult& rank : result.ranks) {
    if (!rank.continues && options.progress) {
      options.progress("rank " + std::to_string(rank.rank) +
                       ": begins in another state than the rank before ended in");
    }
  }
  return result;
}

double bits_per_byte(double nats, std::uint64_t bytes) {
  return nats / (std::numbers::ln2 * static_cast<double>(bytes));
}

std::vector<Score> scores_of(const ScoreFirstResult& result) {
  return {make_score("sliding", result.claimed.neural_nats, result.claimed),
          make_score("sliding_once", result.once.neural_nats, result.once),
          make_score("cache", result.claimed.cache_nats, result.claimed),
          make_score("cache_once", result.once.cache_nats, result.once)};
}

}  // namespace reference
