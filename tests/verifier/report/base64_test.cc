// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/base64.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/sha256.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct Row {
  const char* name;
  std::string bytes;
  const char* text;
};

class Base64 : public testing::TestWithParam<Row> {};

// RFC 4648 section 10, and the two characters in which the alphabets differ.
TEST_P(Base64, IsRfc4648BothWays) {
  EXPECT_EQ(base64_text(reference::as_bytes(GetParam().bytes)), GetParam().text);
  EXPECT_EQ(base64_bytes(GetParam().text, "t"), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(Rows, Base64,
                         testing::Values(Row{"empty", "", ""}, Row{"f", "f", "Zg=="},
                                         Row{"fo", "fo", "Zm8="}, Row{"foo", "foo", "Zm9v"},
                                         Row{"foob", "foob", "Zm9vYg=="},
                                         Row{"fooba", "fooba", "Zm9vYmE="},
                                         Row{"foobar", "foobar", "Zm9vYmFy"},
                                         Row{"last_digits", "\xFB\xFF\xFE", "+//+"},
                                         Row{"zeros", std::string(3, '\0'), "AAAA"}),
                         [](const auto& row) { return row.param.name; });

TEST(Base64, ReadsTheUrlSafeAlphabet) {
  EXPECT_EQ(base64_bytes("-__-", "t"), "\xFB\xFF\xFE");
}

struct Refused {
  const char* name;
  const char* text;
};

class RefusedBase64 : public testing::TestWithParam<Refused> {};

TEST_P(RefusedBase64, IsAnErrorThatNamesThePlace) {
  try {
    base64_bytes(GetParam().text, "envelope /payload");
    FAIL() << "accepted";
  } catch (const reference::Error& error) {
    EXPECT_EQ(error.kind(), reference::ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind("envelope /payload: not strict base64", 0), 0U);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedBase64,
    testing::Values(Refused{"no_padding", "Zg"}, Refused{"half_padding", "Zg="},
                    Refused{"too_much_padding", "Zg==="}, Refused{"only_padding", "===="},
                    Refused{"padding_inside", "Zg==Zg=="}, Refused{"trailing_bits_two", "Zh=="},
                    Refused{"trailing_bits_four", "Zm9="}, Refused{"blank", "Zm9 "},
                    Refused{"line_end", "Zm8=\n"}, Refused{"mixed_alphabets", "+__+"},
                    Refused{"other_character", "Zm9*"}, Refused{"not_ascii", "Zm9\xC3"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
