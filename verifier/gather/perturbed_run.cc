// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/perturbed_run.h"

#include <bit>
#include <vector>

#include "reference_impl/base/file.h"
#include "reference_impl/record/neural_file.h"
#include "verifier/gather/event_compare.h"

namespace verifier {
namespace {

constexpr std::uint64_t kLargestFileBytes = 4ULL << 30U;

reference::EventFile events_of(const std::filesystem::path& folder, std::uint32_t rank) {
  const auto path = folder / reference::event_file_name(rank);
  return reference::read_event_file(reference::read_file(path, kLargestFileBytes), path.string());
}

std::vector<reference::NeuralRecord> numbers_of(const std::filesystem::path& folder,
                                                std::uint32_t rank) {
  const auto path = folder / reference::neural_file_name(rank);
  return reference::read_neural_file(reference::read_file(path, kLargestFileBytes), path.string());
}

bool same(double one, double other) {
  return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
}

// The network's numbers: the probability before t, the entropy of the distribution at t too.
std::uint64_t compare_numbers(const PerturbedRun& run, std::uint32_t rank, BreachBook& book) {
  const std::vector<reference::NeuralRecord> plain = numbers_of(run.plain, rank);
  const std::vector<reference::NeuralRecord> changed = numbers_of(run.changed, rank);
  const reference::WindowRange windows =
      reference::windows_of_rank(run.geometry, rank, run.world_size);
  std::size_t at = 0;
  for (std::uint64_t window = windows.first; window < windows.end; ++window) {
    const reference::Segment segment = reference::segment_of(run.geometry, window);
    for (std::uint64_t j = segment.first; j <= segment.last; ++j, ++at) {
      if (j > run.t) {
        return at;
      }
      const bool there = at < plain.size() && at < changed.size();
      if (!there || !same(plain[at].entropy_nats, changed[at].entropy_nats) ||
          (j < run.t && !same(plain[at].probability, changed[at].probability))) {
        book.add("I9", {rank, window - windows.first, j, j},
                 "the network's distribution at " + std::to_string(j) + " depends on tokens from " +
                     std::to_string(run.t) + " on");
        return at;
      }
    }
  }
  return at;
}

}  // namespace

std::uint64_t compare_perturbed_run(const PerturbedRun& run, BreachBook& book) {
  std::uint64_t compared = 0;
  for (std::uint32_t rank = 0; rank < run.world_size; ++rank) {
    compare_perturbed(events_of(run.plain, rank), events_of(run.changed, rank), run.t, book);
    compared += compare_numbers(run, rank, book);
  }
  return compared;
}

}  // namespace verifier
