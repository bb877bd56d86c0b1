// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/drawn_seeds.h"

#include <algorithm>
#include <string>

#include "verifier/base/result.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

// SHA-256 of the text "submission".
constexpr char kSubmission[] = "293f1d2ee206a7cbebe633764a26ea455bd39f494a774a7289f8663da31916a2";

std::string nonce() {
  std::string bytes;
  for (int i = 0; i < 32; ++i) {
    bytes.push_back(static_cast<char>(i));
  }
  return bytes;
}

// Computed with Python's hashlib from the definition.
TEST(DrawnSeeds, AreTheDefinedOnes) {
  EXPECT_EQ(drawn_seeds(nonce(), kSubmission, 4),
            (std::vector<std::uint32_t>{4142841773U, 1694924140U, 2298703246U, 191930951U}));
}

TEST(DrawnSeeds, MoreSeedsBeginWithTheSame) {
  const auto few = drawn_seeds(nonce(), kSubmission, 2);
  const auto many = drawn_seeds(nonce(), kSubmission, 200);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  auto sorted = many;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(std::adjacent_find(sorted.begin(), sorted.end()), sorted.end());
}

TEST(DrawnSeeds, AnotherNonceOrSubmissionGivesOthers) {
  std::string other = nonce();
  other[31] = '\0';
  EXPECT_NE(drawn_seeds(other, kSubmission, 1), drawn_seeds(nonce(), kSubmission, 1));
  EXPECT_NE(drawn_seeds(nonce(), std::string(64, 'a'), 1), drawn_seeds(nonce(), kSubmission, 1));
}

TEST(DrawnSeeds, RefusesAShortNonceAndWhatIsNoDigest) {
  EXPECT_THROW(drawn_seeds("short", kSubmission, 1), Error);
  EXPECT_THROW(drawn_seeds(nonce(), "not a digest", 1), Error);
}

}  // namespace
}  // namespace verifier
