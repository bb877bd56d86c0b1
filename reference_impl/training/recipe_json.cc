// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/recipe.h"

#include <utility>

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/training/recipe_scale.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

constexpr std::int64_t kMaxLayers = 1024;
constexpr std::int64_t kMaxWidth = 65'536;
constexpr std::int64_t kLargest = 1'000'000'000'000;

std::int64_t integer(JsonFields& in, const std::string& name, std::int64_t low, std::int64_t high) {
  return static_cast<std::int64_t>(
      in.count(name, static_cast<std::uint64_t>(high), static_cast<std::uint64_t>(low)));
}

double number(JsonFields& in, const std::string& name, double low, double high) {
  const double value = in.number(name);
  if (value < low || value > high) {
    in.refuse(name, "is " + number_text(value) + ", expected a number from " + number_text(low) +
                        " to " + number_text(high));
  }
  return value;
}

double positive(JsonFields& in, const std::string& name) {
  const double value = number(in, name, 0, 1e15);
  if (!(value > 0)) {
    in.refuse(name, "is 0, expected a number above 0");
  }
  return value;
}

std::string word(JsonFields& in, const std::string& name, const std::vector<std::string>& allowed) {
  std::string value = in.text(name);
  std::string list;
  for (const std::string& candidate : allowed) {
    if (candidate == value) {
      return value;
    }
    list += (list.empty() ? "\"" : " or \"") + candidate + "\"";
  }
  in.refuse(name, "is \"" + value + "\", expected " + list);
}

JsonFields object(JsonFields& in, const std::string& name) {
  return {in.value(name), in.at(name)};
}

std::vector<std::int64_t> read_layers(JsonFields& in) {
  std::vector<std::int64_t> layers;
  for (const json& item : in.array("layers")) {
    const json holder = {{"layer", item}};
    JsonFields fields(holder, in.at("layers"));
    layers.push_back(integer(fields, "layer", 0, kMaxLayers - 1));
  }
  return layers;
}

std::optional<SideEmbedding> read_bigram(JsonFields& model) {
  if (model.value("bigram").is_null()) {
    return std::nullopt;
  }
  JsonFields in = object(model, "bigram");
  SideEmbedding side{.vocabulary = integer(in, "vocabulary", 1, kLargest),
                     .width = integer(in, "width", 1, kMaxWidth),
                     .layers = {}};
  in.finish();
  return side;
}

std::optional<SideEmbedding> read_value_embedding(JsonFields& model) {
  if (model.value("value_embedding").is_null()) {
    return std::nullopt;
  }
  JsonFields in = object(model, "value_embedding");
  SideEmbedding side{
      .vocabulary = 0, .width = integer(in, "width", 1, kMaxWidth), .layers = read_layers(in)};
  in.finish();
  return side;
}

ModelConfig read_model(JsonFields in) {
  ModelConfig c;
  c.vocabulary = integer(in, "vocabulary", 2, kMaxWidth);
  c.layers = integer(in, "layers", 2, kMaxLayers);  // an encoder and a decoder half
  c.width = integer(in, "width", 1, kMaxWidth);
  c.heads = integer(in, "heads", 1, c.width);
  c.kv_heads = integer(in, "kv_heads", 1, c.heads);
  c.mlp_mult = positive(in, "mlp_mult");
  c.relu_slope = number(in, "relu_slope", 0, 1);
  c.rope_base = number(in, "rope_base", 1, 1e9);
  if (c.width % c.heads != 0 || c.heads % c.kv_heads != 0) {
    in.refuse("heads", "does not divide width, or is no multiple of kv_heads");
  }
  c.rope_dims = integer(in, "rope_dims", 4, c.head_width());
  if (c.rope_dims % 2 != 0) {
    in.refuse("rope_dims", "is odd, expected pairs of channels");
  }
  if (c.mlp_hidden() < 1 || c.mlp_hidden() > kMaxWidth * 16) {
    in.refuse("mlp_mult", "gives a hidden width of " + std::to_string(c.mlp_hidden()));
  }
  c.logit_softcap = positive(in, "logit_softcap");
  c.norm_epsilon = positive(in, "norm_epsilon");
  c.qk_gain_init = positive(in, "qk_gain_init");
  c.embedding_init_std = positive(in, "embedding_init_std");
  c.ln_scale = in.flag("ln_scale");
  c.tie_embeddings = in.flag("tie_embeddings");
  c.precision = word(in, "precision", {"float32", "bf16"});
  c.xsa_last_layers = integer(in, "xsa_last_layers", 0, kMaxLayers);
  c.value_residual = in.flag("value_residual");
  c.smear_gate = in.flag("smear_gate");
  c.bigram = read_bigram(in);
  c.value_embedding = read_value_embedding(in);
  in.finish();
  return c;
}

