// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/tokens/piece_table.h"

#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/tokens/shard.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// The counts are those of the reference-model specification, section 1.2.
TEST(OfficialPieces, AreTheOnesOfTheSpecification) {
  const PieceTable& table = official_piece_table();
  ASSERT_EQ(table.pieces.size(), 1024U);
  EXPECT_EQ(to_hex(table.sha256),
            "1811991d483d70e1b8bea06f564a58dbddd0947a4adf19a1c7a46e084803ec35");
  const auto count = [&](auto holds) {
    return std::count_if(table.pieces.begin(), table.pieces.end(), holds);
  };
  EXPECT_EQ(count([](const Piece& piece) { return piece.boundary; }), 4);
  EXPECT_EQ(count([](const Piece& piece) { return piece.leading_space; }), 325);
  EXPECT_EQ(count([](const Piece& piece) { return piece.base_bytes > 11; }), 0);
  EXPECT_GE(count([](const Piece& piece) { return piece.base_bytes == 11; }), 1);
  for (std::size_t id = 0; id < 260; ++id) {
    EXPECT_EQ(table.pieces[id].boundary, id < 4) << id;
    EXPECT_EQ(table.pieces[id].base_bytes, id < 4 ? 0 : 1) << id;
    EXPECT_FALSE(table.pieces[id].leading_space) << id;
  }
  EXPECT_EQ(table.pieces[939].base_bytes, 0);  // the visible space alone
  EXPECT_TRUE(table.pieces[939].leading_space);
}

TEST(OfficialPieces, EmbeddedTextIsTheFile) {
  const std::string text =
      read_file(pgolf_test::source_path("reference_impl/tokens/sp1024_pieces.tsv"), 1U << 20U);
  EXPECT_EQ(piece_table_text(official_piece_table().pieces), text);
  EXPECT_EQ(sha256(text), official_piece_table().sha256);
}

// 310,820 bytes are those of targets 1..129,024 in the cache goldens.
TEST(OfficialPieces, CountTheBytesOfTheSample) {
  PGOLF_SKIP_WITHOUT_SHARED("data/fineweb_val_sample_sp1024.bin");
  const std::vector<std::uint16_t> tokens = parse_shard(
      read_file(pgolf_test::shared_path("data/fineweb_val_sample_sp1024.bin"), 1U << 20U), "s");
  EXPECT_EQ(range_bytes(official_piece_table(), tokens, 1, 129'024), 310'820U);
}

TEST(PieceTable, ALeadingSpaceIsFreeAfterABoundary) {
  const PieceTable table =
      parse_piece_table("pgolf-piece-table-v1 3\n0\t0\t0\t1\n1\t3\t0\t0\n2\t4\t1\t0\n", "t");
  EXPECT_EQ(target_bytes(table, 1, 2), 5U);
  EXPECT_EQ(target_bytes(table, 0, 2), 4U);
  EXPECT_EQ(target_bytes(table, 2, 1), 3U);
  EXPECT_EQ(target_bytes(table, 1, 0), 0U);
  EXPECT_EQ(range_bytes(table, std::vector<std::uint16_t>{0, 2, 1, 2, 0}, 1, 4), 12U);
}

TEST(PieceTable, TokensBeyondItAreNamed) {
  const PieceTable table = parse_piece_table("pgolf-piece-table-v1 1\n0\t1\t0\t0\n", "t");
  EXPECT_NO_THROW(check_tokens(table, std::vector<std::uint16_t>{0, 0}, "s"));
  try {
    check_tokens(table, std::vector<std::uint16_t>{0, 7}, "s");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "s: token 1 is 7, the piece table has 1 pieces");
  }
}

struct Refused {
  const char* name;
  const char* text;
  const char* message;
};

class RefusedTable : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTable, SaysWhere) {
  try {
    parse_piece_table(GetParam().text, "t.tsv");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind(GetParam().message, 0), 0U) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedTable,
    testing::Values(
        Refused{"empty", "", "t.tsv:1: the file ends without a line end"},
        Refused{"heading", "pieces 1\n", "t.tsv:1: a piece table starts with"},
        Refused{"count", "pgolf-piece-table-v1 x\n", "t.tsv:1: the number of pieces is \"x\""},
        Refused{"too_many", "pgolf-piece-table-v1 65537\n", "t.tsv:1: the number of pieces"},
        Refused{"cut", "pgolf-piece-table-v1 2\n0\t0\t0\t1\n",
                "t.tsv:2: the table ends after 1 of 2 pieces"},
        Refused{"no_line_end", "pgolf-piece-table-v1 1\n0\t0\t0\t1",
                "t.tsv:2: the file ends without a line end"},
        Refused{"wrong_id", "pgolf-piece-table-v1 1\n1\t0\t0\t1\n",
                "t.tsv:2: found id 1, expected 0"},
        Refused{"three_fields", "pgolf-piece-table-v1 1\n0\t0\t0\n", "t.tsv:2: found 3 fields"},
        Refused{"five_fields", "pgolf-piece-table-v1 1\n0\t0\t0\t0\t0\n",
                "t.tsv:2: more than 4 fields"},
        Refused{"spaces", "pgolf-piece-table-v1 1\n0 1 0 0\n", "t.tsv:2: found 1 fields"},
        Refused{"sign", "pgolf-piece-table-v1 1\n0\t+1\t0\t0\n", "t.tsv:2: base bytes is \"+1\""},
        Refused{"leading_zero", "pgolf-piece-table-v1 1\n0\t01\t0\t0\n", "t.tsv:2: base bytes"},
        Refused{"not_a_mark", "pgolf-piece-table-v1 1\n0\t1\t2\t0\n",
                "t.tsv:2: the leading space mark is \"2\", expected 0 to 1"},
        Refused{"boundary_with_text", "pgolf-piece-table-v1 1\n0\t1\t0\t1\n",
                "t.tsv:2: a boundary piece has no bytes"},
        Refused{"trailing", "pgolf-piece-table-v1 1\n0\t1\t0\t0\n\n",
                "t.tsv:3: text after the last of 1 pieces"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace reference
