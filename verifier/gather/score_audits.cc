// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/score_audits.h"

#include <algorithm>
#include <cstring>

#include "reference_impl/base/file.h"
#include "reference_impl/evaluation/synthetic_model.h"
#include "reference_impl/tokens/shard.h"
#include "verifier/gather/cache_probe.h"
#include "verifier/gather/code_output.h"
#include "verifier/gather/perturbed_run.h"

namespace verifier {
namespace {

constexpr std::size_t kPlacesARank = 12;
// The receiver calls the network once a token, so it gets a part of the stream.
constexpr std::uint64_t kDecodedTokens = 1025;
constexpr std::uint64_t kLargestOutputBytes = 1ULL << 20U;
constexpr std::uint64_t kLargestNeuralFileBytes = 4ULL << 30U;

reference::Geometry geometry_of(const AuditInput& events) {
  reference::Geometry geometry;
  geometry.targets = events.tokens.size() - 1;
  geometry.seq_len = events.recipe.seq_len;
  geometry.stride = events.recipe.stride;
  geometry.score_once = events.recipe.score_once;
  return geometry;
}

std::uint64_t seed_of(const std::string& key) {
  std::uint64_t seed = 0;
  std::memcpy(&seed, key.data(), sizeof seed);
  return seed;
}

// The network's numbers of one rank by position, those of the first scoring.
std::vector<reference::NeuralScore> neural_by_position(const AuditInput& events,
                                                       std::uint32_t rank) {
  const reference::Geometry geometry = geometry_of(events);
  const auto path = events.folder / reference::neural_file_name(rank);
  const std::vector<reference::NeuralRecord> records = reference::read_neural_file(
      reference::read_file(path, kLargestNeuralFileBytes), path.string());
  std::vector<reference::NeuralScore> neural(events.tokens.size());
  std::vector<bool> seen(events.tokens.size(), false);
  const reference::WindowRange windows =
      reference::windows_of_rank(geometry, rank, events.world_size);
  std::size_t at = 0;
  for (std::uint64_t window = windows.first; window < windows.end; ++window) {
    const reference::Segment segment = reference::segment_of(geometry, window);
    for (std::uint64_t j = segment.first; j <= segment.last && at < records.size(); ++j, ++at) {
      if (!seen[j]) {
        seen[j] = true;
        neural[j] = {.probability = records[at].probability,
                     .entropy_nats = records[at].entropy_nats};
      }
    }
  }
  return neural;
}

void question_caches(const ScoreAuditInput& input, BreachBook& book, PrefixAudit& audit) {
  const AuditInput& events = input.events;
  reference::DigestKey key{};
  std::copy(events.key.begin(), events.key.end(), key.begin());
  const auto maker = [&](reference::CacheImplementation implementation) -> CacheMaker {
    return [&, implementation] {
      return reference::make_ngram_cache(events.recipe.cache, key,
                                         reference::CacheOptions{.implementation = implementation});
    };
  };
  for (std::uint32_t rank = 0; rank < events.world_size; ++rank) {
    const std::vector<reference::NeuralScore> neural = neural_by_position(events, rank);
    const ProbeInput probe{.tokens = events.tokens,
                           .cache = events.recipe.cache,
                           .geometry = geometry_of(events),
                           .rank = rank,
                           .world_size = events.world_size,
                           .vocabulary = static_cast<std::uint32_t>(input.pieces.pieces.size()),
                           .make_subject = maker(reference::CacheImplementation::fast),
                           .make_oracle = maker(reference::CacheImplementation::plain),
                           .neural = neural,
                           .places = probe_places(geometry_of(events), rank, events.world_size,
                                                  seed_of(events.key), kPlacesARank)};
    const ProbeCount count = probe_cache(probe, book);
    audit.perturbations += count.perturbations;
    audit.rows += count.rows;
    audit.scores_compared += count.scores_compared;
  }
}

}  // namespace

Result<PrefixAudit> audit_prefix(const ScoreAuditInput& input) {
  return attempt([&]() -> Result<PrefixAudit> {
    PrefixAudit audit;
    BreachBook book;
    input.progress("asking the cache about other futures");
    question_caches(input, book, audit);

    const std::uint64_t targets = input.events.tokens.size() - 1;
    // Beyond the first eighth, so that there is a past to compare.
    const std::uint64_t t =
        targets / 8 + reference::mix64(seed_of(input.events.key)) % (targets - targets / 8);
    PlayerRun changed = input.player;
    changed.output = std::filesystem::path(input.player.output.string() + "-perturbed");
    changed.artifact = input.player.output / "artifact.bin";
    changed.perturb_from = t;
    reference::make_folder(changed.output);
    input.progress("evaluating with every token from " + std::to_string(t) + " on replaced");
    const Result<ProcessOutcome> outcome = launch_evaluate(input.programs, changed, input.progress);
    if (!outcome.ok()) {
      return outcome.failure();
    }
    audit.perturbed_from = t;
    audit.run_scores_compared =
        compare_perturbed_run({input.events.folder, changed.output, geometry_of(input.events),
                               input.events.world_size, t},
                              book);
    audit.checked = {"I9", "I10", "I11"};
    audit.breaches = book.breaches();
    return audit;
  });
}

Result<DecodingAudit> audit_decoding(const ScoreAuditInput& input) {
  return attempt([&]() -> Result<DecodingAudit> {
    CodeRun run{input.player,
                input.player.output / "tokens.code",
                input.player.output / "tokens.bin",
                std::min<std::uint64_t>(kDecodedTokens, input.events.tokens.size()),
                input.player.output / "encode.json",
                input.player.output / "decode.json"};
    run.player.artifact = input.player.output / "artifact.bin";
    input.progress("coding the first " + std::to_string(run.tokens) + " tokens");
    const Result<ProcessOutcome> encoded = launch_encode(input.programs, run, input.progress);
    if (!encoded.ok()) {
      return encoded.failure();
    }
    const EncodeOutput code = encode_output_from_text(
        reference::read_file(run.encode_output, kLargestOutputBytes), "reference encode");
    DecodingAudit audit;
    audit.positions = code.positions;
    audit.claimed_bits = code.claimed_bits;
    audit.normalized_bits = code.normalized_bits;
    audit.coded_bits = code.coded_bits;
    audit.claims_unlike_rows = code.claims_unlike_rows;
    input.progress("reading them back from artifact and code");
    const Result<ProcessOutcome> decoded = launch_decode(input.programs, run, input.progress);
    // A receiver that gets other tokens says so and ends with 65: that is a result.
    const std::string said = reference::read_file(run.decode_output, kLargestOutputBytes);
    if (!decoded.ok() && said.empty()) {
      return decoded.failure();
    }
    const DecodeOutput back = decode_output_from_text(said, "reference decode");
    const std::string expected =
        reference::to_hex(reference::token_digest(input.events.tokens.first(run.tokens)));
    audit.decoded = back.decoded && back.token_sha256 == expected;
    audit.reason = audit.decoded  ? ""
                   : back.decoded ? "the tokens that came back are others"
                                  : back.reason;
    return audit;
  });
}

}  // namespace verifier