MuonConfig read_muon(JsonFields in) {
  MuonConfig c{.momentum = number(in, "momentum", 0, 1),
               .momentum_start = number(in, "momentum_start", 0, 1),
               .momentum_warmup_steps = integer(in, "momentum_warmup_steps", 0, kLargest),
               .newton_schulz_steps = integer(in, "newton_schulz_steps", 1, 100),
               .weight_decay = number(in, "weight_decay", 0, 1)};
  in.finish();
  return c;
}

AdamConfig read_adam(JsonFields in) {
  AdamConfig c{.beta1 = number(in, "beta1", 0, 1),
               .beta2 = number(in, "beta2", 0, 1),
               .epsilon = positive(in, "epsilon"),
               .weight_decay = number(in, "weight_decay", 0, 1)};
  in.finish();
  return c;
}

std::optional<SwaConfig> read_swa(JsonFields& training) {
  if (training.value("swa").is_null()) {
    return std::nullopt;
  }
  JsonFields in = object(training, "swa");
  SwaConfig c{.every = integer(in, "every", 1, kLargest),
              .start_factor = number(in, "start_factor", 0, 1),
              .ema_share = number(in, "ema_share", 0, 1)};
  in.finish();
  return c;
}

TrainingConfig read_training(JsonFields in) {
  TrainingConfig c;
  c.seq_len = integer(in, "seq_len", 1, 1 << 20);
  c.batch_tokens = integer(in, "batch_tokens", 1, kLargest);
  c.slices = integer(in, "slices", 1, 1024);
  if (c.batch_tokens % (c.slices * c.seq_len) != 0) {
    in.refuse("batch_tokens", "is not a multiple of slices * seq_len");
  }
  c.iterations = integer(in, "iterations", 1, 1'000'000'000);
  c.warmup_steps = integer(in, "warmup_steps", 0, kLargest);
  c.warmdown_steps = integer(in, "warmdown_steps", 0, kLargest);
  c.max_wallclock_seconds = number(in, "max_wallclock_seconds", 0, 1e9);
  c.log_every = integer(in, "log_every", 1, kLargest);
  c.val_every = integer(in, "val_every", 0, kLargest);
  c.embedding_lr = number(in, "embedding_lr", 0, 1000);
  c.matrix_lr = number(in, "matrix_lr", 0, 1000);
  c.scalar_lr = number(in, "scalar_lr", 0, 1000);
  c.grad_clip_norm = positive(in, "grad_clip_norm");
  c.muon = read_muon(object(in, "muon"));
  c.adam = read_adam(object(in, "adam"));
  if (!in.value("ema_decay").is_null()) {
    c.ema_decay = number(in, "ema_decay", 0, 1);
  }
  c.swa = read_swa(in);
  c.late_qat_threshold = number(in, "late_qat_threshold", 0, 1);
  in.finish();
  return c;
}

std::optional<GptqConfig> read_gptq(JsonFields& quantization) {
  if (quantization.value("gptq").is_null()) {
    return std::nullopt;
  }
  JsonFields in = object(quantization, "gptq");
  GptqConfig c{.block = integer(in, "block", 1, kLargest),
               .damp = number(in, "damp", 0, 1),
               .calibration_batches = integer(in, "calibration_batches", 1, kLargest),
               .calibration_source = word(in, "calibration_source", {"train", "val"})};
  in.finish();
  return c;
}

QuantizationConfig read_quantization(JsonFields in) {
  QuantizationConfig c;
  c.matrices = word(in, "matrices", {"int8", "int6"});
  c.embeddings = word(in, "embeddings", {"int8"});
  c.passthrough_elements = integer(in, "passthrough_elements", 0, kLargest);
  c.clip_quantile = number(in, "clip_quantile", 0.5, 1);
  c.compressor = word(in, "compressor", {"lzma", "zlib"});
  c.gptq = read_gptq(in);
  if (!in.value("prune_to_bytes").is_null()) {
    c.prune_to_bytes = integer(in, "prune_to_bytes", 1, kLargest);
  }
  in.finish();
  return c;
}

EvaluationConfig read_evaluation(JsonFields in) {
  EvaluationConfig c;
  c.seq_len = integer(in, "seq_len", 1, 1 << 20);
  c.stride = integer(in, "stride", 1, c.seq_len);
  c.world_size = integer(in, "world_size", 1, 1024);
  c.windows_per_batch = integer(in, "windows_per_batch", 1, 65'536);
  if (!in.value("max_val_tokens").is_null()) {
    c.max_val_tokens = integer(in, "max_val_tokens", c.seq_len + 1, 1'000'000'000'000);
  }
  in.finish();
  return c;
}

Recipe read_recipe(const json& value, const std::string& name) {
  Recipe recipe;
  JsonFields in(value, name);
  const auto section = [&](const std::string& key) {
    return JsonFields(in.value(key), name + ": /" + key);
  };
  word(in, "schema", {"pgolf-recipe-v1"});
  recipe.name = in.text("name");
  recipe.model = read_model(section("model"));
  recipe.training = read_training(section("training"));
  recipe.quantization = read_quantization(section("quantization"));
  recipe.evaluation = read_evaluation(section("evaluation"));
  section("cache");  // an object; its fields are the ngram room's to read
  recipe.cache_json = canonical_json(in.value("cache"));
  section("smoke");
  in.finish();
  return recipe;
}

}  // namespace

Recipe parse_recipe(std::string_view bytes, const std::string& name, const RecipeUse& use) {
  json value = parse_json(bytes, name);
  read_recipe(value, name);  // full size first: what is wrong there is not the smoke table's fault
  const auto scaled = scale_recipe(value, name, use);
  Recipe recipe = read_recipe(value, name);
  recipe.file_sha256 = to_hex(sha256(bytes));
  recipe.scaled = scaled;
  return recipe;
}

std::vector<std::string> unbuilt_fields(const Recipe& recipe) {
  const ModelConfig& model = recipe.model;
  const TrainingConfig& training = recipe.training;
  const QuantizationConfig& quantization = recipe.quantization;
  const std::vector<std::pair<const char*, bool>> rows = {
      {"/model/tie_embeddings", !model.tie_embeddings},
      {"/model/precision", model.precision != "float32"},
      {"/model/xsa_last_layers", model.xsa_last_layers > 0},
      {"/model/value_residual", model.value_residual},
      {"/model/smear_gate", model.smear_gate},
      {"/model/bigram", model.bigram.has_value()},
      {"/model/value_embedding", model.value_embedding.has_value()},
      {"/training/warmup_steps", training.warmup_steps > 0},
      {"/training/ema_decay", training.ema_decay.has_value()},
      {"/training/swa", training.swa.has_value()},
      {"/training/late_qat_threshold", training.late_qat_threshold > 0},
      {"/quantization/matrices", quantization.matrices != "int8"},
      {"/quantization/compressor", quantization.compressor != "lzma"},
      {"/quantization/gptq", quantization.gptq.has_value()},
      {"/quantization/prune_to_bytes", quantization.prune_to_bytes.has_value()},
  };
  std::vector<std::string> fields;
  for (const auto& row : rows) {
    if (row.second) {
      fields.emplace_back(row.first);
    }
  }
  return fields;
}

}  // namespace reference
