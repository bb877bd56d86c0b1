// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/sum_replay.h"

#include <algorithm>
#include <bit>

#include "reference_impl/base/error.h"
#include "reference_impl/ngram/gram_keys.h"
#include "reference_impl/ngram/keys.h"

namespace reference {
namespace {

// Buckets of a part: as bytes they fill half of a second-level cache of 1 MiB. Smaller parts cost
// more visits than they save.
constexpr unsigned kPartBits = 19;
constexpr std::uint32_t kMostByte = 255;

// What happens to one order's table in a stretch: which keys were inserted and which contexts were
// asked for.
struct OrderHistory {
  struct Question {
    std::uint32_t key = 0;
    std::uint32_t count = 0;
    std::uint32_t segment = 0;
    std::uint32_t position = 0;  // its place among the sums
  };
  std::vector<std::uint32_t> insertions;         // keys
  std::vector<std::uint32_t> insertions_before;  // by segment: how many came before it
  std::vector<Question> questions;
};

// The candidates of an order by the highest bits of their multiple: those of group g meet part p of
// the table where the context's highest bits are g XOR p.
class CandidateGroups {
 public:
  CandidateGroups(const CacheConfig& config, int order, std::size_t vocabulary, unsigned part_bits)
      : begins_((config.buckets >> part_bits) + 1, 0), lows_(vocabulary) {
    const auto multiplier = static_cast<std::uint32_t>(target_prime(config, order - 1));
    const auto mask = static_cast<std::uint32_t>(config.buckets - 1);
    const std::uint32_t low_mask = (std::uint32_t{1} << part_bits) - 1;
    for (std::uint32_t v = 0; v < vocabulary; ++v) {
      ++begins_[((v * multiplier & mask) >> part_bits) + 1];
    }
    for (std::size_t group = 1; group < begins_.size(); ++group) {
      begins_[group] += begins_[group - 1];
    }
    std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
    for (std::uint32_t v = 0; v < vocabulary; ++v) {
      const std::uint32_t multiple = v * multiplier & mask;
      lows_[next[multiple >> part_bits]++] = multiple & low_mask;
    }
  }

  std::span<const std::uint32_t> lows(std::uint32_t group) const {
    return std::span(lows_).subspan(begins_[group], begins_[group + 1] - begins_[group]);
  }

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> lows_;
};

// One part of a table on its way back in time: the counts, and the same in bytes up to 255, which
// serve every context that was seen no more often.
class TablePart {
 public:
  explicit TablePart(std::span<const std::uint32_t> counts)
      : counts_(counts.begin(), counts.end()), bytes_(counts.size()) {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      bytes_[i] = static_cast<std::uint8_t>(std::min(counts_[i], kMostByte));
    }
  }

  void take_out(std::uint32_t low) {
    --counts_[low];
    bytes_[low] = static_cast<std::uint8_t>(std::min(counts_[low], kMostByte));
  }

  std::uint64_t capped_sum(std::uint32_t low, std::uint32_t count,
                           std::span<const std::uint32_t> candidates) const {
    return count <= kMostByte ? sum_of<std::uint32_t>(bytes_.data(), low, count, candidates)
                              : sum_of<std::uint64_t>(counts_.data(), low, count, candidates);
  }

 private:
  template <typename Sum, typename Count>
  static std::uint64_t sum_of(const Count* counts, std::uint32_t low, std::uint32_t count,
                              std::span<const std::uint32_t> candidates) {
    const std::uint32_t* candidate = candidates.data();
    const auto capped = [&](std::size_t i) {
      return Sum{std::min(static_cast<std::uint32_t>(counts[low ^ candidate[i]]), count)};
    };
    Sum even = 0;
    Sum odd = 0;
    std::size_t i = 0;
    for (; i + 4 <= candidates.size(); i += 4) {
      even += capped(i) + capped(i + 2);
      odd += capped(i + 1) + capped(i + 3);
    }
    for (; i < candidates.size(); ++i) {
      even += capped(i);
    }
    return even + odd;
  }

  std::vector<std::uint32_t> counts_;
  std::vector<std::uint8_t> bytes_;
};

class OrderReplay {
 public:
  OrderReplay(const CacheConfig& config, int order, std::size_t vocabulary)
      : part_bits_(
            std::min<unsigned>(kPartBits, static_cast<unsigned>(std::countr_zero(config.buckets)))),
        low_mask_((std::uint32_t{1} << part_bits_) - 1),
        groups_(config, order, vocabulary, part_bits_) {}

  void run(std::span<const std::uint32_t> table, const OrderHistory& history,
           std::span<std::uint64_t> sums) const {
    const std::uint32_t parts = static_cast<std::uint32_t>(table.size() >> part_bits_);
    const std::vector<std::vector<Insertion>> insertions = by_part(history, parts);
    for (std::uint32_t part = 0; part < parts; ++part) {
      run_part(part, TablePart(table.subspan(std::size_t{part} << part_bits_, low_mask_ + 1UL)),
               insertions[part], history.questions, sums);
    }
  }

