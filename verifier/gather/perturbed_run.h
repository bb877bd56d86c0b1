// SPDX-License-Identifier: Apache-2.0
// The future-perturbation test of a whole run, network and loop included (causality-audit.md
// section 3): the event files and the network's numbers of a run over x, beside those of a run over
// x with every token from t on replaced.
#pragma once

#include <cstdint>
#include <filesystem>

#include "reference_impl/evaluation/geometry.h"
#include "verifier/gather/breach_book.h"

namespace verifier {

struct PerturbedRun {
  std::filesystem::path plain;    // folder of the run over x
  std::filesystem::path changed;  // folder of the run over x'
  reference::Geometry geometry;
  std::uint32_t world_size = 1;
  std::uint64_t t = 0;
};

// Compares every rank; breaches of I9 go into `book`. Returns the scorings compared. Throws
// Error{bad_input} where a file is absent or broken.
std::uint64_t compare_perturbed_run(const PerturbedRun& run, BreachBook& book);

}  // namespace verifier
