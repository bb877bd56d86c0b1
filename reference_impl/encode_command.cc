// SPDX-License-Identifier: Apache-2.0
// `reference encode`: the validation tokens as an arithmetic code over the scorer's normalized
// rows, beside what the scorer claims they cost.
#include <algorithm>
#include <memory>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/standard_output.h"
#include "reference_impl/code_command.h"
#include "reference_impl/commands.h"
#include "reference_impl/tokens/shard.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

struct Options {
  ScorerOptions scorer;
  std::filesystem::path data;
  std::filesystem::path output;
  std::uint64_t tokens = 0;  // 0: all
  bool check = false;
};

CodeInput input_of(const Options& options) {
  CodeInput input = read_input(options.scorer, options.data);
  if (options.tokens > input.tokens.size()) {
    throw Error(ErrorKind::usage, "--tokens asks for " + std::to_string(options.tokens) +
                                      ", the stream has " + std::to_string(input.tokens.size()));
  }
  if (options.tokens != 0) {
    input.tokens.resize(options.tokens);
  }
  check_tokens(input.pieces, input.tokens, "the token stream");
  return input;
}

nlohmann::json figures(const CodeInput& input, const TokenCode& code, const Claims& claims) {
  const std::uint64_t positions = input.tokens.size() - 1;
  const std::uint64_t bytes = range_bytes(input.pieces, input.tokens, 1, positions);
  const auto coded_bits = static_cast<double>(8 * code.payload.size());
  nlohmann::json object = {{"tokens", input.tokens.size()},
                           {"positions", positions},
                           {"bytes", bytes},
                           {"claimed_bits", claims.bits},
                           {"claims_unlike_rows", claims.unlike_rows},
                           {"normalized_bits", code.normalized_bits},
                           {"table_bits", code.table_bits},
                           {"coded_bits", 8 * code.payload.size()},
                           {"off_rows", code.off_rows},
                           {"smallest_normalizer", code.smallest_normalizer},
                           {"largest_normalizer", code.largest_normalizer}};
  if (bytes > 0) {
    const auto per_byte = static_cast<double>(bytes);
    object["claimed_bpb"] = claims.bits / per_byte;
    object["normalized_bpb"] = code.normalized_bits / per_byte;
    object["coded_bpb"] = coded_bits / per_byte;
  }
  return object;
}

void add_check(const Scorer& scorer, const CodeFile& file, std::span<const std::uint16_t> tokens,
               const Progress& progress, nlohmann::json& object) {
  const std::vector<std::uint16_t> received = receive(scorer, file, progress);
  const auto difference = std::mismatch(tokens.begin(), tokens.end(), received.begin()).first;
  object["decoded"] = difference == tokens.end();
  if (difference != tokens.end()) {
    object["first_difference"] = difference - tokens.begin();
  }
}

void run(const Options& options) {
  const Progress progress = code_progress(options.scorer.quiet);
  const Scorer scorer = read_scorer(options.scorer);
  const CodeInput input = input_of(options);
  Claims claims;
  ScorerPass pass(scorer, input.tokens, &claims, progress);
  const TokenCode code = encode_tokens(input.tokens, scorer.vocabulary, pass.rows());
  const CodeFile file = {.vocabulary = scorer.vocabulary,
                         .tokens = input.tokens.size(),
                         .first_token = input.tokens[0],
                         .scorer = scorer.digest,
                         .token_digest = token_digest(input.tokens),
                         .payload = code.payload};
  const std::string bytes = code_file_bytes(file);
  write_file(options.output, bytes);
  nlohmann::json object = figures(input, code, claims);
  object["code"] = file_facts(options.output, bytes);
  object["scorer"] = to_hex(scorer.digest);
  object["token_sha256"] = to_hex(file.token_digest);
  if (options.check) {
    add_check(scorer, parse_code_file(bytes, options.output.string()), input.tokens, progress,
              object);
  }
  write_output(canonical_json(object) + "\n");
}

}  // namespace

void add_encode_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "encode",
      "Write the validation tokens as an arithmetic code over a scorer's normalized rows and print "
      "claimed and coded bits. Example: reference encode --config c.json --output val.pgcode");
  const auto options = std::make_shared<Options>();
  add_scorer_options(*command, options->scorer);
  command->add_option("--data", options->data, "Folder of validation shards, with --recipe")
      ->check(CLI::ExistingDirectory);
  command->add_option("--output", options->output, "The code file")->required();
  command->add_option("--tokens", options->tokens, "Only so many tokens from the stream's start")
      ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{1'000'000'000}));
  command->add_flag("--check", options->check, "Decode at once and say whether that succeeded");
  command->callback([options] { run(*options); });
}

}  // namespace reference
