// SPDX-License-Identifier: Apache-2.0
// The scores that a submission's claim rests on, one a run: what it claims for each seed, with the
// digits of the log that carries the claim, else the final scores of the logs that make up the
// claim.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "verifier/submission/submission.h"

namespace verifier {

struct SampleRun {
  std::optional<std::uint64_t> seed;
  double val_bpb = 0;
  bool from_log = false;
  Origin origin;
};

struct ClaimedSamples {
  std::vector<SampleRun> runs;  // in the order of the seeds
  double resolution = 0;        // the coarsest step in which one of them is written
  double bytes_per_token = 0;   // of the logs' loss and score; 0 where no log gives both

  std::vector<double> scores() const;
};

ClaimedSamples samples_of(const Submission& submission);

}  // namespace verifier
