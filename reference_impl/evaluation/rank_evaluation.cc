// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/rank_evaluation.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/evaluation/softmax.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {
namespace {

class RankPass {
 public:
  RankPass(const RunInput& input, std::uint32_t rank)
      : input_(input),
        tail_(std::min<std::uint64_t>(input.geometry.stride, input.geometry.targets)) {
    RankResult& result = outcome_.result;
    result.rank = rank;
    result.windows = windows_of_rank(input.geometry, rank, input.options.world_size);
    result.prefill_end = prefill_end(input.geometry, input.cache, rank, input.options.world_size);
    if (result.windows.first < result.windows.end) {
      const Segment first = segment_of(input.geometry, result.windows.first);
      result.first_window_start = first.start;
      result.first_scored = first.first;
      result.last_scored = segment_of(input.geometry, result.windows.end - 1).last;
    }
    outcome_.tail_first_nats.resize(tail_);
    outcome_.tail_repeats.resize(tail_);
  }

  RankOutcome run() {
    const ScoreFirstOptions& options = input_.options;
    RankResult& result = outcome_.result;
    cache_ = options.make_cache ? options.make_cache(result.rank)
                                : make_ngram_cache(input_.cache, options.audit_key, options.device);
    if (options.events) {
      events_.emplace(*cache_, options, result, input_.token_digest, input_.geometry);
    }
    if (result.prefill_end) {
      prefill(*result.prefill_end);
    }
    if (options.rank_states) {
      result.start_state = fingerprint(*cache_, options.audit_key);
    }
    outcome_.start = cache_->state();
    score_windows();
    outcome_.end = cache_->state();
    if (options.rank_states) {
      result.end_state = fingerprint(*cache_, options.audit_key);
    }
    if (events_) {
      outcome_.event_file = events_->close();
      outcome_.leaves = events_->leaves();
    }
    return std::move(outcome_);
  }

 private:
  void prefill(std::uint64_t last) {
    cache_->prefill(input_.tokens, last);
    if (events_) {
      events_->prefilled(last);
    }
  }

  void score_windows() {
    const WindowRange& windows = outcome_.result.windows;
    if (windows.first == windows.end) {
      return;
    }
    const std::unique_ptr<TokenModel> model = input_.make_model(outcome_.result.rank);
    vocabulary_ = model->vocabulary();
    if (vocabulary_ < input_.pieces.pieces.size()) {
      throw Error(ErrorKind::bad_input,
                  "the network has a vocabulary of " + std::to_string(vocabulary_) +
                      ", the piece table " + std::to_string(input_.pieces.pieces.size()) +
                      " pieces; use the table of the tokenizer the network was trained with");
    }
    if (events_) {
      events_->between_segments();
    }
    for (std::uint64_t window = windows.first; window < windows.end;) {
      const std::uint64_t end =
          std::min<std::uint64_t>(windows.end, window + input_.options.batch_windows);
      score_batch(*model, window, end);
      report(window, end);
      window = end;
    }
  }

  // One network call, then its windows strictly in order.
  void score_batch(TokenModel& model, std::uint64_t first, std::uint64_t end) {
    std::vector<WindowRequest> requests;
    std::size_t rows = 0;
    for (std::uint64_t window = first; window < end; ++window) {
      const Segment segment = segment_of(input_.geometry, window);
      requests.push_back(
          {.start = segment.start, .length = segment.length, .first_row = segment.first_row});
      rows += segment.length - segment.first_row;
    }
    logits_.resize(rows * vocabulary_);
    model.logits(input_.tokens, requests, logits_);
    std::size_t row = 0;
    for (std::uint64_t window = first; window < end; ++window) {
      row += score_window(window, std::span<const float>(logits_).subspan(row * vocabulary_));
    }
  }

