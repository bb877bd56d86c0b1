// SPDX-License-Identifier: Apache-2.0
// `reference noise`: a validation shard of one source of the noise probe, and its manifest.
#include <memory>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/standard_output.h"
#include "reference_impl/commands.h"
#include "reference_impl/noise/noise_stream.h"
#include "reference_impl/tokens/shard.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr const char* kShardName = "fineweb_val_000000.bin";
constexpr const char* kManifestName = "noise.json";
constexpr std::uint64_t kDefaultTokens = std::uint64_t{1} << 20U;
constexpr std::uint64_t kMostTokens = 100'000'000;  // what one shard of the challenge holds
constexpr std::uint64_t kDefaultFitTokens = 20'000'000;
constexpr std::uint64_t kDefaultMultiple = 2048;
constexpr std::uint64_t kTableCapBytes = std::uint64_t{16} << 20U;

struct Options {
  std::string source;
  std::uint64_t seed = 0;
  std::uint64_t tokens = kDefaultTokens;
  std::uint64_t multiple = kDefaultMultiple;
  std::filesystem::path output;
  std::filesystem::path train;
  std::uint64_t fit_tokens = kDefaultFitTokens;
  std::filesystem::path pieces;  // empty: the official table
};

PieceTable pieces_of(const Options& options) {
  return options.pieces.empty() ? official_piece_table()
                                : parse_piece_table(read_file(options.pieces, kTableCapBytes),
                                                    options.pieces.string());
}

std::vector<std::uint16_t> training_tokens(const Options& options) {
  if (options.train.empty()) {
    throw Error(ErrorKind::usage,
                "the markov source is fitted on training shards: name their folder with --train");
  }
  return read_split(options.train, "train", options.fit_tokens).tokens;
}

std::unique_ptr<NoiseSource> source_of(const Options& options, const PieceTable& pieces,
                                       NoiseManifest& manifest) {
  const std::vector<std::uint16_t> text = text_tokens(pieces);
  if (options.source == "uniform") {
    return make_uniform_source(text);
  }
  if (options.source == "documents") {
    return make_documents_source(text);
  }
  if (options.source == "repeat") {
    return make_repeat_source(text);
  }
  const std::vector<std::uint16_t> training = training_tokens(options);
  manifest.fit_tokens = training.size();
  manifest.fit_token_sha256 = to_hex(token_digest(training));
  return make_markov_source(text, training);
}

void run(const Options& options) {
  const PieceTable pieces = pieces_of(options);
  NoiseManifest manifest;
  const std::unique_ptr<NoiseSource> source = source_of(options, pieces, manifest);
  const NoiseStream stream =
      draw_noise(*source, options.seed, options.tokens, options.multiple, pieces);
  const std::string shard = shard_bytes(stream.tokens);
  manifest.source = options.source;
  manifest.seed = options.seed;
  manifest.alphabet = source->alphabet();
  manifest.multiple = options.multiple;
  manifest.shard_name = kShardName;
  manifest.shard_sha256 = to_hex(sha256(shard));
  manifest.token_sha256 = to_hex(token_digest(stream.tokens));
  manifest.piece_table_sha256 = to_hex(pieces.sha256);
  const std::string text = canonical_json(noise_manifest_to_json(manifest, stream)) + "\n";
  make_folder(options.output);
  write_file(options.output / kShardName, shard);
  write_file(options.output / kManifestName, text);
  write_output(text);
}

}  // namespace

void add_noise_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "noise",
      "Write a validation shard that nobody can compress beyond its known entropy, and its "
      "manifest. Example: reference noise --source uniform --seed 1 --tokens 1048576 --output d");
  const auto options = std::make_shared<Options>();
  command->add_option("--source", options->source, "uniform, documents, markov or repeat")
      ->required()
      ->check(CLI::IsMember({"uniform", "documents", "markov", "repeat"}));
  command->add_option("--seed", options->seed, "Names the stream with source and length")
      ->required()
      ->check(CLI::Range(std::uint64_t{0}, kLargestJsonInteger));
  command->add_option("--tokens", options->tokens, "Tokens in the shard")
      ->check(CLI::Range(std::uint64_t{2}, kMostTokens))
      ->capture_default_str();
  command->add_option("--output", options->output, "Folder for the shard and noise.json")
      ->required();
  command
      ->add_option("--multiple", options->multiple,
                   "Evaluations cut the stream to a multiple of so many targets")
      ->check(CLI::Range(std::uint64_t{1}, kMostTokens))
      ->capture_default_str();
  command->add_option("--train", options->train, "Folder of training shards, for markov")
      ->check(CLI::ExistingDirectory);
  command
      ->add_option("--train-tokens", options->fit_tokens,
                   "How many of the first training tokens markov is fitted on")
      ->check(CLI::Range(std::uint64_t{3}, std::uint64_t{1'000'000'000}))
      ->capture_default_str();
  command->add_option("--pieces", options->pieces, "Piece table; default: the official one")
      ->check(CLI::ExistingFile);
  command->callback([options] { run(*options); });
}

}  // namespace reference
