// SPDX-License-Identifier: Apache-2.0
// What the commands `encode` and `decode` share: who predicts the stream, told by a configuration
// with the synthetic network or by a recipe with its artifact.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "reference_impl/coding/code_file.h"
#include "reference_impl/coding/token_coder.h"
#include "reference_impl/evaluation/causal_scorer.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/tokens/piece_table.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

namespace reference {

struct ScorerOptions {
  std::filesystem::path config;    // the synthetic network; or these:
  std::filesystem::path recipe;    // the trained one
  std::filesystem::path artifact;  // of the recipe
  std::string profile = "smoke";
  bool quiet = false;
};

void add_scorer_options(CLI::App& command, ScorerOptions& options);

// Everything that decides a row, and nothing of the stream.
struct Scorer {
  Digest256 digest{};  // equal for sender and receiver, or the code is not for this scorer
  std::uint32_t vocabulary = 0;
  std::uint32_t seq_len = 0;
  std::uint32_t stride = 0;
  CacheConfig cache;
  // `stream` has its full length; a receiver's fills up while it decodes.
  std::function<std::unique_ptr<TokenModel>(std::span<const std::uint16_t> stream)> make_model;
};

// The validation stream and how many bytes its tokens are.
struct CodeInput {
  std::vector<std::uint16_t> tokens;  // x[0..T]
  PieceTable pieces;
};

// Throw Error{usage} where the options name no scorer or two.
Scorer read_scorer(const ScorerOptions& options);
CodeInput read_input(const ScorerOptions& options, const std::filesystem::path& data);

// The same for a recipe and its artifact; Error{resource_absent} in a build without LibTorch.
Scorer trained_scorer(const ScorerOptions& options);
CodeInput trained_input(const ScorerOptions& options, const std::filesystem::path& data);

// What the fast path claimed beside the rows, position by position.
struct Claims {
  double bits = 0;
  std::uint64_t unlike_rows = 0;  // scores that are not their row's own entry
};

// One pass of a scorer over a stream, with a cache of its own.
class ScorerPass {
 public:
  // `stream` keeps its place and length while the pass lasts; `claims` may be null, and must be
  // where the tokens are not known beforehand.
  ScorerPass(const Scorer& scorer, std::span<const std::uint16_t> stream, Claims* claims,
             const Progress& progress);
  ScorerPass(const ScorerPass&) = delete;
  ScorerPass& operator=(const ScorerPass&) = delete;

  RowOf rows();

 private:
  std::unique_ptr<TokenModel> model_;
  std::unique_ptr<NgramCache> cache_;
  CausalScorer scorer_;
  Claims* claims_;
  Progress progress_;
};

// The tokens of a code as a receiver with this scorer gets them.
std::vector<std::uint16_t> receive(const Scorer& scorer, const CodeFile& file,
                                   const Progress& progress);

// Name, size and SHA-256 of a file's bytes.
nlohmann::json file_facts(const std::filesystem::path& path, std::string_view bytes);

// Lines on standard error with the time passed; empty where quiet.
Progress code_progress(bool quiet);

}  // namespace reference
