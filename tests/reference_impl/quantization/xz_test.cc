// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/xz.h"

#include "reference_impl/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reference {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& packed, std::uint64_t cap_bytes) {
  try {
    unpack_xz(packed, cap_bytes, "a.xz");
    return "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    return error.what();
  }
}

TEST(Xz, WhatWasPackedIsUnpacked) {
  const std::string text = std::string(3'000'000, 'a') + "end";
  const std::string packed = pack_xz(text);
  EXPECT_LT(packed.size(), 10'000U);
  EXPECT_EQ(unpack_xz(packed, text.size(), "x"), text);
  EXPECT_EQ(pack_xz(text), packed);
  EXPECT_EQ(unpack_xz(pack_xz(""), 0, "x"), "");
}

TEST(Xz, TheLimitHoldsForABomb) {
  const std::string packed = pack_xz(std::string(3'000'000, 'a'));
  EXPECT_THAT(refusal(packed, 2'999'999), HasSubstr("unpacks to more than 2999999 bytes"));
}

TEST(Xz, DamageIsRefused) {
  const std::string packed = pack_xz("some text that is packed");
  EXPECT_THAT(refusal(packed.substr(0, packed.size() - 1), 99), HasSubstr("ends before"));
  EXPECT_THAT(refusal("", 99), HasSubstr("ends before"));
  EXPECT_THAT(refusal("plain text, not packed", 99), HasSubstr("not in the .xz format"));
  EXPECT_THAT(refusal(packed + "x", 99), HasSubstr("1 bytes after its .xz stream"));
  std::string flipped = packed;
  flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 1);
  EXPECT_NE(refusal(flipped, 99), "accepted");
}

}  // namespace
}  // namespace reference
