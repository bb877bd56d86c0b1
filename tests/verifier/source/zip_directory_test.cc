// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/zip_directory.h"

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/zip_builder.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::deflated;
using pgolf_test::little;
using pgolf_test::zip_of;
using pgolf_test::zip_with;
using pgolf_test::ZipBuilder;
using pgolf_test::ZipPart;

TEST(ZipDirectory, ListsAndUnpacksMembers) {
  const std::string text(1000, 'x');
  const std::string bytes = zip_of({{"a/data.pkl", "N."}, {"a/", ""}, {"b.txt", text, true}});
  const Result<ZipDirectory> directory = read_zip_directory(bytes);
  ASSERT_TRUE(directory.ok()) << directory.failure().message;
  EXPECT_TRUE(directory.value().problems.empty());
  ASSERT_EQ(directory.value().members.size(), 2U);
  EXPECT_EQ(directory.value().members[0].name, "a/data.pkl");
  EXPECT_EQ(directory.value().members[0].packed, "N.");
  EXPECT_EQ(read_zip_member(directory.value().members[1], {}).value(), text);
}

TEST(ZipDirectory, EmptyArchiveIsFine) {
  const Result<ZipDirectory> directory = read_zip_directory(zip_of({}));
  ASSERT_TRUE(directory.ok());
  EXPECT_TRUE(directory.value().members.empty());
}

// torch writes two end records; they must agree.
TEST(ZipDirectory, SecondEndRecordSaysTheSame) {
  const ZipBuilder zip = zip_with({{"a", "1"}, {"b", "2"}});
  const Result<ZipDirectory> directory = read_zip_directory(zip.bytes64(2));
  ASSERT_TRUE(directory.ok()) << directory.failure().message;
  EXPECT_EQ(directory.value().members.size(), 2U);
  EXPECT_FALSE(read_zip_directory(zip.bytes64(3)).ok());
}

struct Crooked {
  std::string name;
  std::string bytes;
  std::string what;
};

void PrintTo(const Crooked& crooked, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << crooked.name;
}

class CrookedArchives : public testing::TestWithParam<Crooked> {};

TEST_P(CrookedArchives, AreRefusedWhole) {
  const Result<ZipDirectory> directory = read_zip_directory(GetParam().bytes);
  ASSERT_FALSE(directory.ok());
  EXPECT_EQ(directory.failure().reason, "damaged");
  EXPECT_NE(directory.failure().message.find(GetParam().what), std::string::npos)
      << directory.failure().message;
}

