// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/noise/noise_stream.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

double per_token(double nats, std::uint64_t tokens) {
  return nats / static_cast<double>(tokens);
}

}  // namespace

nlohmann::json noise_manifest_to_json(const NoiseManifest& manifest, const NoiseStream& stream) {
  nlohmann::json object = {
      {"schema", "pgolf-noise-v1"},
      {"source", manifest.source},
      {"seed", manifest.seed},
      {"alphabet", manifest.alphabet},
      {"tokens", stream.tokens.size()},
      {"sum_nats", stream.sum_nats},
      {"entropy_nats", per_token(stream.sum_nats, stream.tokens.size())},
      {"shard", {{"name", manifest.shard_name}, {"sha256", manifest.shard_sha256}}},
      {"token_sha256", manifest.token_sha256},
      {"piece_table_sha256", manifest.piece_table_sha256},
      {"scored",
       {{"multiple", manifest.multiple},
        {"targets", stream.targets},
        {"sum_nats", stream.scored_sum_nats},
        {"entropy_nats", per_token(stream.scored_sum_nats, stream.targets)},
        {"bytes", stream.scored_bytes}}}};
  if (!manifest.fit_token_sha256.empty()) {
    object["fit"] = {{"tokens", manifest.fit_tokens}, {"token_sha256", manifest.fit_token_sha256}};
  }
  return object;
}

}  // namespace reference
