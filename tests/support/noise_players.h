// SPDX-License-Identifier: Apache-2.0
// Predictors for tests of the noise probe: honest ones, and one for each way to cheat that its
// specification names (section 5). Each gives the nats it charges for x[1..] of a stream.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "tests/support/exact_counts.h"

namespace pgolf_test {

inline double uniform_nats(Tokens tokens, std::size_t choices) {
  return static_cast<double>(tokens.size() - 1) * std::log(static_cast<double>(choices));
}

inline constexpr std::size_t kPlayerSegment = 64;

// Calls `play` for each segment [first, end) of the positions 1 onwards.
inline void for_segments(std::size_t size,
                         const std::function<void(std::size_t, std::size_t)>& play) {
  for (std::size_t first = 1; first < size; first += kPlayerSegment) {
    play(first, std::min(size, first + kPlayerSegment));
  }
}

inline double score_first_nats(Tokens tokens, ExactCounts cache) {
  double nats = 0;
  for_segments(tokens.size(), [&](std::size_t first, std::size_t end) {
    for (std::size_t j = first; j < end; ++j) {
      nats -= std::log(cache.probability(tokens, j));
    }
    for (std::size_t j = first; j < end; ++j) {
      cache.insert(tokens, j);
    }
  });
  return nats;
}

inline double update_first_nats(Tokens tokens, ExactCounts cache) {
  double nats = 0;
  for_segments(tokens.size(), [&](std::size_t first, std::size_t end) {
    for (std::size_t j = first; j < end; ++j) {
      cache.insert(tokens, j);
    }
    for (std::size_t j = first; j < end; ++j) {
      nats -= std::log(cache.probability(tokens, j));
    }
  });
  return nats;
}

// The context of a position ends one token late: with the target itself.
inline double one_ahead_nats(Tokens tokens, ExactCounts cache) {
  double nats = 0;
  for (std::size_t j = 1; j < tokens.size(); ++j) {
    nats -= std::log(cache.probability(tokens, j, 1));
    cache.insert(tokens, j, 1);
  }
  return nats;
}

// The better of cache and uniform, chosen by the true token.
inline double best_of_two_nats(Tokens tokens, ExactCounts cache, std::size_t alphabet) {
  double nats = 0;
  for (std::size_t j = 1; j < tokens.size(); ++j) {
    const double base = 1.0 / static_cast<double>(alphabet);
    nats -= std::log(std::max(base, cache.probability(tokens, j)));
    cache.insert(tokens, j);
  }
  return nats;
}

inline double two_passes_nats(Tokens tokens, ExactCounts cache) {
  for (std::size_t j = 1; j < tokens.size(); ++j) {
    cache.insert(tokens, j);
  }
  return score_first_nats(tokens, std::move(cache));
}

// A unigram softmax takes one gradient step on a segment, then scores that segment.
inline double adapt_then_score_nats(Tokens tokens, std::size_t vocabulary, double rate) {
  double nats = 0;
  for_segments(tokens.size(), [&](std::size_t first, std::size_t end) {
    const double share = 1.0 / static_cast<double>(end - first);
    std::vector<double> logits(vocabulary, -rate / static_cast<double>(vocabulary));
    for (std::size_t j = first; j < end; ++j) {
      logits[tokens[j]] += rate * share;
    }
    double sum = 0;
    for (const double logit : logits) {
      sum += std::exp(logit);
    }
    for (std::size_t j = first; j < end; ++j) {
      nats += std::log(sum) - logits[tokens[j]];
    }
  });
  return nats;
}

}  // namespace pgolf_test
