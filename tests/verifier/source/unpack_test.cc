// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/unpack.h"

#include <functional>
#include <string>

#include "tests/support/packed_texts.h"
#include "verifier/source/unpack_text.h"

#include <gtest/gtest.h>
#include <lzma.h>
#include <zlib.h>

namespace pgolf_test {
namespace {

using verifier::LzmaFilter;
using verifier::LzmaForm;
using verifier::Result;
using verifier::UnpackLimits;
using verifier::ZlibForm;

std::string packed(std::string_view base85) {
  return verifier::decode_text("base85", base85).value();
}

using Unpacker = std::function<Result<std::string>(std::string_view, const UnpackLimits&)>;

struct Format {
  std::string name;
  std::string_view base85;
  Unpacker unpack;
};

void PrintTo(const Format& format, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << format.name;
}

Unpacker lzma_as(LzmaForm form, LzmaFilter filter) {
  return [=](std::string_view bytes, const UnpackLimits& limits) {
    return verifier::unpack_lzma(bytes, form, filter, limits);
  };
}

Unpacker zlib_as(ZlibForm form) {
  return [=](std::string_view bytes, const UnpackLimits& limits) {
    return verifier::unpack_zlib(bytes, form, limits);
  };
}

LzmaFilter lzma1() {
  LzmaFilter filter;
  filter.lzma2 = false;
  filter.preset = 9;
  return filter;
}

const std::vector<Format>& formats() {
  static const std::vector<Format> kFormats = {
      {"Xz", kPackedXz, lzma_as(LzmaForm::xz, {})},
      {"XzGuessed", kPackedXz, lzma_as(LzmaForm::automatic, {})},
      {"Alone", kPackedAlone, lzma_as(LzmaForm::alone, {})},
      {"AloneGuessed", kPackedAlone, lzma_as(LzmaForm::automatic, {})},
      {"RawLzma2", kPackedRaw2, lzma_as(LzmaForm::raw, {})},
      {"Zlib", kPackedZlib, zlib_as(ZlibForm::zlib)},
      {"Gzip", kPackedGzip, zlib_as(ZlibForm::gzip)},
      {"GzipGuessed", kPackedGzip, zlib_as(ZlibForm::automatic)},
      {"Deflate", kPackedDeflate, zlib_as(ZlibForm::raw)},
      {"Brotli", kPackedBrotli,
       [](auto bytes, auto limits) { return verifier::unpack_brotli(bytes, limits); }},
      {"Zstd", kPackedZstd,
       [](auto bytes, auto limits) { return verifier::unpack_zstd(bytes, limits); }}};
  return kFormats;
}

class Unpack : public testing::TestWithParam<Format> {};

TEST_P(Unpack, GivesTheTextBack) {
  const auto text = GetParam().unpack(packed(GetParam().base85), {});
  ASSERT_TRUE(text.ok()) << text.failure().message;
  EXPECT_EQ(text.value(), kInsideText);
}

TEST_P(Unpack, StopsAtTheCap) {
  const auto text = GetParam().unpack(packed(GetParam().base85), {10, 128U << 20U});
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.failure().reason, "bomb");
}

// Every cut of the stream, at any byte, is refused and crashes nothing.
TEST_P(Unpack, RefusesEveryCut) {
  const std::string whole = packed(GetParam().base85);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto text = GetParam().unpack(whole.substr(0, size), {});
    EXPECT_TRUE(!text.ok() || text.value() == kInsideText) << size;
  }
}

