// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/state_digest.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace reference {
namespace {

TEST(StateDigest, FirstMsh2ElementIsThatOfTheSpecification) {
  StateDigest digest;
  DigestElements(test_digest_key()).add_msh2(4, std::vector<std::uint32_t>{0}, digest);
  EXPECT_EQ(lanes_text(digest), "aaa6a6515f3d652c4013bb0cdba4fb06ce9dde94693c8243a21afa24c5baca48");
}

// Buckets near each other, far apart, and across more than one batch.
std::vector<std::uint32_t> scattered_buckets() {
  std::vector<std::uint32_t> buckets;
  buckets.reserve(701);
  for (std::uint32_t i = 0; i < 700; ++i) {
    buckets.push_back(i < 400 ? 3 * i : 5000 + 97 * i);
  }
  buckets.push_back(0xFFFFFFF);
  return buckets;
}

TEST(StateDigest, Msh1OfManyIsTheSumOfMsh1OfEach) {
  const DigestElements elements(test_digest_key());
  const std::vector<std::uint32_t> buckets = scattered_buckets();
  std::vector<std::uint32_t> counts;
  StateDigest one_by_one;
  for (const std::uint32_t bucket : buckets) {
    counts.push_back(bucket % 7 + 1);
    elements.add_msh1(5, std::vector{bucket}, std::vector{counts.back()}, one_by_one);
  }
  StateDigest together;
  elements.add_msh1(5, buckets, counts, together);
  EXPECT_EQ(together, one_by_one);
}

TEST(StateDigest, OrderOfInsertionDoesNotMatter) {
  const DigestElements elements(test_digest_key());
  std::vector<std::uint32_t> buckets = scattered_buckets();
  StateDigest forwards;
  elements.add_msh2(9, buckets, forwards);
  std::reverse(buckets.begin(), buckets.end());
  StateDigest backwards;
  elements.add_msh2(9, buckets, backwards);
  EXPECT_EQ(forwards, backwards);
}

TEST(StateDigest, ACountIsSoManyInsertions) {
  const DigestElements elements(test_digest_key());
  StateDigest counted;
  elements.add_msh2(9, std::vector<std::uint32_t>{77}, std::vector<std::uint32_t>{3}, counted);
  StateDigest inserted;
  elements.add_msh2(9, std::vector<std::uint32_t>{77, 77, 77}, inserted);
  EXPECT_EQ(counted, inserted);
}

TEST(StateDigest, TableBucketAndKeyAllMatter) {
  const auto element = [](const DigestKey& key, std::uint32_t table, std::uint32_t bucket) {
    StateDigest digest;
    DigestElements(key).add_msh2(table, std::vector{bucket}, digest);
    return lanes_text(digest);
  };
  DigestKey other = test_digest_key();
  other[31] ^= 1U;
  const std::string base = element(test_digest_key(), 4, 0);
  EXPECT_NE(element(test_digest_key(), 5, 0), base);
  EXPECT_NE(element(test_digest_key(), 4, 1), base);
  EXPECT_NE(element(other, 4, 0), base);
}

// The counted form draws its elements block by block and is what the others are held against.
TEST(StateDigest, OnceEachIsACountOfOne) {
  const DigestElements elements(test_digest_key());
  std::vector<std::uint32_t> buckets = scattered_buckets();
  while (!buckets.empty()) {
    StateDigest expected;
    elements.add_msh2(11, buckets, std::vector<std::uint32_t>(buckets.size(), 1), expected);
    StateDigest found;
    elements.add_msh2(11, buckets, found);
    EXPECT_EQ(found, expected) << buckets.size();
    buckets.resize(buckets.size() * 5 / 6);
  }
}

// Stretches without a count, counts that need all their bits, and a part that ends anywhere.
TEST(StateDigest, ATableIsItsOccupiedBuckets) {
  const DigestElements elements(test_digest_key());
  for (const std::size_t size : {1U, 15U, 16U, 17U, 5000U}) {
    std::vector<std::uint32_t> counts(size, 0);
    std::vector<std::uint32_t> buckets;
    std::vector<std::uint32_t> listed;
    for (std::uint32_t i = 0; i < size; i += i % 100 == 0 ? 1 : 3 + i / 64) {
      counts[i] = 0xFFFFFFFFU - i;
      buckets.push_back(70'000 + i);
      listed.push_back(counts[i]);
    }
    StateDigest expected;
    elements.add_msh2(6, buckets, listed, expected);
    StateDigest found;
    EXPECT_EQ(elements.add_msh2_table(6, 70'000, counts, found),
              std::accumulate(listed.begin(), listed.end(), std::uint64_t{0}));
    EXPECT_EQ(found, expected) << size;
  }
}

}  // namespace
}  // namespace reference
