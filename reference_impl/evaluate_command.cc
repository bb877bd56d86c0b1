// SPDX-License-Identifier: Apache-2.0
// `reference evaluate`: an artifact, and nothing else of its training, scored on the validation
// shards: side by side sequences, then sliding windows with the recipe's cache.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/commands.h"
#include "reference_impl/evaluation/non_overlapping.h"
#include "reference_impl/evaluation/perturbation.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/model/compute.h"
#include "reference_impl/run_command.h"
#include "reference_impl/training/artifact_model.h"
#include "reference_impl/training/run_session.h"
#include "reference_impl/training/train_log.h"

namespace reference {
namespace {

constexpr std::uint64_t kArtifactCapBytes = std::uint64_t{1} << 30;
constexpr std::size_t kKeyBytes = 32;
constexpr int kOperatorThreads = 1;  // ranks are threads already

struct Options {
  RunRequest request;
  std::filesystem::path artifact;   // empty: <output>/artifact.bin
  std::filesystem::path audit_key;  // empty: the published test key
  std::uint64_t perturb_from = 0;   // 0: the stream as it is
};

struct AuditKey {
  DigestKey key = test_digest_key();
  std::array<std::uint8_t, kKeyBytes> salt{};
  bool is_test_key = true;
};

struct LoadedModel {
  std::unique_ptr<ArtifactModel> network;
  NamedFile artifact;
};

std::uint64_t wall_clock_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
}

// Key and salt, 32 bytes each.
AuditKey read_audit_key(const std::filesystem::path& path) {
  AuditKey audit;
  if (path.empty()) {
    return audit;
  }
  const std::string bytes = read_file(path, 2 * kKeyBytes);
  if (bytes.size() != 2 * kKeyBytes) {
    throw Error(ErrorKind::bad_input, path.string() + ": has " + std::to_string(bytes.size()) +
                                          " bytes, expected 64: key, then salt");
  }
  const auto half = bytes.begin() + static_cast<std::ptrdiff_t>(kKeyBytes);
  std::copy(bytes.begin(), half, audit.key.begin());
  std::copy(half, bytes.end(), audit.salt.begin());
  audit.is_test_key = false;
  return audit;
}

LoadedModel load_model(const Options& options, const Recipe& recipe) {
  const std::filesystem::path path =
      options.artifact.empty() ? options.request.output / "artifact.bin" : options.artifact;
  const std::string bytes = read_file(path, kArtifactCapBytes);
  use_deterministic_compute(kOperatorThreads);
  seed_generator(options.request.seed);  // of weights that the artifact then replaces
  return {.network = std::make_unique<ArtifactModel>(recipe.model, recipe.evaluation.seq_len, bytes,
                                                     path.string()),
          .artifact = {.name = path.filename().string(),
                       .sha256 = to_hex(sha256(bytes)),
                       .bytes = bytes.size()}};
}

Score score_plainly(const RunData& data, const LoadedModel& model) {
  const EvaluationConfig& config = data.recipe.evaluation;
  const auto network = model.network->token_model(config.windows_per_batch);
  return evaluate_non_overlapping(
      data.val_tokens, data.pieces, *network,
      {.seq_len = static_cast<std::uint32_t>(config.seq_len),
       .batch_sequences = static_cast<std::uint32_t>(config.windows_per_batch),
       .progress = terminal_progress()});
}

ScoreFirstResult score_with_cache(const RunSession& session, const RunData& data,
                                  const LoadedModel& model, const AuditKey& audit) {
  const EvaluationConfig& config = data.recipe.evaluation;
  ScoreFirstOptions options;
  options.seq_len = static_cast<std::uint32_t>(config.seq_len);
  options.stride = static_cast<std::uint32_t>(config.stride);
  options.world_size = static_cast<std::uint32_t>(config.world_size);
  options.batch_windows = static_cast<std::uint32_t>(config.windows_per_batch);
  options.audit_key = audit.key;
  options.events = EventOptions{.folder = session.request().output,
                                .config_digest = sha256(data.recipe.cache_json),
                                .salt = audit.salt,
                                .clock_ns = wall_clock_ns};
  options.progress = terminal_progress();
  const ModelFactory factory = [&](std::uint32_t) {
    return model.network->token_model(config.windows_per_batch);
  };
  return evaluate_score_first(data.val_tokens, data.pieces,
                              cache_of(data.recipe, session.request().recipe.string()), factory,
                              options);
}

void log_results(RunSession& session, const CacheConfig& cache, const EvaluationPart& part,
                 const ScoreFirstResult& result, std::uint64_t plain_ns) {
  const std::uint64_t cache_ns = part.eval_ns - plain_ns;
  for (const RankResult& rank : result.ranks) {
    if (rank.prefill_end.has_value()) {
      session.log("ngram_prefill: rank=" + std::to_string(rank.rank) +
                  " pre_end=" + std::to_string(*rank.prefill_end));
    }
  }
  session.log("ngram_cache: orders:" + std::to_string(cache.lowest_order) + "-" +
              std::to_string(cache.highest_order) +
              " stride:" + std::to_string(result.geometry.stride));
  for (const Score& score : part.scores) {
    const bool plain = score.label == "non_overlapping";
    const std::string name = plain                           ? "final_int8_roundtrip"
                             : score.label == "sliding"      ? "final_int8_sliding_window"
                             : score.label == "sliding_once" ? "final_int8_sliding_window_once"
                             : score.label == "cache"        ? "final_ngram_cache"
                                                             : "final_ngram_cache_once";
    session.log(final_lines(name, score, plain ? plain_ns : cache_ns));
  }
}

EvaluationPart evaluation_part(const ScoreFirstResult& result, const Score& plain,
                               const LoadedModel& model, const AuditKey& audit) {
  EvaluationPart part;
  part.artifact = model.artifact;
  part.scores = {plain};
  for (const Score& score : scores_of(result)) {
    part.scores.push_back(score);
  }
  part.val_tokens = result.geometry.targets;
  part.val_bytes = result.val_bytes;
  part.token_digest = to_hex(result.token_digest);
  part.event_root = to_hex(result.event_root);
  part.event_count = result.event_count;
  part.event_files = result.event_files;
  part.audit_key = to_hex(audit.key);
  part.audit_salt = to_hex(audit.salt);
  part.audit_key_is_test_key = audit.is_test_key;
  return part;
}

void evaluate(const Options& options, RunSession& session) {
  session.record().versions.emplace_back("torch", torch_version());
  require_device(options.request.profile);
  const AuditKey audit = read_audit_key(options.audit_key);
  RunData data = session.read_data(false);
  if (options.perturb_from != 0) {
    data.val_tokens = perturbed_from(data.val_tokens, options.perturb_from,
                                     static_cast<std::uint32_t>(data.pieces.pieces.size()));
  }
  session.record().world_size = static_cast<std::uint32_t>(data.recipe.evaluation.world_size);
  session.log_head(data);
  const CacheConfig cache = cache_of(data.recipe, options.request.recipe.string());
  const std::uint64_t begin = steady_ns();
  const LoadedModel model = load_model(options, data.recipe);
  const Score plain = score_plainly(data, model);
  const std::uint64_t plain_ns = steady_ns() - begin;
  const ScoreFirstResult result = score_with_cache(session, data, model, audit);
  EvaluationPart part = evaluation_part(result, plain, model, audit);
  part.eval_ns = steady_ns() - begin;
  log_results(session, cache, part, result, plain_ns);
  session.record().evaluation = part;
}

}  // namespace

void add_evaluate_command(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  options->request.command = "evaluate";
  CLI::App* command = app.add_subcommand("evaluate", "Score an artifact with the recipe's cache");
  add_run_options(*command, options->request);
  command->add_option("--artifact", options->artifact, "Default: artifact.bin in --output");
  command->add_option("--audit-key", options->audit_key,
                      "64 bytes, key then salt, of the event digests; default: the test key");
  command
      ->add_option("--perturb-from", options->perturb_from,
                   "Replace every validation token from this position on, for the test that no "
                   "score depends on what comes later")
      ->check(CLI::PositiveNumber);
  command->callback([options] {
    run_session(options->request, [&](RunSession& session) { evaluate(*options, session); });
    std::cout << (options->request.output / run_record_file_name("evaluate")).string() << "\n";
  });
}

}  // namespace reference
