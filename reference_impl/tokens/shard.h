// SPDX-License-Identifier: Apache-2.0
// Token shards in the challenge's `.bin` format (reference-model specification, section 1.1): 256
// little-endian int32 header words (20240520, 1, token count, zeros), then the tokens as
// little-endian uint16. Reading is strict; what is wrong is said with what was found and expected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/base/sha256.h"

namespace reference {

// The tokens of one shard's bytes; throws Error{bad_input} with `name` where magic, version or
// length is wrong.
std::vector<std::uint16_t> parse_shard(std::string_view bytes, const std::string& name);

// The bytes of a shard that holds `tokens`.
std::string shard_bytes(std::span<const std::uint16_t> tokens);

// Writes a shard atomically.
void write_shard(const std::filesystem::path& path, std::span<const std::uint16_t> tokens);

// One file of a split as it was read.
struct ShardFile {
  std::string name;  // bare file name
  Digest256 sha256{};
  std::uint64_t bytes = 0;
  std::uint64_t tokens = 0;
};

// All shards of one split, concatenated in lexicographic order of their names.
struct TokenSplit {
  std::vector<ShardFile> files;
  std::vector<std::uint16_t> tokens;
};

// Reads every `fineweb_<split>_*.bin` of a folder ("train" or "val"), or as many as hold the first
// `most_tokens` tokens, to which the split is then cut; throws Error{bad_input} where the folder
// has none or one of them is unusable.
TokenSplit read_split(const std::filesystem::path& folder, const std::string& split,
                      std::uint64_t most_tokens = UINT64_MAX);

// How many targets remain: floor((tokens-1)/multiple)*multiple, so the stream is x[0..T]. Throws
// Error{bad_input} where not one multiple fits (`name` is printed).
std::uint64_t truncated_targets(std::uint64_t tokens, std::uint64_t multiple,
                                const std::string& name);

// SHA-256 of tokens as little-endian uint16: the token digest of events and goldens.
Digest256 token_digest(std::span<const std::uint16_t> tokens);

}  // namespace reference
