// SPDX-License-Identifier: Apache-2.0
// `reference decode`: the validation tokens back from scorer and code file alone.
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

constexpr std::uint64_t kCodeCapBytes = std::uint64_t{1} << 32U;

struct Options {
  ScorerOptions scorer;
  std::filesystem::path input;
  std::filesystem::path output;
};

void check_scorer(const Scorer& scorer, const CodeFile& file, const std::string& name) {
  if (file.scorer != scorer.digest || file.vocabulary != scorer.vocabulary) {
    throw Error(ErrorKind::bad_input, name + ": was made with the scorer " + to_hex(file.scorer) +
                                          ", the one given is " + to_hex(scorer.digest) +
                                          "; name the configuration or artifact it was made with");
  }
}

void run(const Options& options) {
  const std::string name = options.input.string();
  const Scorer scorer = read_scorer(options.scorer);
  const std::string bytes = read_file(options.input, kCodeCapBytes);
  const CodeFile file = parse_code_file(bytes, name);
  check_scorer(scorer, file, name);
  const std::vector<std::uint16_t> tokens =
      receive(scorer, file, code_progress(options.scorer.quiet));
  const Digest256 found = token_digest(tokens);
  const bool decoded = found == file.token_digest;
  nlohmann::json object = {{"code", file_facts(options.input, bytes)},
                           {"coded_bits", 8 * file.payload.size()},
                           {"decoded", decoded},
                           {"expected_token_sha256", to_hex(file.token_digest)},
                           {"positions", tokens.size() - 1},
                           {"scorer", to_hex(scorer.digest)},
                           {"token_sha256", to_hex(found)},
                           {"tokens", tokens.size()}};
  if (!decoded) {
    const std::string reason =
        "the receiver's rows are not the sender's: the scorer depends on more than the tokens "
        "before each position, or does not repeat its bits";
    object["reason"] = reason;
    write_output(canonical_json(object) + "\n");
    throw Error(ErrorKind::bad_input, name + ": the tokens did not come back: " + reason);
  }
  const std::string shard = shard_bytes(tokens);
  write_file(options.output, shard);
  object["shard"] = file_facts(options.output, shard);
  write_output(canonical_json(object) + "\n");
}

}  // namespace

void add_decode_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "decode",
      "Give the tokens of a code file back, from the scorer and the file alone. Example: reference "
      "decode --config c.json --input val.pgcode --output val.bin");
  const auto options = std::make_shared<Options>();
  add_scorer_options(*command, options->scorer);
  command->add_option("--input", options->input, "The code file")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--output", options->output, "The token shard to write")->required();
  command->callback([options] { run(*options); });
}

}  // namespace reference
