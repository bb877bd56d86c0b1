// SPDX-License-Identifier: Apache-2.0
// A recipe: everything the reference needs to know of a submission, in one JSON file, with the
// numbers of the full-size run (reference-model specification, sections 2, 4 and 5). Plain data,
// free of LibTorch. Its schema stands in reference_impl/README.md: every field is required, none is
// unknown. The `smoke` table of the file shrinks it: JSON pointer -> value, each listed in
// `scaled`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference_impl/model/model_config.h"

namespace reference {

struct MuonConfig {
  double momentum = 0;
  double momentum_start = 0;
  std::int64_t momentum_warmup_steps = 0;
  std::int64_t newton_schulz_steps = 0;
  double weight_decay = 0;
};

struct AdamConfig {
  double beta1 = 0;
  double beta2 = 0;
  double epsilon = 0;
  double weight_decay = 0;
};

// Averaging of late weights: known, not built.
struct SwaConfig {
  std::int64_t every = 0;
  double start_factor = 0;
  double ema_share = 0;
};

struct TrainingConfig {
  std::int64_t seq_len = 0;
  std::int64_t batch_tokens = 0;  // a step's inputs, over all slices
  std::int64_t slices = 0;        // consecutive pieces of the stream a step is made of
  std::int64_t iterations = 0;
  std::int64_t warmup_steps = 0;     // run and thrown away; they only trigger compilation
  std::int64_t warmdown_steps = 0;   // length of the linear decay
  double max_wallclock_seconds = 0;  // 0: no cap, the decay counts steps
  std::int64_t log_every = 0;
  std::int64_t val_every = 0;  // 0: at the end only
  double embedding_lr = 0;
  double matrix_lr = 0;
  double scalar_lr = 0;
  double grad_clip_norm = 0;
  MuonConfig muon;
  AdamConfig adam;
  std::optional<double> ema_decay;
  std::optional<SwaConfig> swa;
  double late_qat_threshold = 0;
};

struct GptqConfig {
  std::int64_t block = 0;
  double damp = 0;
  std::int64_t calibration_batches = 0;
  std::string calibration_source;  // "train" or "val"
};

struct QuantizationConfig {
  std::string matrices;                   // "int8", or "int6" (not built)
  std::string embeddings;                 // "int8"
  std::int64_t passthrough_elements = 0;  // tensors up to this size are stored as float16
  double clip_quantile = 0;
  std::string compressor;  // "lzma", or "zlib" (not built)
  std::optional<GptqConfig> gptq;
  std::optional<std::int64_t> prune_to_bytes;
};

struct EvaluationConfig {
  std::int64_t seq_len = 0;
  std::int64_t stride = 0;
  std::int64_t world_size = 0;
  std::int64_t windows_per_batch = 0;
  std::optional<std::int64_t> max_val_tokens;  // raw tokens kept of the stream; null: all
};

struct Recipe {
  std::string name;
  ModelConfig model;
  TrainingConfig training;
  QuantizationConfig quantization;
  EvaluationConfig evaluation;
  std::string cache_json;  // RFC 8785 bytes of the `cache` object; the ngram room reads them
  std::string file_sha256;
  std::vector<std::pair<std::string, std::string>> scaled;  // pointer, "full -> used"
};

// What the caller changes about a recipe before it is read.
struct RecipeUse {
  bool smoke = false;                      // apply the recipe's smoke table
  std::optional<std::int64_t> world_size;  // of --ranks; checked like the recipe's own
};

// Reads recipe bytes; throws Error{bad_input} "<name>: <pointer>: <what>" for an unknown, missing,
// wrongly typed or impossible field. The numbers are checked after the overrides.
Recipe parse_recipe(std::string_view bytes, const std::string& name, const RecipeUse& use);

// JSON pointers of what the recipe turns on, the specification knows, and this build does not do.
std::vector<std::string> unbuilt_fields(const Recipe& recipe);

}  // namespace reference
