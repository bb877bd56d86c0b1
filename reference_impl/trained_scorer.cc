// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/code_command.h"
#include "reference_impl/model/compute.h"
#include "reference_impl/run_command.h"
#include "reference_impl/training/artifact_model.h"
#include "reference_impl/training/run_session.h"

namespace reference {
namespace {

constexpr std::uint64_t kArtifactCapBytes = std::uint64_t{1} << 30U;
constexpr std::uint64_t kRecipeCapBytes = std::uint64_t{1} << 20U;
constexpr int kOperatorThreads = 1;  // sums keep one order

}  // namespace

Scorer trained_scorer(const ScorerOptions& options) {
  require_device(options.profile);
  const std::string name = options.recipe.string();
  const Recipe recipe = parse_recipe(read_file(options.recipe, kRecipeCapBytes), name,
                                     {.smoke = options.profile == "smoke", .world_size = {}});
  const std::string bytes = read_file(options.artifact, kArtifactCapBytes);
  use_deterministic_compute(kOperatorThreads);
  seed_generator(0);  // of weights that the artifact then replaces
  const auto network = std::make_shared<const ArtifactModel>(
      recipe.model, recipe.evaluation.seq_len, bytes, options.artifact.string());
  return {.digest = Sha256()
                        .update(recipe.file_sha256 + options.profile)
                        .update(to_hex(sha256(bytes)))
                        .finish(),
          .vocabulary = static_cast<std::uint32_t>(recipe.model.vocabulary),
          .seq_len = static_cast<std::uint32_t>(recipe.evaluation.seq_len),
          .stride = static_cast<std::uint32_t>(recipe.evaluation.stride),
          .cache = cache_of(recipe, name),
          .make_model = [network](std::span<const std::uint16_t> /*stream*/) {
            return network->token_model(1);
          }};
}

CodeInput trained_input(const ScorerOptions& options, const std::filesystem::path& data) {
  if (data.empty()) {
    throw Error(ErrorKind::usage, "--recipe needs --data, the folder of the validation shards");
  }
  RunRequest request;
  request.command = "encode";
  request.profile = options.profile;
  request.recipe = options.recipe;
  request.data = data;
  RunData read = RunSession(request).read_data(false);
  return {.tokens = std::move(read.val_tokens), .pieces = std::move(read.pieces)};
}

}  // namespace reference
