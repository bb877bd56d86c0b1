// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/tokens/shard.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"

namespace reference {
namespace {

static_assert(std::endian::native == std::endian::little,
              "shards are read as little-endian memory");

constexpr std::size_t kHeaderWords = 256;
constexpr std::size_t kHeaderBytes = kHeaderWords * sizeof(std::int32_t);
constexpr std::int32_t kMagic = 20240520;
constexpr std::int32_t kVersion = 1;
constexpr std::int32_t kMostTokens = 1'000'000'000;  // a full shard of the challenge holds 10^8
constexpr std::uint64_t kCapBytes = kHeaderBytes + 2 * std::uint64_t{kMostTokens};

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
  throw Error(ErrorKind::bad_input, name + ": " + what);
}

std::int32_t header_word(std::string_view bytes, std::size_t index) {
  std::int32_t word = 0;
  std::memcpy(&word, bytes.data() + index * sizeof word, sizeof word);
  return word;
}

std::span<const std::uint8_t> memory_of(std::span<const std::uint16_t> tokens) {
  return {reinterpret_cast<const std::uint8_t*>(tokens.data()), tokens.size_bytes()};
}

std::vector<std::filesystem::path> shard_paths(const std::filesystem::path& folder,
                                               const std::string& split) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  const std::string prefix = "fineweb_" + split + "_";
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(".bin")) {
      paths.push_back(entry->path());
    }
  }
  if (error) {
    refuse(folder.string(), "the folder cannot be read: " + error.message());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

std::vector<std::uint16_t> parse_shard(std::string_view bytes, const std::string& name) {
  if (bytes.size() < kHeaderBytes) {
    refuse(name, "has " + std::to_string(bytes.size()) +
                     " bytes, a token shard starts with a header of " +
                     std::to_string(kHeaderBytes));
  }
  if (header_word(bytes, 0) != kMagic) {
    refuse(name, "starts with the number " + std::to_string(header_word(bytes, 0)) +
                     ", a token shard starts with " + std::to_string(kMagic));
  }
  if (header_word(bytes, 1) != kVersion) {
    refuse(name, "is of shard version " + std::to_string(header_word(bytes, 1)) +
                     ", this program reads version " + std::to_string(kVersion));
  }
  const std::int32_t count = header_word(bytes, 2);
  if (count < 0 || count > kMostTokens) {
    refuse(name, "claims " + std::to_string(count) + " tokens, expected 0 to " +
                     std::to_string(kMostTokens));
  }
  const std::uint64_t expected = kHeaderBytes + 2 * static_cast<std::uint64_t>(count);
  if (bytes.size() != expected) {
    refuse(name, "has " + std::to_string(bytes.size()) + " bytes, its header's " +
                     std::to_string(count) + " tokens need exactly " + std::to_string(expected));
  }
  std::vector<std::uint16_t> tokens(static_cast<std::size_t>(count));
  if (!tokens.empty()) {
    std::memcpy(tokens.data(), bytes.data() + kHeaderBytes, tokens.size() * sizeof tokens[0]);
  }
  return tokens;
}

std::string shard_bytes(std::span<const std::uint16_t> tokens) {
  require(tokens.size() <= static_cast<std::size_t>(kMostTokens), "too many tokens for one shard");
  std::vector<std::int32_t> header(kHeaderWords, 0);
  header[0] = kMagic;
  header[1] = kVersion;
  header[2] = static_cast<std::int32_t>(tokens.size());
  std::string bytes(kHeaderBytes + tokens.size_bytes(), '\0');
  std::memcpy(bytes.data(), header.data(), kHeaderBytes);
  if (!tokens.empty()) {
    std::memcpy(bytes.data() + kHeaderBytes, tokens.data(), tokens.size_bytes());
  }
  return bytes;
}

void write_shard(const std::filesystem::path& path, std::span<const std::uint16_t> tokens) {
  write_file(path, shard_bytes(tokens));
}

TokenSplit read_split(const std::filesystem::path& folder, const std::string& split,
                      std::uint64_t most_tokens) {
  TokenSplit result;
  for (const std::filesystem::path& path : shard_paths(folder, split)) {
    if (result.tokens.size() >= most_tokens) {
      break;
    }
    const std::string bytes = read_file(path, kCapBytes);
    const std::vector<std::uint16_t> tokens = parse_shard(bytes, path.string());
    result.files.push_back({.name = path.filename().string(),
                            .sha256 = sha256(bytes),
                            .bytes = bytes.size(),
                            .tokens = tokens.size()});
    result.tokens.insert(result.tokens.end(), tokens.begin(), tokens.end());
  }
  if (result.files.empty()) {
    refuse(folder.string(),
           "has no fineweb_" + split +
               "_*.bin; make data with `reference make-data` or name a folder that has some");
  }
  result.tokens.resize(std::min<std::uint64_t>(result.tokens.size(), most_tokens));
  return result;
}

std::uint64_t truncated_targets(std::uint64_t tokens, std::uint64_t multiple,
                                const std::string& name) {
  require(multiple > 0, "a stream is cut to a multiple of at least 1");
  const std::uint64_t targets = tokens == 0 ? 0 : (tokens - 1) / multiple * multiple;
  if (targets == 0) {
    refuse(name, "has " + std::to_string(tokens) + " tokens, at least " +
                     std::to_string(multiple + 1) + " are needed for one sequence");
  }
  return targets;
}

Digest256 token_digest(std::span<const std::uint16_t> tokens) {
  return sha256(memory_of(tokens));
}

}  // namespace reference
