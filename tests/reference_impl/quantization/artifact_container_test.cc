// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/artifact_container.h"

#include "reference_impl/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reference {
namespace {

using testing::HasSubstr;

PackedTensor halves(const std::string& name) {
  PackedTensor tensor;
  tensor.name = name;
  tensor.shape = {2};
  tensor.halves = {0x3C00, 0xC000};  // 1 and -2
  return tensor;
}

PackedTensor rows(const std::string& name) {
  PackedTensor tensor;
  tensor.name = name;
  tensor.kind = TensorKind::int8_rows;
  tensor.shape = {2, 3};
  tensor.halves = {0x3C00, 0x4000};
  tensor.codes = {1, -127, 0, 127, 5, -5};
  return tensor;
}

// By hand from the layout in the header.
std::string one_tensor_bytes() {
  return std::string("PGOLFTN1") + std::string("\x01\x00\x00\x00", 4) +  // one tensor
         std::string("\x01\x00", 2) + "w" +                              // name
         std::string("\x01", 1) + std::string("\x02", 1) +               // kind, axes
         std::string("\x01\x00\x00\x00\x00\x00\x00\x00", 8) +            // 1 row
         std::string("\x02\x00\x00\x00\x00\x00\x00\x00", 8) +            // 2 columns
         std::string("\x00\x3C", 2) + std::string("\x07\xFF", 2);        // scale, codes
}

TEST(ArtifactContainer, BytesAreThoseOfTheLayout) {
  PackedTensor tensor;
  tensor.name = "w";
  tensor.kind = TensorKind::int8_rows;
  tensor.shape = {1, 2};
  tensor.halves = {0x3C00};
  tensor.codes = {7, -1};
  EXPECT_EQ(write_container({tensor}), one_tensor_bytes());
}

TEST(ArtifactContainer, WhatWasWrittenIsReadBack) {
  const std::vector<PackedTensor> read =
      read_container(write_container({rows("b"), halves("a")}), "x");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].name, "a");
  EXPECT_EQ(read[0].halves, halves("a").halves);
  EXPECT_EQ(read[1].name, "b");
  EXPECT_EQ(read[1].kind, TensorKind::int8_rows);
  EXPECT_EQ(read[1].shape, rows("b").shape);
  EXPECT_EQ(read[1].halves, rows("b").halves);
  EXPECT_EQ(read[1].codes, rows("b").codes);
}

TEST(ArtifactContainer, AScalarHasOneValue) {
  PackedTensor scalar;
  scalar.name = "s";
  scalar.halves = {0x3C00};
  EXPECT_EQ(read_container(write_container({scalar}), "x")[0].halves, scalar.halves);
}

struct Malformed {
  const char* name;
  std::size_t at;  // byte of one_tensor_bytes() that is replaced
  char byte;
  const char* message;
};

class MalformedContainer : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedContainer, IsRefused) {
  std::string bytes = one_tensor_bytes();
  bytes[GetParam().at] = GetParam().byte;
  try {
    read_container(bytes, "a.bin");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_THAT(error.what(), HasSubstr("a.bin: byte "));
    EXPECT_THAT(error.what(), HasSubstr(GetParam().message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MalformedContainer,
    testing::Values(Malformed{"mark", 0, 'X', "does not start with PGOLFTN1"},
                    Malformed{"two_tensors_announced", 8, 2, "ends within a name"},
                    Malformed{"no_tensor_announced", 8, 0, "bytes after the last tensor"},
                    Malformed{"empty_name", 12, 0, "a name of 0 bytes"},
                    Malformed{"long_name", 13, 0x7F, "a name of"},
                    Malformed{"kind", 15, 2, "kind 2"}, Malformed{"axes", 16, 5, "5 axes"},
                    Malformed{"empty_axis", 17, 0, "axis 0 has size 0"},
                    Malformed{"huge_axis", 24, 0x40, "axis 0 has size"},
                    Malformed{"negative_axis", 24, static_cast<char>(0x80), "axis 0 has size"},
                    Malformed{"huge_product", 31, 1, "axis 1 has size"},
                    Malformed{"too_many_rows", 17, 2, "ends within the codes"},
                    Malformed{"smallest_code", 36, static_cast<char>(0x80), "a code of -128"}),
    [](const auto& row) { return row.param.name; });

TEST(ArtifactContainer, EveryTruncationIsRefused) {
  const std::string bytes = one_tensor_bytes();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(read_container(bytes.substr(0, length), "x"), Error) << length;
  }
  EXPECT_THROW(read_container(bytes + "x", "x"), Error);
}

TEST(ArtifactContainer, NamesMustAscend) {
  std::string twice = write_container({halves("a"), halves("b")});
  twice[twice.find('b')] = 'a';
  EXPECT_THROW(read_container(twice, "x"), Error);
  EXPECT_THROW(write_container({halves("a"), halves("a")}), Error);
}

}  // namespace
}  // namespace reference