  // Scores one segment, then inserts it; returns its number of rows.
  std::size_t score_window(std::uint64_t window, std::span<const float> logits) {
    const Segment segment = segment_of(input_.geometry, window);
    const std::vector<PositionScore> scores = score_segment(segment, window, logits);
    account(scores);
    if (input_.options.sink) {
      input_.options.sink(outcome_.result.rank, window, scores);
    }
    if (input_.options.rows) {
      input_.options.rows({.rank = outcome_.result.rank,
                           .window = window,
                           .cache = *cache_,
                           .tokens = input_.tokens,
                           .scores = scores,
                           .logits = logits.first(scores.size() * vocabulary_),
                           .vocabulary = vocabulary_});
    }
    if (events_) {
      events_->scored(segment, scores);
    }
    cache_->update(input_.tokens, segment.first, segment.last);
    if (events_) {
      events_->updated(segment);
      events_->between_segments();
    }
    return scores.size();
  }

  std::vector<PositionScore> score_segment(const Segment& segment, std::uint64_t window,
                                           std::span<const float> logits) const {
    const std::size_t count = segment.last - segment.first + 1;
    const std::uint64_t covered = covered_before(input_.geometry, window);
    std::vector<NeuralScore> neural(count);
    std::vector<CacheScore> cache(count);
    for (std::size_t i = 0; i < count; ++i) {
      neural[i] = neural_score(logits.subspan(i * vocabulary_, vocabulary_),
                               input_.tokens[segment.first + i]);
    }
    cache_->score(input_.tokens, segment.first, neural, cache);
    std::vector<PositionScore> scores(count);
    for (std::size_t i = 0; i < count; ++i) {
      scores[i] = {.position = segment.first + i,
                   .token = input_.tokens[segment.first + i],
                   .first_time = segment.first + i > covered,
                   .neural = neural[i],
                   .cache = cache[i]};
    }
    return scores;
  }

  void account(std::span<const PositionScore> scores) {
    for (const PositionScore& score : scores) {
      const ScoreSums one{
          .cache_nats = score_nats(score.cache.probability),
          .neural_nats = score_nats(score.neural.probability),  // no clip without a cache
          .positions = 1,
          .bytes = target_bytes(input_.pieces, input_.tokens[score.position - 1], score.token)};
      add(outcome_.result.claimed, one);
      outcome_.float32_nats += float32_nats(score.neural, score.cache);
      const std::uint64_t before_tail = input_.geometry.targets - tail_;
      if (score.first_time) {
        add(outcome_.once, one);
      } else {
        outcome_.rescore_nats += one.cache_nats;
        ++outcome_.tail_repeats[score.position - before_tail - 1];
      }
      if (score.first_time && score.position > before_tail) {
        outcome_.tail_first_nats[score.position - before_tail - 1] = one.cache_nats;
      }
    }
  }

  static void add(ScoreSums& sums, const ScoreSums& one) {
    sums.cache_nats += one.cache_nats;
    sums.neural_nats += one.neural_nats;
    sums.positions += one.positions;
    sums.bytes += one.bytes;
  }

  // One line at each tenth of the rank's windows.
  void report(std::uint64_t first, std::uint64_t end) const {
    const WindowRange& windows = outcome_.result.windows;
    const std::uint64_t all = windows.end - windows.first;
    const auto tenth = [&](std::uint64_t window) { return (window - windows.first) * 10 / all; };
    if (input_.options.progress && tenth(first) != tenth(end)) {
      input_.options.progress("rank " + std::to_string(outcome_.result.rank) + ": " +
                              std::to_string(end - windows.first) + " of " + std::to_string(all) +
                              " windows");
    }
  }

  const RunInput& input_;
  std::uint64_t tail_;
  RankOutcome outcome_;
  std::unique_ptr<NgramCache> cache_;
  std::optional<RankEvents> events_;
  std::uint32_t vocabulary_ = 0;
  std::vector<float> logits_;
};

}  // namespace

RankOutcome evaluate_rank(const RunInput& input, std::uint32_t rank) {
  return RankPass(input, rank).run();
}

}  // namespace reference
