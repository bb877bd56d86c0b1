// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/merkle.h"

#include <vector>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

// Published vectors of certificate transparency implementations for the leaves "", 00, 10, 2021,
// 3031, 40414243, ...: roots of the first n.
TEST(Merkle, RootsAreThoseOfCertificateTransparency) {
  using namespace std::string_view_literals;
  const std::vector<std::string_view> leaves = {""sv,         "\x00"sv,     "\x10"sv,
                                                "\x20\x21"sv, "\x30\x31"sv, "\x40\x41\x42\x43"sv};
  const std::vector<std::string> roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"};
  std::vector<Digest256> hashes;
  EXPECT_EQ(to_hex(merkle_root(hashes)),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    hashes.push_back(merkle_leaf(leaves[i]));
    EXPECT_EQ(to_hex(merkle_root(hashes)), roots[i]) << i + 1 << " leaves";
  }
}

TEST(Merkle, RootsAreThoseOfTheEventVectors) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/events/vectors.json");
  const auto vectors = parse_json(
      read_file(pgolf_test::shared_path("golden/events/vectors.json"), 1U << 20U), "vectors.json");
  std::vector<Digest256> hashes;
  for (const auto& hash : vectors.at("leaf_hashes")) {
    hashes.push_back(digest_from_hex(hash.get<std::string>()));
  }
  EXPECT_EQ(to_hex(merkle_root(hashes)), vectors.at("event_root"));
  const std::span<const Digest256> all(hashes);
  EXPECT_EQ(to_hex(merkle_root(all.first(1))), vectors.at("one_leaf_root"));
  EXPECT_EQ(to_hex(merkle_root(all.first(2))), vectors.at("two_leaf_root"));
  EXPECT_EQ(to_hex(merkle_root(all.first(3))), vectors.at("three_leaf_root"));
}

}  // namespace
}  // namespace reference
