// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/dictionary_text.h"

#include "reference_impl/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reference {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

std::string refusal(const std::function<void()>& call) {
  try {
    call();
    return "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    return error.what();
  }
}

// Base 64 digits: A = 0, C = 2, E = 4, G = 6, BA = 64.
TEST(Dictionary, DocumentsAreDistinctEntries) {
  const std::string text = "xxaabbaacc";
  const std::string index =
      "00-database-info\tA\tC\n"
      "first\tC\tC\n"
      "also first\tC\tC\n"  // the same entry under another headword
      "second\tE\tC\n"
      "same text\tG\tC\n"  // another entry with equal text
      "third\tI\tC\n";
  EXPECT_THAT(dictionary_documents(index, text, "i"), UnorderedElementsAre("aa", "bb", "cc"));
}

TEST(Dictionary, TheOrderDoesNotDependOnTheIndex) {
  const std::string text = "aabbcc";
  EXPECT_EQ(dictionary_documents("a\tA\tC\nb\tC\tC\nc\tE\tC\n", text, "i"),
            dictionary_documents("c\tE\tC\na\tA\tC\nb\tC\tC\n", text, "i"));
}

TEST(Dictionary, TextThatIsNotUtf8IsLeftOut) {
  // a valid two-byte sequence; a lone lead byte; an overlong slash; a surrogate
  const std::string text =
      "\xC3\xA7"
      "\xE7z"
      "\xC0\xAF"
      "\xED\xA0\x80";
  EXPECT_THAT(dictionary_documents("a\tA\tC\nb\tC\tC\nc\tE\tC\nd\tG\tD\n", text, "i"),
              UnorderedElementsAre("\xC3\xA7"));
}

TEST(Dictionary, LinesThatAreNoEntriesAreRefused) {
  const auto read = [](const std::string& index) {
    return refusal([&] { dictionary_documents(index, "abcd", "g.index"); });
  };
  EXPECT_THAT(read("a\tA\tB\nbroken\n"), HasSubstr("g.index:2: expected a headword"));
  EXPECT_THAT(read("a\tA\t!\n"), HasSubstr("g.index:1: an offset or length with a digit"));
  EXPECT_THAT(read("a\t\tB\n"), HasSubstr("g.index:1: an offset or length of 0 digits"));
  EXPECT_THAT(read("a\tD\tC\n"), HasSubstr("reaches beyond the 4 bytes"));
  EXPECT_THAT(read("a\t////////\t////////\n"), HasSubstr("reaches beyond"));
}

TEST(Dictionary, SplitsShareNoDocument) {
  const DocumentSplit split = split_documents({"aaaa", "bbbb", "cccc", "dddd"}, 5, 4, "d");
  EXPECT_THAT(split.validation, testing::ElementsAre("aaaa", "bbbb"));
  EXPECT_THAT(split.train, testing::ElementsAre("cccc"));
  EXPECT_THAT(refusal([] { split_documents({"aaaa"}, 5, 4, "d"); }),
              HasSubstr("d: holds too little text, 1 bytes are missing"));
}

// `printf hello | gzip -n`
const std::string kHello(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00"
    "\x00\x00",
    25);

TEST(Dictionary, GzipIsUnpackedUnderALimit) {
  EXPECT_EQ(inflate_gzip(kHello, 5, "g"), "hello");
  EXPECT_THAT(refusal([] { inflate_gzip(kHello, 4, "g"); }), HasSubstr("more than 4 bytes"));
  EXPECT_THAT(refusal([] { inflate_gzip(kHello.substr(0, 20), 99, "g"); }),
              HasSubstr("g: is not a whole gzip file"));
  EXPECT_THAT(refusal([] { inflate_gzip("plain text", 99, "g"); }), HasSubstr("not a whole gzip"));
}

}  // namespace
}  // namespace reference
