// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/score_claim.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "verifier/base/result.h"
#include "verifier/statistics/moments.h"
#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

constexpr double kBinaryNoise = 1e-12;

struct Carrier {
  double value = 0;
  Origin origin;
  std::string label;
};

// The first final score, in run order, within a distance of the claim; the nearest one.
std::optional<Carrier> nearest_final(const Decimal& claim,
                                     const std::vector<const TrainLog*>& runs) {
  std::optional<Carrier> best;
  for (const TrainLog* run : runs) {
    if (!run->final_score) {
      continue;
    }
    const Claim<Decimal>& score = run->final_score->val_bpb;
    const bool nearer =
        !best || std::fabs(score.value.value - claim.value) < std::fabs(best->value - claim.value);
    if (nearer) {
      best = Carrier{score.value.value, score.origin, run->final_score->label};
    }
  }
  return best;
}

bool carries(const Claim<Decimal>& score, const Decimal& claim) {
  return rounds_to(claim, score.value.value, half_unit(score.value));
}

std::optional<Carrier> other_score(const Decimal& claim, const Submission& submission) {
  for (const TrainLog& log : submission.logs) {
    const auto found =
        std::find_if(log.scores.begin(), log.scores.end(),
                     [&](const ScoreLine& score) { return carries(score.val_bpb, claim); });
    if (found != log.scores.end()) {
      return Carrier{found->val_bpb.value.value, found->val_bpb.origin, found->label};
    }
  }
  return std::nullopt;
}

std::optional<Carrier> training_score(const Decimal& claim, const Submission& submission) {
  for (const TrainLog& log : submission.logs) {
    const auto found =
        std::find_if(log.validations.begin(), log.validations.end(),
                     [&](const TrainingValidation& v) { return carries(v.val_bpb, claim); });
    if (found != log.validations.end()) {
      return Carrier{found->val_bpb.value.value, found->val_bpb.origin,
                     "step " + std::to_string(found->step)};
    }
  }
  return std::nullopt;
}

void carry(SupportedScore& score, ScoreSupport support, const Decimal& claim,
           const Carrier& carrier) {
  score.support = support;
  score.difference = claim.value - carrier.value;
  score.origin = carrier.origin;
  score.label = carrier.label;
}

}  // namespace

bool rounds_to(const Decimal& claim, double value, double value_half_unit) {
  return std::fabs(claim.value - value) <= half_unit(claim) + value_half_unit + kBinaryNoise;
}

SupportedScore support_of(const Decimal& claim, const Submission& submission,
                          const std::vector<const TrainLog*>& runs, double note) {
  SupportedScore score;
  double rounding = 0;
  for (const TrainLog* run : runs) {
    if (run->final_score) {
      const Decimal& value = run->final_score->val_bpb.value;
      score.finals.push_back(value.value);
      rounding = std::max(rounding, half_unit(value));
    }
  }
  const auto final = nearest_final(claim, runs);
  require(final.has_value(), "support_of needs a final score");
  score.mean = statistics::mean(score.finals);
  score.difference = claim.value - score.mean;
  score.origin = final->origin;
  const bool single = score.finals.size() == 1;
  if (rounds_to(claim, score.mean, rounding)) {
    score.support = single ? ScoreSupport::single_run : ScoreSupport::mean_of_runs;
    score.label = final->label;
  } else if (rounds_to(claim, final->value, rounding)) {
    carry(score, ScoreSupport::one_of_runs, claim, *final);
  } else if (std::fabs(claim.value - score.mean) < note) {
    score.support = ScoreSupport::near_miss;
  } else if (std::fabs(claim.value - final->value) < note) {
    carry(score, ScoreSupport::near_miss, claim, *final);
  } else if (const auto other = other_score(claim, submission)) {
    carry(score, ScoreSupport::other_score, claim, *other);
  } else if (const auto training = training_score(claim, submission)) {
    carry(score, ScoreSupport::training_score, claim, *training);
  }
  return score;
}

}  // namespace verifier
