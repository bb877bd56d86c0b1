// SPDX-License-Identifier: Apache-2.0
// Honest configurations over variants, orders, buckets, segments and ranks: what the audit must
// leave in peace.
#pragma once

#include <string>
#include <vector>

#include "tests/support/audit_lab.h"
#include "tests/support/small_cache.h"

namespace pgolf_test {

struct HonestSetup {
  std::string name;
  LabSetup lab;
};

// Windows that overlap, and a tail that is scored once.
inline HonestSetup strict(HonestSetup setup) {
  setup.lab.stride = setup.lab.seq_len / 4;
  setup.lab.score_once = true;
  setup.name += ", strict";
  return setup;
}

inline std::vector<HonestSetup> honest_setups() {
  const std::vector<std::pair<std::string, reference::CacheConfig>> variants = {
      {"806", small_806()},
      {"796", small_796()},
      {"796_mult", small_796_mult()},
      {"dirichlet", small_dirichlet()}};
  const std::vector<std::pair<int, int>> orders = {{2, 7}, {2, 3}, {3, 9}};
  std::vector<HonestSetup> setups;
  for (const auto& [variant, config] : variants) {
    for (const auto& [lowest, highest] : orders) {
      for (const std::uint64_t buckets : {64U, 1024U, 65536U}) {
        for (const std::uint32_t segment : {32U, 96U}) {
          for (const std::uint32_t world_size : {1U, 2U, 4U}) {
            HonestSetup setup;
            setup.lab.cache = config;
            setup.lab.cache.lowest_order = lowest;
            setup.lab.cache.highest_order = highest;
            setup.lab.cache.buckets = buckets;
            setup.lab.targets = 384;
            setup.lab.seq_len = segment;
            setup.lab.stride = segment;
            setup.lab.world_size = world_size;
            setup.lab.places = 3;
            setup.name = variant + " orders " + std::to_string(lowest) + " to " +
                         std::to_string(highest) + ", " + std::to_string(buckets) + " buckets, " +
                         std::to_string(segment) + " a segment, " + std::to_string(world_size) +
                         " ranks";
            setups.push_back(setup);
            if (buckets == 1024U) {
              setups.push_back(strict(setup));
            }
          }
        }
      }
    }
  }
  return setups;
}

}  // namespace pgolf_test
