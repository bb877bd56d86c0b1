// SPDX-License-Identifier: Apache-2.0
// Per-seed results of a submission.json: one table of the shapes that occur, most used first
// (submission-formats.md section 2).
#pragma once

#include <vector>

#include "verifier/submission/claim_values_json.h"

namespace verifier {

// From the first shape that yields any; sorted by seed, one value a seed.
std::vector<Claims::PerSeed> read_per_seed(const ClaimSource& source);

// Seeds named by the file: an array of numbers, an object keyed by seed, or a single `seed`.
std::vector<Claim<std::uint64_t>> read_seeds(const ClaimSource& source);

}  // namespace verifier