// Two entries for the same bytes under two names, the way a small file becomes a large one.
std::string overlapping() {
  const std::string kernel = deflated(std::string(100'000, 'x'));
  ZipBuilder zip = zip_with({{"a", std::string(100'000, 'x'), true}});
  zip.add_entry(
      "b",
      little(0, 2) + little(8, 2) + little(0, 8) + little(kernel.size(), 4) + little(100'000, 4),
      0100644, 0);
  return zip.bytes();
}

// The second member stands within the first one's content.
std::string member_within_a_member() {
  const std::string inner = zip_of({{"b", "xyz"}});
  ZipBuilder zip = zip_with({{"a", inner}});
  zip.add_entry("b", little(0, 12) + little(3, 4) + little(3, 4), 0100644, 31);
  return zip.bytes();
}

std::string with_entry_field(std::size_t at, const std::string& value) {
  std::string bytes = zip_of({{"a", "xyz"}});
  const std::size_t entry = 30 + 1 + 3;
  return bytes.replace(entry + at, value.size(), value);
}

std::string with_end_field(std::size_t at, const std::string& value) {
  std::string bytes = zip_of({{"a", "xyz"}});
  return bytes.replace(bytes.size() - 22 + at, value.size(), value);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, CrookedArchives,
    testing::Values(
        Crooked{"Empty", "", "does not end in its end record"},
        Crooked{"Truncated", zip_of({{"a", "xyz"}}).substr(0, 50), "does not end in its end"},
        Crooked{"Comment", zip_of({{"a", "xyz"}}) + "more", "does not end in its end record"},
        Crooked{"Prefixed", "#!/bin/sh\n" + zip_of({{"a", "xyz"}}), "right before its end record"},
        Crooked{"SameBytesTwice", overlapping(), "another one where it stands"},
        Crooked{"SameNameTwice", zip_of({{"a", "1"}, {"a", "2"}}),
                "\"a\" stands in the archive twice"},
        Crooked{"OtherNameWhereItStands", zip_of({{"a", "1", false, 0, 0, "b"}}),
                "is another one where it stands"},
        Crooked{"Encrypted", zip_of({{"a", "1", false, 0, 1}}), "is encrypted"},
        Crooked{"OtherMethod", with_entry_field(10, little(14, 2)), "otherwise than by deflate"},
        Crooked{"Size64", with_entry_field(24, little(0xFFFFFFFF, 4)), "64-bit form"},
        Crooked{"Offset64", with_entry_field(42, little(0xFFFFFFFF, 4)), "64-bit form"},
        Crooked{"OffsetBehindIt", with_entry_field(42, little(1000, 4)), "does not stand where"},
        Crooked{"LongerThanTheFile", with_entry_field(20, little(1000, 4)), "is cut short"},
        Crooked{"NameLongerThanTheDirectory", with_entry_field(28, little(1000, 2)),
                "directory is cut short"},
        Crooked{"Directory64", with_end_field(16, little(0xFFFFFFFF, 4)), "64-bit form"},
        Crooked{"SeveralDisks", with_end_field(4, little(1, 2)), "one part of several"},
        Crooked{"CountsTooFew", zip_with({{"a", "1"}, {"b", "2"}}).bytes(1),
                "holds more than it counts"},
        Crooked{"CountsTooMany", zip_with({{"a", "1"}}).bytes(2), "directory is cut short"}),
    [](const auto& row) { return row.param.name; });

// One more entry with the same local name, so that only the overlap is left to see.
TEST(ZipDirectory, MembersWithinMembersOverlap) {
  const Result<ZipDirectory> directory = read_zip_directory(member_within_a_member());
  ASSERT_FALSE(directory.ok());
  EXPECT_NE(directory.failure().message.find("overlap"), std::string::npos)
      << directory.failure().message;
}

TEST(ZipDirectory, MillionEntriesAreRefusedAtOnce) {
  ZipBuilder zip = zip_with({{"a", "x"}});
  const std::string middle = little(0, 12) + little(1, 4) + little(1, 4);
  for (int i = 1; i < 1'000'000; ++i) {
    zip.add_entry("n" + std::to_string(i), middle, 0100644, 0);
  }
  for (const std::uint64_t counted : {0xFFFFULL, 4096ULL, 1ULL}) {
    const std::string bytes = zip.bytes(counted);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(read_zip_directory(bytes).ok()) << counted;
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  }
}

struct Odd {
  std::string name;
  ZipPart part;
  std::string what;
};

void PrintTo(const Odd& odd, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << odd.name;
}

class OddMembers : public testing::TestWithParam<Odd> {};

TEST_P(OddMembers, AreNamedAndStillRead) {
  const std::string bytes = zip_of({GetParam().part});
  const Result<ZipDirectory> directory = read_zip_directory(bytes);
  ASSERT_TRUE(directory.ok()) << directory.failure().message;
  ASSERT_EQ(directory.value().problems.size(), 1U);
  EXPECT_NE(directory.value().problems[0].find(GetParam().what), std::string::npos)
      << directory.value().problems[0];
  EXPECT_EQ(directory.value().members.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Names, OddMembers,
    testing::Values(Odd{"Outside", {"../../x", "1"}, "\"../../x\" has a name that leads out"},
                    Odd{"OutsideFromWithin", {"a/../../x", "1"}, "leads out"},
                    Odd{"OutsideAtTheEnd", {"a/..", "1"}, "leads out"},
                    Odd{"Absolute", {"/etc/passwd", "1"}, "absolute"},
                    Odd{"Drive", {"C:x", "1"}, "absolute"},
                    Odd{"Backslash", {"..\\x", "1"}, "backslash"},
                    Odd{"ControlCharacter", {"a\x1b[31m", "1"}, "\"a\\x1b[31m\" has a name"},
                    Odd{"NoName", {"", "1"}, "absolute name or none"},
                    Odd{"Link", {"a", "/etc/passwd", false, 0120777}, "is a symbolic link"}),
    [](const auto& row) { return row.param.name; });

TEST(ZipMember, BombIsStoppedAtTheCap) {
  const std::string bytes = zip_of({{"a", std::string(1 << 20, '\0'), true}});
  UnpackLimits limits;
  limits.output_bytes = 1 << 16;
  const Result<ZipDirectory> directory = read_zip_directory(bytes);
  ASSERT_TRUE(directory.ok());
  ZipMember member = directory.value().members.at(0);
  EXPECT_EQ(read_zip_member(member, limits).failure().reason, "bomb");
  member.bytes = 10;  // a lie
  EXPECT_EQ(read_zip_member(member, limits).failure().reason, "bomb");
}

TEST(ZipMember, OtherSizeThanItsEntryIsDamage) {
  const std::string bytes = zip_of({{"a", "xyz", true}});
  ZipMember member = read_zip_directory(bytes).value().members.at(0);
  member.bytes = 4;
  EXPECT_EQ(read_zip_member(member, {}).failure().reason, "damaged");
}

}  // namespace
}  // namespace verifier
