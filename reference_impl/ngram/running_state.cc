// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/running_state.h"

namespace reference {

void RunningState::add(const CacheConfig& config, const StretchKeys& keys) {
  auto table = static_cast<std::uint32_t>(2 * config.lowest_order);
  for (const StretchKeys::Order& order : keys.orders()) {
    elements_.add_msh2(table, order.contexts, state_.digest);
    elements_.add_msh2(table + 1, order.fulls, state_.digest);
    state_.increments += 2 * order.contexts.size();
    table += 2;
  }
}

}  // namespace reference
