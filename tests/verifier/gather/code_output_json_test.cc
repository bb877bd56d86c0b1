// SPDX-License-Identifier: Apache-2.0
#include <functional>

#include "verifier/base/result.h"
#include "verifier/gather/code_output.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

constexpr char kEncoded[] =
    R"({"positions":1024,"claimed_bits":2048.5,"normalized_bits":2050.25,"coded_bits":2056,
        "claims_unlike_rows":3,"more":"is left alone"})";

TEST(CodeOutput, AnEncodersNumbersAreRead) {
  const EncodeOutput output = encode_output_from_text(kEncoded, "encode");
  EXPECT_EQ(output.positions, 1024U);
  EXPECT_EQ(output.claimed_bits, 2048.5);
  EXPECT_EQ(output.normalized_bits, 2050.25);
  EXPECT_EQ(output.coded_bits, 2056U);
  EXPECT_EQ(output.claims_unlike_rows, 3U);
}

TEST(CodeOutput, ADecodersAnswerIsRead) {
  const DecodeOutput good =
      decode_output_from_text(R"({"decoded":true,"token_sha256":"ab"})", "decode");
  EXPECT_TRUE(good.decoded);
  EXPECT_EQ(good.reason, "");
  EXPECT_EQ(good.token_sha256, "ab");
  const DecodeOutput bad = decode_output_from_text(
      R"({"decoded":false,"reason":"the digest differs","token_sha256":"cd"})", "decode");
  EXPECT_FALSE(bad.decoded);
  EXPECT_EQ(bad.reason, "the digest differs");
}

struct Refused {
  const char* name;
  std::function<void(std::string_view text)> read;
  const char* text;
  const char* says;
};

void encoded(std::string_view text) {
  encode_output_from_text(text, "out");
}

void decoded(std::string_view text) {
  decode_output_from_text(text, "out");
}

class RefusedCodeOutput : public testing::TestWithParam<Refused> {};

TEST_P(RefusedCodeOutput, SaysWhereAndWhat) {
  try {
    GetParam().read(GetParam().text);
    FAIL() << "was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind("out", 0), 0U) << error.what();
    EXPECT_NE(std::string(error.what()).find(GetParam().says), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedCodeOutput,
    testing::Values(Refused{"nothing", encoded, "", "out"},
                    Refused{"no_json", encoded, "coded 5 bits", "out"},
                    Refused{"cut", decoded, R"({"decoded":true,)", "out"},
                    Refused{"no_object", encoded, "[1]", "object"},
                    Refused{"positions_absent", encoded, R"({"claimed_bits":1})", "positions"},
                    Refused{"positions_negative", encoded,
                            R"({"positions":-1,"claimed_bits":1,"normalized_bits":1,"coded_bits":1,
                    "claims_unlike_rows":0})",
                            "positions"},
                    Refused{"bits_are_text", encoded,
                            R"({"positions":1,"claimed_bits":"1","normalized_bits":1,"coded_bits":1,
                    "claims_unlike_rows":0})",
                            "claimed_bits"},
                    Refused{"coded_bits_with_fraction", encoded,
                            R"({"positions":1,"claimed_bits":1,"normalized_bits":1,"coded_bits":1.5,
                    "claims_unlike_rows":0})",
                            "coded_bits"},
                    Refused{"decoded_absent", decoded, R"({"token_sha256":"ab"})", "decoded"},
                    Refused{"decoded_is_a_number", decoded, R"({"decoded":1,"token_sha256":"ab"})",
                            "decoded"},
                    Refused{"digest_absent", decoded, R"({"decoded":true})", "token_sha256"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
