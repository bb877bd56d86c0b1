// SPDX-License-Identifier: Apache-2.0
// Equal to OpenSSL's SHA-256 text by text, at every length where the padding changes.
#include "reference_impl/base/sha256_lanes.h"

#include <vector>

#include <gtest/gtest.h>

namespace reference {
namespace {

// Texts that differ from each other in every byte place.
std::vector<std::vector<std::uint8_t>> texts_of(std::size_t count, std::size_t bytes) {
  std::vector<std::vector<std::uint8_t>> texts(count);
  for (std::size_t text = 0; text < count; ++text) {
    for (std::size_t i = 0; i < bytes; ++i) {
      texts[text].push_back(static_cast<std::uint8_t>(31 * text + 7 * i + i / 251));
    }
  }
  return texts;
}

std::vector<Digest256> digests_of(const std::vector<std::vector<std::uint8_t>>& texts) {
  std::vector<const std::uint8_t*> places;
  places.reserve(texts.size());
  for (const std::vector<std::uint8_t>& text : texts) {
    places.push_back(text.data());
  }
  std::vector<Digest256> digests(texts.size());
  sha256_each(places, texts.front().size(), digests);
  return digests;
}

class Sha256Lanes : public testing::TestWithParam<std::size_t> {};

// Fewer than a register holds, exactly as many, and more.
TEST_P(Sha256Lanes, AreTheDigestsOfEachText) {
  for (const std::size_t count : {1U, 5U, 6U, 15U, 16U, 17U, 40U}) {
    const std::vector<std::vector<std::uint8_t>> texts = texts_of(count, GetParam());
    const std::vector<Digest256> digests = digests_of(texts);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(to_hex(digests[i]), to_hex(sha256(texts[i]))) << i << " of " << count;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Lengths, Sha256Lanes,
                         testing::Values(0U, 1U, 3U, 55U, 56U, 63U, 64U, 65U, 119U, 120U, 127U,
                                         128U, 243U, 3584U),
                         [](const auto& row) { return std::to_string(row.param); });

// FIPS 180-4's example text "abc", sixteen times.
TEST(Sha256OfSixteen, GivesTheDigestOfTheStandard) {
  const std::vector<std::vector<std::uint8_t>> texts(kShaLanes, {'a', 'b', 'c'});
  for (const Digest256& digest : digests_of(texts)) {
    EXPECT_EQ(to_hex(digest), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}

}  // namespace
}  // namespace reference
