// SPDX-License-Identifier: Apache-2.0
// The noise probe's verdict (noise-probe.md sections 1 and 3): how much less a stream cost than its
// own source says. The gain in nats is a log e-value: whatever happens inside, rules obeyed, the
// chance of a gain of k or more is at most exp(-k) (Ville).
#pragma once

#include <cstdint>

namespace verifier::statistics {

// ln(10^6): what an honest run reaches at most once in a million.
inline constexpr double kProbeLimitNats = 13.815510557964274;

struct ProbeScore {
  double val_loss = 0;       // nats a token, as reported
  double resolution = 0;     // step in which it was printed: 1e-8 for eight decimals; 0: exact
  double source_nats = 0;    // -ln r of the scored tokens, in all
  std::uint64_t tokens = 0;  // that were scored, at least 1
};

enum class ProbeStatus { pass, fail, inconclusive };

struct ProbeVerdict {
  ProbeStatus status = ProbeStatus::inconclusive;
  double gain_nats = 0;       // G; 0 where the loss is not finite
  double gain_per_token = 0;  // nats
  double slack_nats = 0;      // what rounding of the printed loss may add to G
  double p_bound = 1;         // exp(-(G - slack)), at most 1
};

// Fail where the gain less the slack reaches the limit, pass where the gain is below 0, else
// inconclusive; a loss that is not finite decides nothing.
ProbeVerdict probe_verdict(const ProbeScore& score, double limit_nats = kProbeLimitNats);

}  // namespace verifier::statistics