TEST_P(Unpack, SurvivesEveryChangedByte) {
  const std::string whole = packed(GetParam().base85);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    const auto text = GetParam().unpack(changed, {});
    EXPECT_TRUE(!text.ok() || text.value().size() <= UnpackLimits().output_bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Unpack, testing::ValuesIn(formats()),
                         [](const auto& row) { return row.param.name; });

TEST(UnpackLzma, ReadsARawStreamOfTheOlderFilter) {
  const auto text = verifier::unpack_lzma(packed(kPackedRaw1), LzmaForm::raw, lzma1());
  ASSERT_TRUE(text.ok()) << text.failure().message;
  EXPECT_EQ(text.value(), kInsideText);
}

TEST(UnpackLzma, RefusesAHugeDictionary) {
  for (const LzmaForm form : {LzmaForm::alone, LzmaForm::automatic}) {
    const auto text = verifier::unpack_lzma(packed(kHungryLzma), form, {});
    ASSERT_FALSE(text.ok());
    EXPECT_EQ(text.failure().reason, "bomb");
    EXPECT_NE(text.failure().message.find("memory"), std::string::npos);
  }
  LzmaFilter filter;
  filter.dictionary_bytes = 1536U << 20U;
  EXPECT_EQ(verifier::unpack_lzma(packed(kPackedRaw2), LzmaForm::raw, filter).failure().reason,
            "bomb");
}

// 64 MiB of zeros: far over the cap of a script, packed into some kilobytes.
TEST(UnpackLzma, StopsABomb) {
  const std::string zeros(64U << 20U, '\0');
  std::string bomb(1U << 20U, '\0');
  std::size_t size = 0;
  ASSERT_EQ(lzma_easy_buffer_encode(
                0, LZMA_CHECK_NONE, nullptr, reinterpret_cast<const std::uint8_t*>(zeros.data()),
                zeros.size(), reinterpret_cast<std::uint8_t*>(bomb.data()), &size, bomb.size()),
            LZMA_OK);
  bomb.resize(size);
  const auto text = verifier::unpack_lzma(bomb, LzmaForm::automatic, {});
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.failure().reason, "bomb");
  EXPECT_NE(text.failure().message.find("to one"), std::string::npos);
}

TEST(UnpackZlib, StopsABomb) {
  const std::string zeros(64U << 20U, '\0');
  uLongf size = compressBound(zeros.size());
  std::string bomb(size, '\0');
  ASSERT_EQ(compress2(reinterpret_cast<Bytef*>(bomb.data()), &size,
                      reinterpret_cast<const Bytef*>(zeros.data()), zeros.size(), 1),
            Z_OK);
  bomb.resize(size);
  EXPECT_EQ(verifier::unpack_zlib(bomb, ZlibForm::zlib).failure().reason, "bomb");
}

struct Encoded {
  std::string name;
  std::string encoding;
  std::string text;
  std::optional<std::string> bytes;
};

void PrintTo(const Encoded& row, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << row.name;
}

class DecodeText : public testing::TestWithParam<Encoded> {};

TEST_P(DecodeText, ReadsAsPythonDoes) {
  EXPECT_EQ(verifier::decode_text(GetParam().encoding, GetParam().text), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DecodeText,
    testing::Values(
        Encoded{"Base64", "base64", std::string(kInsideBase64), std::string(kInsideText)},
        Encoded{"Base64OverLines", "base64", "aGVs\nbG8=\n", "hello"},
        Encoded{"Base64Url", "base64url", "-_-_", std::string("\xFB\xFF\xBF")},
        Encoded{"Base32", "base32", std::string(kInsideBase32), std::string(kInsideText)},
        Encoded{"Base16", "base16", "6a6B", "jk"},
        Encoded{"Base16Odd", "base16", "6x", std::nullopt},
        Encoded{"Base85", "base85", "Xk~0{Zv", "hello"},
        Encoded{"Base85OtherCharacter", "base85", "Xk~0\"", std::nullopt},
        Encoded{"Base85Overflow", "base85", "~~~~~", std::nullopt},
        Encoded{"Ascii85", "ascii85", std::string(kInsideAscii85), std::string(kInsideText)},
        Encoded{"Ascii85Adobe", "ascii85", "<~BOu!rDZ~>", "hello"},
        Encoded{"Ascii85Zeros", "ascii85", "z", std::string(4, '\0')},
        Encoded{"Unknown", "rot13", "a", std::nullopt}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pgolf_test
