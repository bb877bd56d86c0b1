// SPDX-License-Identifier: Apache-2.0
// Every pull request of a repository, one after the other or several at a time: each thread opens
// the repository for itself, one pull request that breaks never ends the run, and the order of work
// changes nothing that is written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "verifier/base/progress.h"
#include "verifier/base/result.h"
#include "verifier/gather/git_history.h"

namespace verifier {

struct PopulationPlan {
  std::filesystem::path repository;
  std::string base;                    // branch; empty: the main branch
  std::vector<std::uint64_t> numbers;  // pull requests, each once
  unsigned jobs = 1;
};

struct PopulationCount {
  std::uint64_t visited = 0;
  std::uint64_t broken = 0;  // visits that threw
};

// Called from several threads at once, each with a history of its own.
using PopulationVisit = std::function<void(const GitHistory& history, std::uint64_t number)>;

// A visit that throws is counted and reported to `broken` with what was thrown; so is progress,
// about once a hundred visits, with the count. Error{transient} (a full disk) ends the run.
Result<PopulationCount> visit_population(
    const PopulationPlan& plan, const PopulationVisit& visit,
    const std::function<void(std::uint64_t number, const std::string& what)>& broken,
    const Progress& progress);

}  // namespace verifier
