// SPDX-License-Identifier: Apache-2.0
#include "tests/support/audit_lab.h"

#include "reference_impl/evaluation/perturbation.h"
#include "tests/support/small_cache.h"
#include "verifier/gather/cache_probe.h"
#include "verifier/gather/perturbed_run.h"

namespace pgolf_test {
namespace {

constexpr std::uint32_t kVocabulary = 128;
constexpr char kConfigDigest[] = "00000000000000000000000000000000000000000000000000000000000000aa";

reference::PieceTable lab_pieces() {
  reference::PieceTable table;
  table.pieces.assign(kVocabulary, {.base_bytes = 2, .leading_space = false, .boundary = false});
  return table;
}

reference::SyntheticConfig lab_network() {
  reference::SyntheticConfig config;
  config.seed = 5;
  config.vocabulary = kVocabulary;
  return config;
}

// Much repetition of few tokens, so that n-grams match.
std::vector<std::uint16_t> lab_tokens(std::uint64_t targets) {
  std::vector<std::uint16_t> tokens;
  for (std::uint64_t i = 0; i <= targets; ++i) {
    const std::uint64_t draw = reference::mix64(1000003 + i);
    const bool again = i > 29 && draw % 4 != 0;
    tokens.push_back(again ? tokens[i - 29] : static_cast<std::uint16_t>(3 + (draw >> 8U) % 40));
  }
  return tokens;
}

}  // namespace

reference::CacheConfig lab_cache() {
  reference::CacheConfig cache = small_806();
  cache.highest_order = 5;
  cache.buckets = 2048;
  cache.gate.center = 2.0;
  return cache;
}

AuditLab::AuditLab(const LabSetup& setup) : setup_(setup), tokens_(lab_tokens(setup.targets)) {
  key_.fill(7);
  neural_.resize(tokens_.size());
  reference::ScoreFirstOptions options;
  options.seq_len = setup_.seq_len;
  options.stride = setup_.stride;
  options.sink = [this](std::uint32_t, std::uint64_t,
                        std::span<const reference::PositionScore> scores) {
    for (const reference::PositionScore& score : scores) {
      neural_[score.position] = score.neural;
    }
  };
  reference::evaluate_score_first(
      tokens_, lab_pieces(), setup_.cache,
      [this](std::uint32_t) {
        return std::make_unique<reference::SyntheticModel>(lab_network(), tokens_);
      },
      options);
}

reference::Geometry AuditLab::geometry() const {
  reference::Geometry geometry;
  geometry.targets = setup_.targets;
  geometry.seq_len = setup_.seq_len;
  geometry.stride = setup_.stride;
  geometry.score_once = setup_.score_once;
  return geometry;
}

std::string AuditLab::record(const std::filesystem::path& folder,
                             std::span<const std::uint16_t> stream, const Player& player) const {
  std::filesystem::create_directories(folder);
  reference::ScoreFirstOptions options;
  options.seq_len = setup_.seq_len;
  options.stride = setup_.stride;
  options.world_size = setup_.world_size;
  options.score_once = setup_.score_once;
  options.audit_key = key_;
  options.make_cache = player.make_cache;
  options.events = reference::EventOptions{
      folder, reference::digest_from_hex(kConfigDigest), {}, [] { return std::uint64_t{0}; }};
  const reference::ModelFactory model =
      [&](std::uint32_t) -> std::unique_ptr<reference::TokenModel> {
    if (player.make_model) {
      return player.make_model(stream);
    }
    return std::make_unique<reference::SyntheticModel>(lab_network(), stream);
  };
  return reference::to_hex(
      reference::evaluate_score_first(stream, lab_pieces(), setup_.cache, model, options)
          .event_root);
}

verifier::EventAudit AuditLab::audit_files(const std::filesystem::path& folder,
                                           const std::string& event_root) const {
  verifier::AuditInput input;
  input.folder = folder;
  input.tokens = tokens_;
  input.recipe.cache = setup_.cache;
  input.recipe.config_digest = kConfigDigest;
  input.recipe.seq_len = setup_.seq_len;
  input.recipe.stride = setup_.stride;
  input.recipe.score_once = setup_.score_once;
  input.world_size = setup_.world_size;
  input.event_root = event_root;
  input.key = std::string(32, '\7');
  input.salt = std::string(32, '\0');
  const verifier::Result<verifier::EventAudit> audit = verifier::audit_events(input);
  if (audit.ok()) {
    return audit.value();
  }
  // A file that cannot be read is caught as well, but by the reader, before any invariant.
  verifier::EventAudit unread;
  unread.breaches = {{"unreadable", 1, 0, 0, 0, 0, audit.failure().message}};
  return unread;
}

std::set<std::string> AuditLab::audit_player(const Player& player) const {
  const TemporaryFolder folder;
  const std::string root = record(folder / "plain", tokens_, player);
  std::set<std::string> names = names_of(audit_files(folder / "plain", root).breaches);
  verifier::BreachBook book;
  for (const std::uint64_t t : {setup_.targets / 3 + 5, setup_.targets - 7}) {
    const auto changed = reference::perturbed_from(tokens_, t, kVocabulary);
    record(folder / "changed", changed, player);
    verifier::compare_perturbed_run(
        {folder / "plain", folder / "changed", geometry(), setup_.world_size, t}, book);
  }
  for (std::uint32_t rank = 0; rank < setup_.world_size; ++rank) {
    const verifier::CacheMaker honest = [this] {
      return reference::make_ngram_cache(setup_.cache, key_);
    };
    const verifier::CacheMaker subject = [&] {
      return player.make_cache ? player.make_cache(rank) : honest();
    };
    verifier::ProbeInput input{.tokens = tokens_,
                               .cache = setup_.cache,
                               .geometry = geometry(),
                               .rank = rank,
                               .world_size = setup_.world_size,
                               .vocabulary = kVocabulary,
                               .make_subject = subject,
                               .make_oracle = honest,
                               .neural = neural_,
                               .places = {}};
    input.places = verifier::probe_places(geometry(), rank, setup_.world_size, 99, setup_.places);
    verifier::probe_cache(input, book);
  }
  names.merge(names_of(book.breaches()));
  return names;
}

std::set<std::string> names_of(const std::vector<verifier::InvariantBreach>& breaches) {
  std::set<std::string> names;
  for (const verifier::InvariantBreach& breach : breaches) {
    names.insert(breach.invariant);
  }
  return names;
}

}  // namespace pgolf_test
