// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/prefill_counts.h"

#include <algorithm>
#include <future>
#include <vector>

namespace reference {
namespace {

// Positions whose running hashes are held at once.
constexpr std::uint64_t kStretch = std::uint64_t{1} << 24U;
constexpr std::size_t kBlock = 2048;
// Tables up to this many buckets stay in the nearest caches as they are.
constexpr std::uint64_t kSmallTable = std::uint64_t{1} << 16U;

// Byte-wide counts of one table: a fourth of its memory traffic. Each 256 are spilled at once, the
// rest when all is counted.
class ByteCounts {
 public:
  explicit ByteCounts(std::uint64_t buckets) : bytes_(buckets, 0) {}

  void count(std::span<const std::uint32_t> keys, std::uint32_t* table) {
    std::uint8_t* bytes = bytes_.data();
    for (const std::uint32_t key : keys) {
      if (++bytes[key] == 0) {
        table[key] += 256;
      }
    }
  }
  void spill(std::uint32_t* table) {
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      table[i] += bytes_[i];
    }
    std::fill(bytes_.begin(), bytes_.end(), std::uint8_t{0});
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

// The starts begin..end-1 whose grams of one length are counted.
struct Starts {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class LengthCounter {
 public:
  LengthCounter(const CacheConfig& config, SharedTables& tables,
                std::span<const std::uint16_t> tokens)
      : tables_(tables),
        tokens_(tokens),
        multipliers_(gram_multipliers(config)),
        mask_(static_cast<std::uint32_t>(config.buckets - 1)) {}

  // Counts the grams of shortest..longest tokens of an insertion of first..last.
  void run(std::uint64_t first, std::uint64_t last, int shortest, int longest) {
    base_ = first - std::min(first, static_cast<std::uint64_t>(tables_.longest()));
    hashes_.assign(last + 1 - base_, 0);
    const bool bytes = mask_ >= kSmallTable && last - first >= mask_ / 2;
    ByteCounts byte_counts(bytes ? std::uint64_t{mask_} + 1 : 0);
    for (int length = 1; length <= longest; ++length) {
      const Starts starts = length < shortest ? Starts{} : starts_of(length, first, last);
      std::uint32_t* table = length < shortest ? nullptr : tables_.counts(length).data();
      extend_and_count(length, last, starts, table, bytes ? &byte_counts : nullptr);
      if (bytes && table != nullptr) {
        byte_counts.spill(table);
      }
    }
  }

 private:
  Starts starts_of(int length, std::uint64_t first, std::uint64_t last) const {
    const auto m = static_cast<std::uint64_t>(length);
    if (length == tables_.shortest()) {
      // Contexts end before the position they belong to.
      return {.begin = std::max(first, m) - m, .end = last + 1 - std::min(last + 1, m)};
    }
    return {.begin = std::max(first + 1, m) - m, .end = last + 2 - std::min(last + 2, m)};
  }

  // Takes every start's hash from length-1 tokens to `length`, block by block, and counts those of
  // the block that are asked for while they are near.
  void extend_and_count(int length, std::uint64_t last, Starts starts, std::uint32_t* table,
                        ByteCounts* bytes) {
    const auto m = static_cast<std::uint64_t>(length);
    const std::uint64_t end = last + 2 - std::min(last + 2, m);
    for (std::uint64_t block = base_; block < end; block += kBlock) {
      const std::uint64_t stop = std::min<std::uint64_t>(end, block + kBlock);
      extend(block, stop, m - 1);
      const std::uint64_t from = std::max(block, starts.begin);
      const std::uint64_t to = std::min(stop, starts.end);
      if (from < to) {
        count(std::span(hashes_).subspan(from - base_, to - from), table, bytes);
      }
    }
  }

  void extend(std::uint64_t begin, std::uint64_t end, std::uint64_t offset) {
    const std::uint32_t multiplier = multipliers_[offset];
    const std::uint16_t* token = tokens_.data() + begin + offset;
    std::uint32_t* hash = hashes_.data() + (begin - base_);
    for (std::size_t i = 0; i < end - begin; ++i) {
      hash[i] = (hash[i] ^ (token[i] * multiplier)) & mask_;
    }
  }

  static void count(std::span<const std::uint32_t> keys, std::uint32_t* table, ByteCounts* bytes) {
    if (bytes != nullptr) {
      bytes->count(keys, table);
      return;
    }
    for (const std::uint32_t key : keys) {
      ++table[key];
    }
  }

  SharedTables& tables_;
  std::span<const std::uint16_t> tokens_;
  std::array<std::uint32_t, kHighestOrder> multipliers_;
  std::uint32_t mask_;
  std::uint64_t base_ = 0;             // start whose hash stands first
  std::vector<std::uint32_t> hashes_;  // by start - base_
};

// Each thread takes neighbouring lengths, about equally many.
void count_stretch(const CacheConfig& config, SharedTables& tables,
                   std::span<const std::uint16_t> tokens, Starts positions, unsigned threads) {
  const int lengths = tables.longest() - tables.shortest() + 1;
  const int parts = std::clamp(static_cast<int>(threads), 1, lengths);
  std::vector<std::future<void>> workers;
  const auto part = [&](int index) {
    const int shortest = tables.shortest() + lengths * index / parts;
    const int longest = tables.shortest() + lengths * (index + 1) / parts - 1;
    LengthCounter(config, tables, tokens)
        .run(positions.begin, positions.end - 1, shortest, longest);
  };
  for (int index = 1; index < parts; ++index) {
    workers.push_back(std::async(std::launch::async, part, index));
  }
  part(0);
  for (std::future<void>& worker : workers) {
    worker.get();
  }
}

}  // namespace

void count_in_bulk(const CacheConfig& config, SharedTables& tables,
                   std::span<const std::uint16_t> tokens, std::uint64_t last, unsigned threads) {
  for (std::uint64_t begin = 1; begin <= last; begin += kStretch) {
    const std::uint64_t end = std::min(last, begin + kStretch - 1) + 1;
    count_stretch(config, tables, tokens, {.begin = begin, .end = end}, threads);
  }
}

}  // namespace reference
