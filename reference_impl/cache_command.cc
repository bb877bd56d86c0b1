// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <memory>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/standard_output.h"
#include "reference_impl/commands.h"
#include "reference_impl/evaluation/cache_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr std::uint64_t kConfigCapBytes = std::uint64_t{1} << 20U;

struct Options {
  std::string config;
  std::string device = "cpu";
  std::string events;
  std::uint32_t ranks = 0;
  std::uint64_t positions = 0;
  std::uint64_t sample_seed = 0;
  bool strict = false;
  bool quiet = false;
};

std::uint64_t wall_clock_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
}

ScoreFirstOptions settings_for(const Options& options, std::uint32_t ranks) {
  ScoreFirstOptions settings;
  settings.device = options.device == "cuda" ? CacheDevice::cuda : CacheDevice::cpu;
  settings.rank_devices = settings.device == CacheDevice::cuda && ranks > 1;
  settings.score_once = options.strict;
  if (!options.events.empty()) {
    make_folder(options.events);
    settings.events = EventOptions{
        .folder = options.events, .config_digest = {}, .salt = {}, .clock_ns = wall_clock_ns};
  }
  if (!options.quiet) {
    const auto start = std::chrono::steady_clock::now();
    settings.progress = [start](const std::string& line) {
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
      fmt::print(stderr, "{:7.1f} s  {}\n", elapsed.count(), line);
    };
  }
  return settings;
}

// Empty: every position.
std::vector<std::uint64_t> sample_for(const Options& options, const CacheRunConfig& config) {
  if (options.positions == 0) {
    return {};
  }
  return sampled_positions(cache_run_tokens(config).size() - 1, options.positions,
                           options.sample_seed);
}

void run(const Options& options) {
  const nlohmann::json object =
      parse_json(read_file(options.config, kConfigCapBytes), options.config);
  CacheRunConfig config = cache_run_config_from_json(object, options.config);
  if (options.ranks != 0) {
    config.world_size = options.ranks;
  }
  try {
    const CacheRunResult result =
        run_cache(config, settings_for(options, config.world_size), sample_for(options, config));
    write_output(canonical_json(cache_run_result_to_json(result)) + "\n");
  } catch (const PrefillOutOfRange& error) {
    // A configuration that must fail has this object for its result.
    write_output(
        canonical_json({{"error", {{"kind", "prefill_out_of_range"}, {"detail", error.what()}}}}) +
        "\n");
    throw;
  }
}

}  // namespace

void add_cache_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "cache",
      "Run one n-gram cache over a token stream with the synthetic network and print what came out "
      "as JSON: coverage, sums, normalization, digests of every state. Example: reference cache "
      "--config c.json");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("--config", options->config,
                   "JSON file with tokens, geometry, network and cache, as in the golden files' "
                   "`config`")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--ranks", options->ranks, "Ranks, in place of the file's world_size")
      ->check(CLI::Range(1, 1024));
  command
      ->add_option(
          "--device", options->device,
          "Where the tables lie: cpu, ranks as threads; or cuda, a device a rank, over NCCL")
      ->check(CLI::IsMember({"cpu", "cuda"}))
      ->capture_default_str();
  command->add_option("--events", options->events, "Folder for event files; none are made without");
  command
      ->add_option("--positions", options->positions,
                   "Sum the rows of so many drawn positions, not of all")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}));
  command->add_option("--seed", options->sample_seed, "Of the drawn positions")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_flag("--strict", options->strict,
                    "Score and insert every position once: drop the tail's repeats");
  command->add_flag("--quiet", options->quiet, "No progress on standard error");
  command->callback([options] { run(*options); });
}

}  // namespace reference
