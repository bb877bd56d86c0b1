// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/causal_scorer.h"

#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/softmax.h"

namespace reference {

CausalScorer::CausalScorer(const Geometry& geometry, TokenModel& model, NgramCache& cache)
    : geometry_(geometry), model_(model), cache_(cache) {
  check_geometry(geometry);
  segment_ = segment_of(geometry_, window_);
}

void CausalScorer::advance(std::span<const std::uint16_t> stream, std::uint64_t position) {
  require(position == position_ + 1 && position <= geometry_.targets,
          "rows are asked for in ascending order, each once");
  position_ = position;
  while (position > segment_.last) {
    cache_.update(stream, segment_.first, segment_.last);
    ++window_;
    segment_ = segment_of(geometry_, window_);
    end_held_ = 0;
  }
  if (position < segment_.first) {
    throw Error(ErrorKind::bad_input,
                "position " + std::to_string(position) +
                    " is scored by no window (the stride is larger than seq_len), so the stream "
                    "has no code");
  }
}

std::span<const float> CausalScorer::logits(std::span<const std::uint16_t> stream,
                                            std::uint64_t position, std::uint64_t known) {
  const std::size_t vocabulary = model_.vocabulary();
  if (position < end_held_) {
    return std::span(window_logits_).subspan((position - first_held_) * vocabulary, vocabulary);
  }
  // A network whose bits may depend on the shape of a call is always called with the same one, so
  // that sender and receiver get the same rows; what stands at unknown tokens reaches no row asked
  // for.
  const auto row = static_cast<std::uint32_t>(position - segment_.start - 1);
  WindowRequest window{.start = segment_.start, .length = row + 1, .first_row = row};
  if (model_.shape_matters()) {
    window = {.start = segment_.start, .length = segment_.length, .first_row = segment_.first_row};
  }
  window_logits_.resize((window.length - window.first_row) * vocabulary);
  model_.logits(stream, {&window, 1}, window_logits_);
  first_held_ = window.start + window.first_row + 1;
  end_held_ = std::min(window.start + window.length, known) + 1;
  require(position >= first_held_ && position < end_held_, "a row its own call does not hold");
  return std::span(window_logits_).subspan((position - first_held_) * vocabulary, vocabulary);
}

std::span<const double> CausalScorer::row(std::span<const std::uint16_t> stream,
                                          std::uint64_t position, std::uint64_t known) {
  require(stream.size() == geometry_.targets + 1 && known >= position,
          "a row needs the whole length of the stream and every token before it");
  advance(stream, position);
  const std::span<const float> of_row = logits(stream, position, known);
  row_logits_.assign(of_row.begin(), of_row.end());
  const double entropy_nats = neural_score(row_logits_, 0).entropy_nats;
  row_ = cache_.row(stream.first(position), softmax(row_logits_), entropy_nats);
  return row_;
}

double CausalScorer::claimed(std::span<const std::uint16_t> stream) const {
  const NeuralScore neural = neural_score(row_logits_, stream[position_]);
  CacheScore score;
  cache_.score(stream, position_, {&neural, 1}, {&score, 1});
  return score.probability;
}

}  // namespace reference
