// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/score_replay.h"

#include "reference_impl/base/file.h"
#include "reference_impl/ngram/mixing.h"

namespace verifier {
namespace {

constexpr std::uint64_t kLargestNeuralFileBytes = 4ULL << 30U;

}  // namespace

ScoreReplay::ScoreReplay(const std::filesystem::path& folder, std::uint32_t rank) {
  const std::filesystem::path path = folder / reference::neural_file_name(rank);
  if (std::filesystem::exists(path)) {
    neural_ = reference::read_neural_file(reference::read_file(path, kLargestNeuralFileBytes),
                                          path.string());
  }
}

std::vector<reference::PositionScore> ScoreReplay::next(const reference::NgramCache& tables,
                                                        std::span<const std::uint16_t> tokens,
                                                        std::uint64_t first, std::uint64_t last) {
  const std::size_t count = last - first + 1;
  if (!neural_ || neural_->size() - at_ < count) {
    return {};
  }
  std::vector<reference::NeuralScore> neural(count);
  for (std::size_t i = 0; i < count; ++i) {
    const reference::NeuralRecord& record = (*neural_)[at_ + i];
    neural[i] = {.probability = record.probability, .entropy_nats = record.entropy_nats};
  }
  at_ += count;
  std::vector<reference::CacheScore> cache(count);
  tables.score(tokens, first, neural, cache);
  std::vector<reference::PositionScore> scores(count);
  for (std::size_t i = 0; i < count; ++i) {
    scores[i].position = first + i;
    scores[i].token = tokens[first + i];
    scores[i].neural = neural[i];
    scores[i].cache = cache[i];
    sum_nats_ += reference::score_nats(cache[i].probability);
  }
  return scores;
}

}  // namespace verifier
