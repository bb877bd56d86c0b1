// SPDX-License-Identifier: Apache-2.0
// The rows of the score-first loop as a receiver can compute them who knows only the tokens before
// each position: network and cache over a growing prefix, the cache updated at the same segment
// ends as in score_first.h. Every position once, at its first scoring; one rank, whose state is
// every rank's (ngram-cache.md section 4.1).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/evaluation/geometry.h"
#include "reference_impl/evaluation/token_model.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace reference {

class CausalScorer {
 public:
  // `model` and `cache` (empty) outlive the scorer.
  CausalScorer(const Geometry& geometry, TokenModel& model, NgramCache& cache);

  // The cache's scores of every token at `position`; positions ascend from 1 without gaps. Of
  // `stream` (T+1 tokens) those from `known` on are not looked at by anything that decides the row;
  // network rows are taken from one call as long as their inputs were known then. Valid until the
  // next call. Throws Error{bad_input} for a geometry that never scores this position.
  std::span<const double> row(std::span<const std::uint16_t> stream, std::uint64_t position,
                              std::uint64_t known);

  // The score the fast path reports for the true token of the position last asked for.
  double claimed(std::span<const std::uint16_t> stream) const;

 private:
  void advance(std::span<const std::uint16_t> stream, std::uint64_t position);
  std::span<const float> logits(std::span<const std::uint16_t> stream, std::uint64_t position,
                                std::uint64_t known);

  Geometry geometry_;
  TokenModel& model_;
  NgramCache& cache_;
  std::uint64_t window_ = 0;
  Segment segment_;
  std::uint64_t position_ = 0;
  std::vector<float> window_logits_;
  std::uint64_t first_held_ = 0;  // position of window_logits_' first row
  std::uint64_t end_held_ = 0;    // first position whose row is not held
  std::vector<float> row_logits_;
  std::vector<double> row_;
};

}  // namespace reference
