// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/e_value.h"

#include <algorithm>
#include <cmath>

namespace verifier::statistics {

ProbeVerdict probe_verdict(const ProbeScore& score, double limit_nats) {
  ProbeVerdict verdict;
  if (score.tokens == 0 || !std::isfinite(score.val_loss) || !std::isfinite(score.source_nats)) {
    return verdict;
  }
  const auto tokens = static_cast<double>(score.tokens);
  verdict.gain_nats = score.source_nats - tokens * score.val_loss;
  verdict.gain_per_token = verdict.gain_nats / tokens;
  verdict.slack_nats = tokens * score.resolution / 2;
  const double sure_gain = verdict.gain_nats - verdict.slack_nats;
  verdict.p_bound = std::min(1.0, std::exp(-sure_gain));
  if (sure_gain >= limit_nats) {
    verdict.status = ProbeStatus::fail;
  } else if (verdict.gain_nats < 0) {
    verdict.status = ProbeStatus::pass;
  }
  return verdict;
}

}  // namespace verifier::statistics
