// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/gain_verdict.h"

#include <algorithm>
#include <cmath>

namespace verifier::statistics {
namespace {

bool is_finite(const Group& group) {
  const bool published = !group.published || (std::isfinite(group.published->mean) &&
                                              std::isfinite(group.published->variance));
  return published && std::all_of(group.scores.begin(), group.scores.end(),
                                  [](double score) { return std::isfinite(score); });
}

// Distinct seeds that all give one number: the seed is not wired, or the score is not measured.
bool is_constant(const Group& group) {
  return !group.published && group.scores.size() > 1 &&
         std::all_of(group.scores.begin(), group.scores.end(),
                     [&](double score) { return score == group.scores.front(); });
}

double mean_of(const Group& group) {
  return group.published ? group.published->mean : mean(group.scores);
}

Summary summarized(const Group& group) {
  return group.published ? *group.published : summarize(group.scores, group.resolution);
}

void test(const Group& fresh, const Group& reference, const GainRule& rule, GainVerdict& verdict) {
  const Summary x = summarized(fresh);
  const Summary y = summarized(reference);
  verdict.floor_active = x.floor_active || y.floor_active;
  if (!(x.variance + y.variance > 0)) {
    return;
  }
  const bool moderate =
      rule.calibration && !is_too_wide(x, *rule.calibration) && !is_too_wide(y, *rule.calibration);
  verdict.test_name = moderate ? "moderated" : "welch";
  verdict.test =
      moderate ? moderated(x, y, rule.margin, *rule.calibration) : welch(x, y, rule.margin);
}

void decide(const GainRule& rule, GainVerdict& verdict) {
  if (verdict.gain < rule.margin) {
    verdict.status = GainStatus::fail;
    verdict.reason = "mean-gain-below-margin";
  } else if (verdict.test && verdict.test->p < rule.alpha) {
    verdict.status = GainStatus::pass;
    verdict.reason = "pass";
  } else {
    verdict.status = rule.more_runs_allowed ? GainStatus::inconclusive : GainStatus::fail;
    verdict.reason = "not-significant";
  }
}

}  // namespace

GainVerdict gain_verdict(const Group& fresh, const Group& reference, const GainRule& rule) {
  if (!is_finite(fresh) || !is_finite(reference)) {
    return {GainStatus::fail, "non-finite-value", 0, std::nullopt, "", false};
  }
  GainVerdict verdict;
  const std::size_t smaller = std::min(fresh.size(), reference.size());
  verdict.gain = smaller > 0 ? mean_of(reference) - mean_of(fresh) : 0;
  if (smaller > 1) {
    test(fresh, reference, rule, verdict);
  }
  if (smaller < std::max<std::size_t>(rule.least_runs, 2)) {
    verdict.reason = "n-below-minimum";
  } else if (is_constant(fresh)) {
    verdict.status = GainStatus::fail;
    verdict.reason = "seeds-have-no-effect";
  } else {
    decide(rule, verdict);
  }
  return verdict;
}

}  // namespace verifier::statistics
