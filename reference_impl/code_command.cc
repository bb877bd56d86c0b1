// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/code_command.h"

#include <chrono>
#include <cmath>
#include <cstdio>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/evaluation/cache_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr std::uint64_t kConfigCapBytes = std::uint64_t{1} << 20U;
constexpr std::uint64_t kProgressPositions = 8192;

nlohmann::json read_config(const ScorerOptions& options) {
  return parse_json(read_file(options.config, kConfigCapBytes), options.config.string());
}

Scorer synthetic_scorer(const ScorerOptions& options) {
  nlohmann::json object = read_config(options);
  const CacheRunConfig config = cache_run_config_from_json(object, options.config.string());
  for (const char* name : {"name", "tokens", "world_size", "trunc_multiple", "piece_table"}) {
    object.erase(name);  // of the stream, not of the scorer
  }
  return {.digest = sha256(canonical_json(object)),
          .vocabulary = config.network.vocabulary,
          .seq_len = config.seq_len,
          .stride = config.stride,
          .cache = config.cache,
          .make_model = [network = config.network](std::span<const std::uint16_t> stream) {
            return std::make_unique<SyntheticModel>(network, stream);
          }};
}

Geometry geometry_of(const Scorer& scorer, std::span<const std::uint16_t> stream) {
  return {.targets = stream.size() - 1, .seq_len = scorer.seq_len, .stride = scorer.stride};
}

void check_choice(const ScorerOptions& options) {
  const bool trained = !options.recipe.empty() || !options.artifact.empty();
  if (options.config.empty() != trained || options.recipe.empty() != options.artifact.empty()) {
    throw Error(ErrorKind::usage, "name one scorer: --config, or --recipe and --artifact together");
  }
}

}  // namespace

void add_scorer_options(CLI::App& command, ScorerOptions& options) {
  command
      .add_option("--config", options.config,
                  "JSON file of a cache with the synthetic network, as for `reference cache`")
      ->check(CLI::ExistingFile);
  command.add_option("--recipe", options.recipe, "Recipe of a trained network, with --artifact")
      ->check(CLI::ExistingFile);
  command.add_option("--artifact", options.artifact, "What that recipe's training put out")
      ->check(CLI::ExistingFile);
  command.add_option("--profile", options.profile, "Of the recipe: smoke or official")
      ->check(CLI::IsMember({"smoke", "official"}))
      ->capture_default_str();
  command.add_flag("--quiet", options.quiet, "No progress on standard error");
}

Scorer read_scorer(const ScorerOptions& options) {
  check_choice(options);
  return options.config.empty() ? trained_scorer(options) : synthetic_scorer(options);
}

CodeInput read_input(const ScorerOptions& options, const std::filesystem::path& data) {
  if (options.config.empty()) {
    return trained_input(options, data);
  }
  const CacheRunConfig config =
      cache_run_config_from_json(read_config(options), options.config.string());
  return {.tokens = cache_run_tokens(config), .pieces = cache_run_pieces(config)};
}

ScorerPass::ScorerPass(const Scorer& scorer, std::span<const std::uint16_t> stream, Claims* claims,
                       const Progress& progress)
    : model_(scorer.make_model(stream)),
      cache_(make_ngram_cache(scorer.cache, test_digest_key(),
                              CacheOptions{.digest = DigestSet::none})),
      scorer_(geometry_of(scorer, stream), *model_, *cache_),
      claims_(claims),
      progress_(progress) {}

RowOf ScorerPass::rows() {
  return
      [this](std::span<const std::uint16_t> stream, std::uint64_t position, std::uint64_t known) {
        const std::span<const double> row = scorer_.row(stream, position, known);
        if (claims_ != nullptr) {
          const double claimed = scorer_.claimed(stream);
          claims_->bits -= std::log2(claimed);
          claims_->unlike_rows += claimed == row[stream[position]] ? 0 : 1;
        }
        if (progress_ && position % kProgressPositions == 0) {
          progress_(std::to_string(position) + " of " + std::to_string(stream.size() - 1) +
                    " positions");
        }
        return row;
      };
}

std::vector<std::uint16_t> receive(const Scorer& scorer, const CodeFile& file,
                                   const Progress& progress) {
  std::vector<std::uint16_t> stream(file.tokens, 0);
  stream[0] = file.first_token;
  if (stream.size() > 1) {
    ScorerPass pass(scorer, stream, nullptr, progress);
    decode_tokens(file.payload, scorer.vocabulary, stream, pass.rows());
  }
  return stream;
}

nlohmann::json file_facts(const std::filesystem::path& path, std::string_view bytes) {
  return {{"name", path.filename().string()},
          {"bytes", bytes.size()},
          {"sha256", to_hex(sha256(bytes))}};
}

Progress code_progress(bool quiet) {
  if (quiet) {
    return {};
  }
  return [start = std::chrono::steady_clock::now()](const std::string& line) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    fmt::print(stderr, "{:7.1f} s  {}\n", elapsed.count(), line);
  };
}

}  // namespace reference
