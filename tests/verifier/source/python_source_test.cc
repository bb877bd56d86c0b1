// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_source.h"

#include <chrono>
#include <string>

#include "verifier/source/python_literal.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

std::string repeated(const std::string& part, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += part;
  }
  return text;
}

TEST(ParsePython, KeepsPlacesAndParts) {
  const auto parsed = parse_python("x = 1\ny = f(x,\n      z=2)\n");
  ASSERT_TRUE(parsed.ok());
  const PythonSource& source = parsed.value();
  PyId call = kNoNode;
  for (PyId id = 0; id < source.nodes.size(); ++id) {
    call = source.kind(id) == PyKind::call ? id : call;
  }
  ASSERT_NE(call, kNoNode);
  EXPECT_EQ(source.text_of(source.child(call, PyField::function)), "f");
  EXPECT_EQ(source.line(call), 2U);
  EXPECT_EQ(source.children(source.child(call, PyField::arguments)).size(), 2U);
  EXPECT_EQ(source.error_bytes, 0U);
}

// A comment stands for nothing; a long literal is hidden from the grammar and not from us.
TEST(ParsePython, LongLiteralsKeepTheirText) {
  const std::string payload = repeated("a#b'(", 1000);
  const auto parsed = parse_python("# note\ns = \"" + payload + "\"\n");
  ASSERT_TRUE(parsed.ok());
  const PythonSource& source = parsed.value();
  EXPECT_EQ(source.error_bytes, 0U);
  EXPECT_EQ(source.kind(source.nodes[0].first), PyKind::expression_statement);
  PyId literal = kNoNode;
  for (PyId id = 0; id < source.nodes.size(); ++id) {
    literal = source.kind(id) == PyKind::string ? id : literal;
  }
  ASSERT_TRUE(python_literal(source.text_of(literal)).has_value());
  EXPECT_EQ(python_literal(source.text_of(literal))->bytes, payload);
}

PyId only_literal(const PythonSource& source) {
  PyId found = kNoNode;
  for (PyId id = 0; id < source.nodes.size(); ++id) {
    if (source.kind(id) == PyKind::string) {
      EXPECT_EQ(found, kNoNode) << "a second literal in line " << source.line(id);
      found = id;
    }
  }
  return found;
}

