// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/code_file.h"

#include "reference_impl/base/error.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::code_file_bytes;
using reference::CodeFile;
using reference::parse_code_file;

CodeFile sample() {
  return {.vocabulary = 1024,
          .tokens = 2049,
          .first_token = 1,
          .scorer = reference::sha256("scorer"),
          .token_digest = reference::sha256("tokens"),
          .payload = "the code itself"};
}

std::string message_of(const std::string& bytes) {
  try {
    parse_code_file(bytes, "val.pgcode");
  } catch (const reference::Error& error) {
    EXPECT_EQ(error.kind(), reference::ErrorKind::bad_input);
    return error.what();
  }
  return "";
}

TEST(CodeFile, IsReadBackAsWritten) {
  const CodeFile file = parse_code_file(code_file_bytes(sample()), "val.pgcode");
  EXPECT_EQ(file.vocabulary, 1024U);
  EXPECT_EQ(file.tokens, 2049U);
  EXPECT_EQ(file.first_token, 1);
  EXPECT_EQ(file.scorer, sample().scorer);
  EXPECT_EQ(file.token_digest, sample().token_digest);
  EXPECT_EQ(file.payload, sample().payload);
}

TEST(CodeFile, StandsAsTheHeaderSays) {
  const std::string bytes = code_file_bytes(sample());
  EXPECT_EQ(bytes.size(), 136 + sample().payload.size());
  EXPECT_EQ(bytes.substr(0, 32),
            std::string("pgcode\0\0\1\0\0\0\0\4\0\0\1\10\0\0\0\0\0\0\1\0\0\0\0\0\0\0", 32));
  EXPECT_EQ(bytes.substr(136), sample().payload);
}

TEST(CodeFile, EveryShorterFileIsRefusedWithItsPlace) {
  const std::string bytes = code_file_bytes(sample());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string message = message_of(bytes.substr(0, size));
    ASSERT_EQ(message.find("val.pgcode: byte "), 0U) << size << ": " << message;
  }
  EXPECT_NE(message_of(bytes.substr(0, 100)).find("byte 100: the file ends inside its header"),
            std::string::npos);
  EXPECT_NE(message_of(bytes.substr(0, 140)).find("a code of 15 bytes, 4 follow it"),
            std::string::npos);
}

TEST(CodeFile, EveryChangedByteIsRefused) {
  const std::string bytes = code_file_bytes(sample());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    ASSERT_NE(message_of(changed), "") << at;
  }
}

TEST(CodeFile, BytesAfterTheCodeAreRefused) {
  EXPECT_NE(message_of(code_file_bytes(sample()) + "x").find("16 follow it"), std::string::npos);
}

struct Impossible {
  const char* name;
  void (*change)(CodeFile& file);
  const char* place;
};

class ImpossibleFile : public testing::TestWithParam<Impossible> {};

TEST_P(ImpossibleFile, IsRefusedAtTheFieldThatIsWrong) {
  CodeFile file = sample();
  GetParam().change(file);
  const std::string message = message_of(code_file_bytes(file));
  EXPECT_NE(message.find(GetParam().place), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, ImpossibleFile,
    testing::Values(
        Impossible{"no_vocabulary", [](CodeFile& f) { f.vocabulary = 1; }, "byte 12: "},
        Impossible{"huge_vocabulary", [](CodeFile& f) { f.vocabulary = 65'537; }, "byte 12: "},
        Impossible{"no_tokens", [](CodeFile& f) { f.tokens = 0; }, "byte 16: "},
        Impossible{"too_many_tokens", [](CodeFile& f) { f.tokens = 1'000'000'001; }, "byte 16: "},
        Impossible{"foreign_first_token", [](CodeFile& f) { f.first_token = 1024; }, "byte 24: "}),
    [](const auto& row) { return row.param.name; });

TEST(CodeFile, ForeignFilesAreNamedForeign) {
  EXPECT_NE(message_of("PK\3\4 something else altogether").find("byte 0: not a code file"),
            std::string::npos);
  EXPECT_NE(message_of("").find("byte 0: not a code file"), std::string::npos);
  std::string other_version = code_file_bytes(sample());
  other_version[8] = 2;
  EXPECT_NE(message_of(other_version).find("byte 8: version 2"), std::string::npos);
}

}  // namespace
}  // namespace pgolf_test
