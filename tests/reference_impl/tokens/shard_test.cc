// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/tokens/shard.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

std::vector<std::uint16_t> three_tokens() {
  return {1, 500, 1023};
}

// A shard of three tokens with one header word replaced.
std::string with_word(std::size_t index, std::uint32_t value) {
  std::string bytes = shard_bytes(three_tokens());
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[4 * index + i] = static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  return bytes;
}

struct Refused {
  const char* name;
  std::string bytes;
  const char* message;
};

class RefusedShard : public testing::TestWithParam<Refused> {};

TEST_P(RefusedShard, SaysWhatWasFoundAndExpected) {
  try {
    parse_shard(GetParam().bytes, "s.bin");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()), GetParam().message);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedShard,
    testing::Values(
        Refused{"empty", "", "s.bin: has 0 bytes, a token shard starts with a header of 1024"},
        Refused{"header_cut", std::string(1023, '\0'),
                "s.bin: has 1023 bytes, a token shard starts with a header of 1024"},
        Refused{"wrong_magic", with_word(0, 20240521),
                "s.bin: starts with the number 20240521, a token shard starts with 20240520"},
        Refused{"wrong_version", with_word(1, 2),
                "s.bin: is of shard version 2, this program reads version 1"},
        Refused{"count_too_small", with_word(2, 2),
                "s.bin: has 1030 bytes, its header's 2 tokens need exactly 1028"},
        Refused{"count_too_large", with_word(2, 4),
                "s.bin: has 1030 bytes, its header's 4 tokens need exactly 1032"},
        Refused{"count_negative", with_word(2, 0xFFFFFFFF),
                "s.bin: claims -1 tokens, expected 0 to 1000000000"},
        Refused{"count_absurd", with_word(2, 0x7FFFFFFF),
                "s.bin: claims 2147483647 tokens, expected 0 to 1000000000"},
        Refused{"half_a_token", shard_bytes(three_tokens()) + "x",
                "s.bin: has 1031 bytes, its header's 3 tokens need exactly 1030"}),
    [](const auto& row) { return row.param.name; });

TEST(Shard, BytesAreThoseOfTheFormat) {
  const std::string bytes = shard_bytes(three_tokens());
  EXPECT_EQ(to_hex(as_bytes(bytes.substr(0, 16))), "88d83401010000000300000000000000");
  EXPECT_EQ(to_hex(as_bytes(bytes.substr(1024))), "0100f401ff03");
  EXPECT_EQ(parse_shard(bytes, "s"), three_tokens());
}

TEST(Shard, AnEmptyShardIsAShard) {
  EXPECT_TRUE(parse_shard(shard_bytes({}), "s").empty());
}

TEST(Shard, ASplitIsReadInTheOrderOfNames) {
  const pgolf_test::TemporaryFolder folder;
  write_shard(folder / "fineweb_val_000001.bin", std::vector<std::uint16_t>{3, 4});
  write_shard(folder / "fineweb_val_000000.bin", std::vector<std::uint16_t>{1, 2});
  write_shard(folder / "fineweb_train_000000.bin", std::vector<std::uint16_t>{9});
  const TokenSplit split = read_split(folder.path(), "val");
  EXPECT_EQ(split.tokens, (std::vector<std::uint16_t>{1, 2, 3, 4}));
  ASSERT_EQ(split.files.size(), 2U);
  EXPECT_EQ(split.files[0].name, "fineweb_val_000000.bin");
  EXPECT_EQ(split.files[1].bytes, 1028U);
}

TEST(Shard, AFolderWithoutTheSplitIsRefused) {
  const pgolf_test::TemporaryFolder folder;
  EXPECT_THROW(read_split(folder.path(), "val"), Error);
  EXPECT_THROW(read_split(folder / "absent", "val"), Error);
}

TEST(Shard, StreamsAreCutToAMultipleAndOne) {
  EXPECT_EQ(truncated_targets(62'021'846, 2048, "s"), 62'021'632U);
  EXPECT_EQ(truncated_targets(2049, 2048, "s"), 2048U);
  EXPECT_EQ(truncated_targets(2, 1, "s"), 1U);
  EXPECT_THROW(truncated_targets(2048, 2048, "s"), Error);
  EXPECT_THROW(truncated_targets(0, 2048, "s"), Error);
}

// The digest is stated in the issue and pinned by the rules.
TEST(Shard, TheSampleOfTheValidationSetHasItsPinnedDigest) {
  PGOLF_SKIP_WITHOUT_SHARED("data/fineweb_val_sample_sp1024.bin");
  const std::string bytes =
      read_file(pgolf_test::shared_path("data/fineweb_val_sample_sp1024.bin"), 1U << 20U);
  EXPECT_EQ(to_hex(token_digest(parse_shard(bytes, "sample"))),
            "a0032ef69694af4c1a88f5b76307aefd3f3da89da94224d2c5ae893e8ffc0021");
}

}  // namespace
}  // namespace reference