// A payload written as very many short literals is one literal, as Python has it.
TEST(ParsePython, ManyShortLiteralsSideBySideAreOne) {
  const auto parsed =
      parse_python("s = (\n" + repeated("\"a+b/c'(\"\n    r'\\d'\n", 50'000) + ")\nx = 1\n");
  ASSERT_TRUE(parsed.ok()) << parsed.failure().message;
  const PythonSource& source = parsed.value();
  EXPECT_EQ(source.error_bytes, 0U);
  EXPECT_EQ(source.line(source.children(0).back()), 100'003U);
  const auto literal = python_literal(source.text_of(only_literal(source)));
  ASSERT_TRUE(literal.has_value());
  EXPECT_EQ(literal->bytes, repeated("a+b/c'(\\d", 50'000));
}

struct Apart {
  std::string name;
  std::string between;
};

class LiteralsApart : public testing::TestWithParam<Apart> {};

TEST_P(LiteralsApart, StaySeveral) {
  const std::string part = "\"" + std::string(1500, 'a') + "\"";
  const auto parsed = parse_python("s = (" + part + GetParam().between + part + ")\n");
  ASSERT_TRUE(parsed.ok());
  const PythonSource& source = parsed.value();
  EXPECT_EQ(source.error_bytes, 0U);
  std::size_t literals = 0;
  for (PyId id = 0; id < source.nodes.size(); ++id) {
    const bool literal = source.kind(id) == PyKind::string;
    EXPECT_TRUE(!literal || source.text_of(id) == part || source.text_of(id) == "f'{x}'");
    literals += literal ? 1U : 0U;
  }
  EXPECT_GE(literals, 2U);
}

INSTANTIATE_TEST_SUITE_P(Cases, LiteralsApart,
                         testing::Values(Apart{"Comma", ", "}, Apart{"Plus", " + "},
                                         Apart{"FormatString", " f'{x}' "},
                                         Apart{"Brackets", ")\nt = ("},
                                         Apart{"Name", " if x else "}),
                         [](const auto& row) { return row.param.name; });

TEST(ParsePython, ManyStatementsGoInPieces) {
  const auto parsed = parse_python(repeated("def f(a, b):\n    return a + b\n\n", 20'000));
  ASSERT_TRUE(parsed.ok()) << parsed.failure().message;
  EXPECT_EQ(parsed.value().children(0).size(), 20'000U);
  EXPECT_EQ(parsed.value().line(parsed.value().children(0).back()), 59'998U);
}

// One, by the security specification; without optimization and with sanitizers three times that.
constexpr double kMostSeconds = 3;

struct Hostile {
  std::string name;
  std::string part;
};

void PrintTo(const Hostile& row, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << row.name;
}

class HostilePython : public testing::TestWithParam<Hostile> {};

// F-10: 200,000 of them are refused and 20,000 are walked, each in under a second.
TEST_P(HostilePython, IsRefusedOrWalkedInTime) {
  for (const int count : {20'000, 200'000}) {
    const auto start = std::chrono::steady_clock::now();
    const auto parsed = parse_python(repeated(GetParam().part, count));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    EXPECT_LT(seconds.count(), kMostSeconds) << count;
    if (count == 200'000) {
      ASSERT_FALSE(parsed.ok());
      EXPECT_EQ(parsed.failure().reason, "unreadable");
      EXPECT_NE(parsed.failure().message.find("symbols"), std::string::npos);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, HostilePython,
                         testing::Values(Hostile{"Brackets", "("}, Hostile{"Lists", "["},
                                         Hostile{"Braces", "{"}, Hostile{"Minuses", "-"},
                                         Hostile{"Calls", "f("}, Hostile{"Lambdas", "lambda:"},
                                         Hostile{"Mixed", "([{"}, Hostile{"Wrong", "(]"},
                                         Hostile{"Formats", "f'{"}, Hostile{"Chains", "x="}),
                         [](const auto& row) { return row.param.name; });

TEST(ParsePython, RefusesWhatIsNoText) {
  EXPECT_FALSE(parse_python(std::string_view("a\0b", 3)).ok());
  EXPECT_FALSE(parse_python(std::string((8U << 20U) + 1, 'x')).ok());
}

TEST(ParsePython, NestedBracketsThatMatchAreWalked) {
  const auto parsed = parse_python(repeated("(", 20'000) + "1" + repeated(")", 20'000));
  ASSERT_TRUE(parsed.ok());
  EXPECT_GT(parsed.value().nodes.size(), 20'000U);
}

// Every cut of a text parses to something and crashes nothing.
TEST(ParsePython, SurvivesEveryCut) {
  const std::string text =
      "@d\nclass A(B):\n  x: int = 1\n  def f(self, *a, k=2):\n    \"\"\"doc\"\"\"\n"
      "    if a and not k: return f\"{k!r:>3}\"\n    for i, j in a: x[i:j] += -1\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    EXPECT_TRUE(parse_python(text.substr(0, size)).ok()) << size;
  }
}

TEST(PythonLiteral, UndoesPrefixesAndEscapes) {
  EXPECT_EQ(python_literal(R"('a\n\x41')")->bytes, "a\nA");
  EXPECT_EQ(python_literal(R"(r'a\n')")->bytes, "a\\n");
  EXPECT_TRUE(python_literal(R"(b"\xff")")->is_bytes);
  EXPECT_EQ(python_literal(R"(b"\xff")")->bytes, "\xFF");
  EXPECT_EQ(python_literal(R"("\xff")")->bytes, "\xC3\xBF");
  EXPECT_EQ(python_literal("'''a\nb'''")->bytes, "a\nb");
  EXPECT_EQ(python_literal("'a\\\nb'")->bytes, "ab");
  EXPECT_EQ(python_literal(R"('\101\q')")->bytes, "A\\q");
  EXPECT_FALSE(python_literal("f'{x}'").has_value());
  EXPECT_FALSE(python_literal("'open").has_value());
  EXPECT_FALSE(python_literal(R"('\N{DASH}')").has_value());
  EXPECT_FALSE(python_literal(R"('open\')").has_value());
}

TEST(PythonLiteral, JoinsLiteralsSideBySide) {
  EXPECT_EQ(python_literal("'a' \"b\"\n  r'\\c''''d'''")->bytes, "ab\\cd");
  EXPECT_TRUE(python_literal("b'a' B'b'")->is_bytes);
  EXPECT_EQ(python_literal("b'a' rb'\\d'")->bytes, "a\\d");
  for (const char* text : {"'a' b'b'", "'a', 'b'", "'a' 'b", "'a' x 'b'", "'a' f'{b}'", "'a' "}) {
    EXPECT_FALSE(python_literal(text).has_value()) << text;
  }
}

}  // namespace

}  // namespace verifier
