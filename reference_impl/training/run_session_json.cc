// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/run_session.h"

#include <algorithm>
#include <exception>
#include <span>
#include <utility>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/ngram/cache_config.h"
#include "reference_impl/quantization/xz.h"
#include "reference_impl/tokens/shard.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

constexpr std::uint64_t kRecipeCapBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kTableCapBytes = std::uint64_t{16} << 20;
constexpr const char* kTableName = "pieces.tsv";
constexpr const char* kOfficialTableName = "official-sp1024";

std::vector<NamedFile> named_files(const TokenSplit& split) {
  std::vector<NamedFile> files;
  files.reserve(split.files.size());
  for (const ShardFile& shard : split.files) {
    files.push_back({.name = shard.name, .sha256 = to_hex(shard.sha256), .bytes = shard.bytes});
  }
  return files;
}

PieceTable read_pieces(const std::filesystem::path& data) {
  const std::filesystem::path path = data / kTableName;
  return std::filesystem::exists(path)
             ? parse_piece_table(read_file(path, kTableCapBytes), path.string())
             : official_piece_table();
}

// x[0..T] of a split: cut to the recipe's size, then to whole windows.
std::vector<std::uint16_t> validation_stream(std::vector<std::uint16_t> tokens,
                                             const Recipe& recipe, const std::string& name) {
  const std::optional<std::int64_t> most = recipe.evaluation.max_val_tokens;
  if (most.has_value() && tokens.size() > static_cast<std::uint64_t>(*most)) {
    tokens.resize(static_cast<std::size_t>(*most));
  }
  const CacheConfig cache =
      cache_config_from_json(parse_json(recipe.cache_json, "cache"), "the recipe's /cache");
  const auto windows =
      static_cast<std::uint64_t>(std::max(recipe.training.seq_len, recipe.evaluation.seq_len));
  const std::uint64_t multiple = cache.trunc_multiple == 0 ? windows : cache.trunc_multiple;
  tokens.resize(truncated_targets(tokens.size(), multiple, name) + 1);
  return tokens;
}

void check_vocabulary(std::span<const std::uint16_t> tokens, const Recipe& recipe,
                      const std::string& name) {
  const auto beyond = std::find_if(tokens.begin(), tokens.end(), [&](std::uint16_t token) {
    return token >= recipe.model.vocabulary;
  });
  if (beyond != tokens.end()) {
    throw Error(ErrorKind::bad_input,
                name + ": token " + std::to_string(*beyond) + " at position " +
                    std::to_string(beyond - tokens.begin()) + ", the recipe's vocabulary has " +
                    std::to_string(recipe.model.vocabulary));
  }
}

}  // namespace

RunSession::RunSession(const RunRequest& request) : request_(request) {
  record_.command = request.command;
  record_.profile = request.profile;
  record_.seed = request.seed;
  record_.device = "cpu";
  record_.versions = {{"compiler", __VERSION__}, {"liblzma", xz_version()}};
}

RunData RunSession::read_data(bool with_training_shards) {
  RunData data;
  data.recipe = parse_recipe(read_file(request_.recipe, kRecipeCapBytes), request_.recipe.string(),
                             {.smoke = request_.profile == "smoke", .world_size = request_.ranks});
  record_.recipe_sha256 = data.recipe.file_sha256;
  record_.scaled = data.recipe.scaled;
  record_.not_implemented = unbuilt_fields(data.recipe);
  data.pieces = read_pieces(request_.data);
  const std::string table = piece_table_text(data.pieces.pieces);
  record_.token_table = {
      .name = std::filesystem::exists(request_.data / kTableName) ? kTableName : kOfficialTableName,
      .sha256 = to_hex(data.pieces.sha256),
      .bytes = table.size()};

  TokenSplit val = read_split(request_.data, "val");
  record_.val_shards = named_files(val);
  const std::string val_name = (request_.data / "fineweb_val_*.bin").string();
  data.val_tokens = validation_stream(std::move(val.tokens), data.recipe, val_name);
  check_vocabulary(data.val_tokens, data.recipe, val_name);
  if (with_training_shards) {
    TokenSplit train = read_split(request_.data, "train");
    record_.train_shards = named_files(train);
    data.train_tokens = std::move(train.tokens);
    check_vocabulary(data.train_tokens, data.recipe,
                     (request_.data / "fineweb_train_*.bin").string());
  }
  return data;
}

void RunSession::log_head(const RunData& data) {
  log("profile:" + request_.profile + " recipe:" + data.recipe.name);
  log("seed:" + std::to_string(request_.seed));
  log("val_loader:shards pattern=fineweb_val_*.bin tokens:" +
      std::to_string(data.val_tokens.size() - 1));
}

NamedFile RunSession::write(const std::string& name, std::string_view bytes) const {
  write_file(request_.output / name, bytes);
  return {.name = name, .sha256 = to_hex(sha256(bytes)), .bytes = bytes.size()};
}

void RunSession::close() const {
  write(record_.command + ".log", log_);
  write(run_record_file_name(record_.command), canonical_json(run_record_to_json(record_)) + "\n");
}

void run_session(const RunRequest& request, const std::function<void(RunSession&)>& body) {
  make_folder(request.output);
  std::error_code absent;
  std::filesystem::remove(request.output / run_record_file_name(request.command), absent);
  RunSession session(request);
  try {
    body(session);
    session.record().termination = "complete";
  } catch (const std::exception& error) {
    session.record().termination = error.what();
    session.close();
    throw;
  }
  session.close();
}

}  // namespace reference
