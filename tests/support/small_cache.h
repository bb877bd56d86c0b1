// SPDX-License-Identifier: Apache-2.0
// Small caches and streams for tests of the n-gram rooms.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reference_impl/evaluation/synthetic_model.h"
#include "reference_impl/ngram/cache_config.h"
#include "reference_impl/ngram/ngram_cache.h"

namespace pgolf_test {

// The submissions' caches with 4,096 buckets, so that collisions are many.
inline reference::CacheConfig small_806() {
  reference::CacheConfig config;
  config.variant = reference::CacheVariant::pr806;
  config.lowest_order = 2;
  config.highest_order = 7;
  config.primes = {36313, 27191, 51647, 81929, 131071, 174763, 233017};
  config.buckets = 4096;
  config.min_count = 2;
  config.gate.kind = reference::GateKind::entropy;
  config.gate.base = 0.05;
  config.gate.range = 0.55;
  config.gate.scale = 2.0;
  config.gate.center = 4.0;
  return config;
}

inline reference::CacheConfig small_796() {
  reference::CacheConfig config = small_806();
  config.variant = reference::CacheVariant::pr796;
  config.highest_order = 15;
  config.primes = {36313, 27191, 51647, 81929, 131071, 175447, 209591};
  config.gate.kind = reference::GateKind::order_adaptive;
  config.gate.center_low_order = 4.5;
  config.gate.center_high_order = 2.5;
  return config;
}

inline reference::CacheConfig small_796_mult() {
  reference::CacheConfig config = small_796();
  config.variant = reference::CacheVariant::pr796_mult;
  config.order_mults = {0.3, 0.3, 0.97, 2.0};
  config.alpha_max = 0.95;
  return config;
}

// PR 806's cache with the centers of PR 798, one an order.
inline reference::CacheConfig small_798_centers() {
  reference::CacheConfig config = small_806();
  config.gate.kind = reference::GateKind::per_order;
  config.gate.centers = {4.5, 4.2, 3.8, 3.5, 3.2, 3.0};
  return config;
}

inline reference::CacheConfig small_dirichlet() {
  reference::CacheConfig config = small_796();
  config.variant = reference::CacheVariant::dirichlet;
  config.min_count = 0;
  config.concentration = 5.0;
  return config;
}

// A stream with much repetition, of few different tokens, so that n-grams match.
inline std::vector<std::uint16_t> repetitive_tokens(std::size_t count, std::uint64_t seed = 1) {
  std::vector<std::uint16_t> tokens;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t draw = reference::mix64(seed * 1000003 + i);
    const bool again = tokens.size() > 40 && draw % 4 != 0;
    tokens.push_back(again ? tokens[i - 37] : static_cast<std::uint16_t>(300 + (draw >> 8) % 50));
  }
  return tokens;
}

}  // namespace pgolf_test
