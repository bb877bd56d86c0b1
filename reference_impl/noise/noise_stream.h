// SPDX-License-Identifier: Apache-2.0
// A stream of the noise probe as a validation set: tokens, what they cost their own source, and the
// manifest that the court reads (noise-probe.md section 2).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference_impl/noise/noise_source.h"
#include "reference_impl/tokens/piece_table.h"

#include <nlohmann/json_fwd.hpp>

namespace reference {

struct NoiseStream {
  std::vector<std::uint16_t> tokens;
  double sum_nats = 0;             // -ln r of all tokens
  std::uint64_t targets = 0;       // T: positions 1..T are what an evaluation scores
  double scored_sum_nats = 0;      // -ln r of x[1..T]
  std::uint64_t scored_bytes = 0;  // bytes of x[1..T]
};

// Draws a stream. Evaluations cut it to a multiple of `multiple` targets; throws Error{bad_input}
// where not one multiple fits.
NoiseStream draw_noise(NoiseSource& source, std::uint64_t seed, std::uint64_t tokens,
                       std::uint64_t multiple, const PieceTable& pieces);

struct NoiseManifest {
  std::string source;  // uniform, documents, markov, repeat
  std::uint64_t seed = 0;
  std::uint64_t alphabet = 0;
  std::uint64_t multiple = 0;
  std::string shard_name;
  std::string shard_sha256;
  std::string token_sha256;
  std::string piece_table_sha256;
  // markov: what the chain was fitted on.
  std::uint64_t fit_tokens = 0;
  std::string fit_token_sha256;
};

nlohmann::json noise_manifest_to_json(const NoiseManifest& manifest, const NoiseStream& stream);

}  // namespace reference
