// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/run_command.h"

#include <chrono>
#include <cstdio>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/model/compute.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr int kOfficialAccelerators = 8;
constexpr std::int64_t kMostRanks = 1024;

}  // namespace

void add_run_options(CLI::App& command, RunRequest& request) {
  command.add_option("--recipe", request.recipe, "The submission's recipe.json")->required();
  command.add_option("--seed", request.seed, "Seed of the initial weights")
      ->required()
      ->check(CLI::NonNegativeNumber);
  command.add_option("--ranks", request.ranks, "World size of the evaluation, not the recipe's")
      ->check(CLI::Range(std::int64_t{1}, kMostRanks));
  command.add_option("--profile", request.profile, "smoke (CPU, minutes) or official (8 GPUs)")
      ->required()
      ->check(CLI::IsMember({"smoke", "official"}));
  command.add_option("--data", request.data, "Folder of token shards")->required();
  command.add_option("--output", request.output, "Folder the run writes into")->required();
}

void require_device(const std::string& profile) {
  if (profile != "official") {
    return;
  }
  const int found = accelerator_count();
  const std::string needs = "the official profile needs " + std::to_string(kOfficialAccelerators) +
                            " CUDA GPUs, this machine has " + std::to_string(found);
  if (found < kOfficialAccelerators) {
    throw Error(ErrorKind::resource_absent, needs + "; --profile smoke runs on the CPU");
  }
  throw Error(ErrorKind::resource_absent,
              needs + ", but this build trains on the CPU only; --profile smoke does that");
}

CacheConfig cache_of(const Recipe& recipe, const std::string& recipe_path) {
  return cache_config_from_json(parse_json(recipe.cache_json, recipe_path),
                                recipe_path + ": /cache");
}

Progress terminal_progress() {
  return [start = steady_ns()](const std::string& line) {
    fmt::print(stderr, "[{:7.1f}s] {}\n", static_cast<double>(steady_ns() - start) / 1e9, line);
  };
}

std::uint64_t steady_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count());
}

}  // namespace reference