 private:
  struct Insertion {
    std::uint32_t low = 0;
    std::uint32_t segment = 0;
  };

  // Insertions of each part in their order, so that a part reads its own alone.
  std::vector<std::vector<Insertion>> by_part(const OrderHistory& history,
                                              std::size_t parts) const {
    std::vector<std::vector<Insertion>> lists(parts);
    for (std::uint32_t s = 0; s < history.insertions_before.size(); ++s) {
      const std::size_t end = s + 1 < history.insertions_before.size()
                                  ? history.insertions_before[s + 1]
                                  : history.insertions.size();
      for (std::size_t i = history.insertions_before[s]; i < end; ++i) {
        const std::uint32_t key = history.insertions[i];
        lists[key >> part_bits_].push_back({.low = key & low_mask_, .segment = s});
      }
    }
    return lists;
  }

  // Backwards: what a segment inserted is taken out before its own questions are answered.
  void run_part(std::uint32_t part, TablePart counts, std::span<const Insertion> inserted,
                const std::vector<OrderHistory::Question>& questions,
                std::span<std::uint64_t> sums) const {
    std::size_t left = inserted.size();
    for (auto asked = questions.rbegin(); asked != questions.rend(); ++asked) {
      for (; left > 0 && inserted[left - 1].segment >= asked->segment; --left) {
        counts.take_out(inserted[left - 1].low);
      }
      sums[asked->position] += counts.capped_sum(asked->key & low_mask_, asked->count,
                                                 groups_.lows(part ^ (asked->key >> part_bits_)));
    }
  }

  unsigned part_bits_;
  std::uint32_t low_mask_;
  CandidateGroups groups_;
};

// The histories of all orders that decided anywhere.
class Histories {
 public:
  Histories(const CacheConfig& config, std::span<const CacheScore> scores)
      : config_(config),
        orders_(static_cast<std::size_t>(config.highest_order) + 1),
        decides_(orders_.size(), false),
        scores_(scores) {
    for (const CacheScore& score : scores) {
      decides_[score.matched_order] = score.matched_order != 0;
    }
  }

  const std::vector<OrderHistory>& orders() const { return orders_; }

  void add(std::span<const std::uint16_t> tokens, const ScoredSegment& segment) {
    const GramKeys keys(config_, tokens, segment.first - 1, segment.last);
    for (std::size_t order = 2; order < orders_.size(); ++order) {
      if (decides_[order]) {
        insert(tokens, segment, keys, static_cast<int>(order));
      }
    }
    for (std::uint64_t j = segment.first; j <= segment.last; ++j, ++position_) {
      ask(scores_[position_], keys, j - segment.first);
    }
    ++segment_;
  }

 private:
  void insert(std::span<const std::uint16_t> tokens, const ScoredSegment& segment,
              const GramKeys& keys, int order) {
    OrderHistory& history = orders_[static_cast<std::size_t>(order)];
    history.insertions_before.push_back(static_cast<std::uint32_t>(history.insertions.size()));
    const auto width = static_cast<std::uint64_t>(order - 1);
    for (std::uint64_t j = std::max(segment.first, width); j <= segment.last; ++j) {
      const std::uint32_t context = keys.of_length(order - 1)[j - segment.first];
      history.insertions.push_back(static_cast<std::uint32_t>(
          full_hash(config_, context, order - 1, tokens[j]) & (config_.buckets - 1)));
    }
  }

  void ask(const CacheScore& score, const GramKeys& keys, std::uint64_t index) {
    if (score.matched_order != 0) {
      orders_[score.matched_order].questions.push_back(
          {.key = keys.of_length(score.matched_order - 1)[index],
           .count = score.context_count,
           .segment = segment_,
           .position = position_});
    }
  }

  const CacheConfig& config_;
  std::vector<OrderHistory> orders_;
  std::vector<bool> decides_;
  std::span<const CacheScore> scores_;
  std::uint32_t segment_ = 0;
  std::uint32_t position_ = 0;
};

}  // namespace

std::vector<std::uint64_t> replay_candidate_sums(const NgramCache& after,
                                                 std::span<const std::uint16_t> tokens,
                                                 std::span<const ScoredSegment> segments,
                                                 std::span<const CacheScore> scores,
                                                 std::size_t vocabulary) {
  const CacheConfig& config = after.config();
  require(config.variant != CacheVariant::dirichlet, "a replay needs one deciding order");
  Histories histories(config, scores);
  for (const ScoredSegment& segment : segments) {
    histories.add(tokens, segment);
  }
  const std::vector<OrderHistory>& orders = histories.orders();
  std::vector<std::uint64_t> sums(scores.size(), 0);
  for (std::size_t order = 2; order < orders.size(); ++order) {
    if (!orders[order].questions.empty()) {
      OrderReplay(config, static_cast<int>(order), vocabulary)
          .run(after.table(static_cast<std::uint32_t>(2 * order + 1)), orders[order], sums);
    }
  }
  return sums;
}

}  // namespace reference
