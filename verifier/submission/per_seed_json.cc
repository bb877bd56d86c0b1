// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/per_seed_json.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

std::optional<Claims::PerSeed> read_one(const ClaimSource& source, const std::string& pointer,
                                        std::uint64_t seed) {
  const json& value = source.root.at(json::json_pointer(pointer));
  Claims::PerSeed result;
  result.seed = seed;
  MaybeClaim<Decimal> score;
  if (value.is_object()) {
    score =
        first_number(source, pointer,
                     {"val_bpb", "bpb", "final_val_bpb", "val_bpb_final", "ttt_bpb", "ttt_val_bpb",
                      "post_ttt_val_bpb", "sliding_bpb", "sliding_val_bpb", "quantized_val_bpb"});
    result.artifact_bytes = first_count(source, pointer,
                                        {"artifact_bytes", "bytes_total", "total_bytes",
                                         "artifact_size_bytes", "submission_size_bytes"});
  } else {
    score = number_at(source, pointer);
  }
  if (!score) {
    return std::nullopt;
  }
  result.val_bpb = *score;
  return result;
}

// {"42": 1.08, "seed_7": {"val_bpb": 1.09}}
std::vector<Claims::PerSeed> keyed_by_seed(const ClaimSource& source, const std::string& pointer) {
  std::vector<Claims::PerSeed> results;
  for (const auto& [key, value] : source.root.at(json::json_pointer(pointer)).items()) {
    const auto seed = seed_of_key(key);
    const auto one = seed ? read_one(source, member_pointer(pointer, key), *seed) : std::nullopt;
    if (one) {
      results.push_back(*one);
    }
  }
  return results;
}

// [{"seed": 42, "val_bpb": 1.08}], or [1.08, 1.09] beside a `seeds` array of the same length.
std::vector<Claims::PerSeed> listed(const ClaimSource& source, const std::string& pointer) {
  std::vector<Claims::PerSeed> results;
  const std::size_t size = source.root.at(json::json_pointer(pointer)).size();
  const json* seeds = source.root.contains("seeds") ? &source.root.at("seeds") : nullptr;
  const bool parallel = seeds != nullptr && seeds->is_array() && seeds->size() == size;
  for (std::size_t i = 0; i < size; ++i) {
    const std::string at = pointer + "/" + std::to_string(i);
    auto seed = count_at(source, member_pointer(at, "seed"));
    if (!seed && parallel) {
      seed = count_at(source, "/seeds/" + std::to_string(i));
    }
    // The numbers of `seeds` itself are seeds, not scores.
    const bool is_result =
        pointer != "/seeds" || source.root.at(json::json_pointer(at)).is_object();
    const auto one = seed && is_result ? read_one(source, at, seed->value) : std::nullopt;
    if (one) {
      results.push_back(*one);
    }
  }
  return results;
}

MaybeClaim<std::uint64_t> seed_of_member(const ClaimSource& source, const std::string& key) {
  const auto seed = seed_of_key(key);
  if (!seed) {
    return std::nullopt;
  }
  return Claim<std::uint64_t>{*seed, origin_at(source, member_pointer("/seeds", key))};
}

constexpr std::array<const char*, 10> kContainers = {
    "/seed_results",     "/seeds",   "/per_seed", "/val_bpb_seeds", "/val_bpb_per_seed",
    "/per_seed_results", "/results", "/runs",     "/seed_runs",     ""};

}  // namespace

std::vector<Claims::PerSeed> read_per_seed(const ClaimSource& source) {
  std::vector<Claims::PerSeed> results;
  for (const std::string pointer : kContainers) {
    const json::json_pointer at(pointer);
    if (!source.root.contains(at)) {
      continue;
    }
    const json& container = source.root.at(at);
    if (container.is_object()) {
      results = keyed_by_seed(source, pointer);
    } else if (container.is_array()) {
      results = listed(source, pointer);
    }
    if (!results.empty()) {
      break;
    }
  }
  std::stable_sort(results.begin(), results.end(),
                   [](const auto& a, const auto& b) { return a.seed < b.seed; });
  const auto same = [](const auto& a, const auto& b) { return a.seed == b.seed; };
  results.erase(std::unique(results.begin(), results.end(), same), results.end());
  return results;
}

std::vector<Claim<std::uint64_t>> read_seeds(const ClaimSource& source) {
  std::vector<MaybeClaim<std::uint64_t>> found;
  if (!source.root.contains("seeds")) {
    found.push_back(count_at(source, "/seed"));
  } else if (source.root.at("seeds").is_array()) {
    for (std::size_t i = 0; i < source.root.at("seeds").size(); ++i) {
      found.push_back(count_at(source, "/seeds/" + std::to_string(i)));
    }
  } else if (source.root.at("seeds").is_object()) {
    for (const auto& [key, member] : source.root.at("seeds").items()) {
      found.push_back(seed_of_member(source, key));
    }
  }
  std::vector<Claim<std::uint64_t>> seeds;
  for (const auto& seed : found) {
    if (seed) {
      seeds.push_back(*seed);
    }
  }
  return seeds;
}

}  // namespace verifier
