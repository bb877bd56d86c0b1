// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/claimed_samples.h"

#include <algorithm>

#include "verifier/checks/finding_parts.h"
#include "verifier/checks/score_claim.h"
#include "verifier/statistics/units.h"
#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

struct Written {
  SampleRun run;
  double step = 0;
};

Written from_log(const TrainLog& log) {
  const Claim<Decimal>& score = log.final_score->val_bpb;
  return {{log.seed, score.value.value, true, score.origin}, 2 * half_unit(score.value)};
}

// The claimed score of one seed, or the log's own digits of it.
Written from_claim(const Claims::PerSeed& claim, const std::vector<const TrainLog*>& runs) {
  for (const TrainLog* run : runs) {
    const bool carries = run->seed == claim.seed && run->final_score &&
                         run->final_score->val_bpb.value.decimals >= claim.val_bpb.value.decimals &&
                         rounds_to(claim.val_bpb.value, run->final_score->val_bpb.value.value,
                                   half_unit(run->final_score->val_bpb.value));
    if (carries) {
      return from_log(*run);
    }
  }
  const Decimal& score = claim.val_bpb.value;
  return {{claim.seed, score.value, false, claim.val_bpb.origin}, 2 * half_unit(score)};
}

std::vector<Written> written_scores(const Submission& submission) {
  const std::vector<const TrainLog*> runs = runs_of(submission);
  std::vector<Written> written;
  written.reserve(submission.claims.per_seed.size());
  for (const Claims::PerSeed& claim : submission.claims.per_seed) {
    written.push_back(from_claim(claim, runs));
  }
  if (!written.empty()) {
    return written;
  }
  for (const TrainLog* run : runs) {
    if (run->final_score) {
      written.push_back(from_log(*run));
    }
  }
  return written;
}

double ratio_of(const Submission& submission) {
  for (const TrainLog* run : runs_of(submission)) {
    if (run->final_score && run->final_score->val_loss) {
      return statistics::bytes_per_token(run->final_score->val_loss->value.value,
                                         run->final_score->val_bpb.value.value);
    }
  }
  return 0;
}

}  // namespace

std::vector<double> ClaimedSamples::scores() const {
  std::vector<double> values;
  values.reserve(runs.size());
  for (const SampleRun& run : runs) {
    values.push_back(run.val_bpb);
  }
  return values;
}

ClaimedSamples samples_of(const Submission& submission) {
  ClaimedSamples samples;
  for (const Written& written : written_scores(submission)) {
    samples.runs.push_back(written.run);
    samples.resolution = std::max(samples.resolution, written.step);
  }
  std::stable_sort(samples.runs.begin(), samples.runs.end(),
                   [](const SampleRun& a, const SampleRun& b) { return a.seed < b.seed; });
  samples.bytes_per_token = ratio_of(submission);
  return samples;
}

}  // namespace verifier
