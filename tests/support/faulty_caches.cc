// SPDX-License-Identifier: Apache-2.0
#include "tests/support/faulty_caches.h"

namespace pgolf_test {
namespace {

using reference::CacheConfig;
using reference::CacheState;

class CheatingCache : public reference::NgramCache {
 public:
  CheatingCache(const CacheConfig& config, const reference::DigestKey& key, const Cheat& cheat)
      : cheat_(cheat) {
    books_.config = config;
    books_.key = key;
    // Plain ones: their counts lie in memory as they are, where a cheat can write.
    books_.tables = fresh_tables(books_);
    books_.digest = fresh_tables(books_);
  }

  const CacheConfig& config() const override { return books_.config; }
  reference::DigestSet digest_set() const override { return books_.digest->digest_set(); }
  CacheState state() const override {
    return cheat_.state ? cheat_.state(books_) : books_.digest->state();
  }
  std::span<const std::uint32_t> table(std::uint32_t id) const override {
    return books_.tables->table(id);
  }
  std::vector<double> row(Tokens prefix, std::span<const double> neural,
                          double entropy_nats) const override {
    return cheat_.row ? cheat_.row(books_, prefix, neural, entropy_nats)
                      : books_.tables->row(prefix, neural, entropy_nats);
  }
  void score(Tokens tokens, std::uint64_t first, Neural neural, Scores scores) const override {
    if (cheat_.score) {
      cheat_.score(books_, tokens, first, neural, scores);
    } else {
      books_.tables->score(tokens, first, neural, scores);
    }
  }
  void update(Tokens tokens, std::uint64_t first, std::uint64_t last) override {
    if (cheat_.update) {
      cheat_.update(books_, tokens, first, last);
    } else {
      books_.insert(tokens, first, last);
    }
    ++books_.calls;
    books_.first = first;
    books_.last = last;
  }
  void prefill(Tokens tokens, std::uint64_t last) override {
    if (cheat_.prefill) {
      cheat_.prefill(books_, tokens, last);
    } else {
      books_.tables->prefill(tokens, last);
      books_.digest->prefill(tokens, last);
    }
  }

 private:
  Cheat cheat_;
  mutable Books books_;  // a cheat writes where it is asked to read only
};

}  // namespace

void Books::insert(Tokens tokens, std::uint64_t from, std::uint64_t to) {
  tables->update(tokens, from, to);
  digest->update(tokens, from, to);
}

std::uint32_t& Books::count(std::uint32_t table, std::uint64_t bucket) {
  return const_cast<std::uint32_t&>(tables->table(table)[bucket]);
}

std::unique_ptr<reference::NgramCache> fresh_tables(const Books& books) {
  return reference::make_ngram_cache(
      books.config, books.key,
      reference::CacheOptions{.implementation = reference::CacheImplementation::plain});
}

std::unique_ptr<reference::NgramCache> make_cheating_cache(const CacheConfig& config,
                                                           const reference::DigestKey& key,
                                                           const Cheat& cheat) {
  return std::make_unique<CheatingCache>(config, key, cheat);
}

}  // namespace pgolf_test
