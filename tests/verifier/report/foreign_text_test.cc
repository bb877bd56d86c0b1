// SPDX-License-Identifier: Apache-2.0
// Whatever a submitter wrote, every form of the report stays what it is: no terminal control
// no Markdown of theirs, no workflow command, no XML or JSON of theirs.
#include <algorithm>

#include "reference_impl/base/json_text.h"
#include "tests/support/hostile_text.h"
#include "tests/support/sample_report.h"
#include "verifier/base/escape.h"
#include "verifier/report/annotations.h"
#include "verifier/report/junit.h"
#include "verifier/report/projections.h"
#include "verifier/report/verdict_json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using pgolf_test::HostileText;

class ForeignText : public testing::TestWithParam<HostileText> {
 protected:
  ForeignText() {
    const Report report = pgolf_test::report_saying(GetParam().text);
    payload_ = statement_text(report);
    statement_ = read_statement(payload_).value();
  }
  std::string shown(Format format) const {
    return projection(statement_, payload_, format, {.color = false, .folder = GetParam().text});
  }

  std::string payload_;
  Statement statement_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// UTF-8 without any character that moves a cursor, hides text or turns its direction.
void expect_printable(const std::string& text) {
  for (const std::string& line : lines_of(text)) {
    ASSERT_EQ(escape_for_terminal(line, line.size() + 1), line);
  }
}

TEST_P(ForeignText, LeavesNoControlInAnyForm) {
  for (const std::string& word : format_words()) {
    SCOPED_TRACE(word);
    const Format format = format_from_word(word).value();
    // In JSON "##[" is data between quotes, but a runner reads lines, so it is broken there too.
    expect_printable(shown(format));
  }
}

TEST_P(ForeignText, StartsNoWorkflowCommand) {
  for (const std::string& word : format_words()) {
    const Format format = format_from_word(word).value();
    if (format == Format::github) {
      continue;
    }
    for (const std::string& line : lines_of(shown(format))) {
      const std::size_t first = line.find_first_not_of(" \t");
      EXPECT_FALSE(first != std::string::npos && line.compare(first, 2, "::") == 0) << line;
      EXPECT_EQ(line.find("##["), std::string::npos) << line;
    }
  }
}

TEST_P(ForeignText, AddsNoAnnotation) {
  const std::vector<std::string> ours =
      lines_of(annotations(pgolf_test::statement_of(pgolf_test::report_saying("plain"))));
  const std::vector<std::string> lines = lines_of(shown(Format::github));
  ASSERT_EQ(lines.size(), ours.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string kind = ours[i].substr(0, ours[i].find(' '));
    EXPECT_EQ(lines[i].substr(0, kind.size() + 1), kind + " ");
    // A property list holds no more properties than ours.
    const std::string properties = lines[i].substr(0, lines[i].find("::", 2));
    EXPECT_LE(std::count(properties.begin(), properties.end(), ','), 2) << properties;
  }
}

// What is left of a page when its code spans are taken out: a span ends at the first run of as many
// backticks as began it.
std::string outside_code(const std::string& page) {
  std::string rest;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = std::min(page.find('`', at), page.size());
    rest += page.substr(at, open - at);
    const std::size_t text = std::min(page.find_first_not_of('`', open), page.size());
    const std::string fence = page.substr(open, text - open);
    std::size_t close = text;
    while (close < page.size()) {
      close = std::min(page.find('`', close), page.size());
      const std::size_t end = std::min(page.find_first_not_of('`', close), page.size());
      const bool same = end - close == fence.size();
      close = end;
      if (same) {
        break;
      }
    }
    rest += open < page.size() ? "C" : "";
    at = close;
  }
  return rest;
}

TEST_P(ForeignText, StaysInsideCodeSpansOfMarkdown) {
  const Statement plain = pgolf_test::statement_of(pgolf_test::report_saying("plain"));
  const std::string template_of_ours = outside_code(projection(plain, "", Format::markdown, {}));
  EXPECT_EQ(outside_code(shown(Format::markdown)), template_of_ours);
}

TEST_P(ForeignText, BreaksTableCellsMentionsAndLinksOfMarkdown) {
  const std::string page = shown(Format::markdown);
  EXPECT_EQ(page.find('@'), std::string::npos);
  EXPECT_EQ(page.find("://x"), std::string::npos);
  EXPECT_EQ(page.find("#123"), std::string::npos);
  for (const std::string& line : lines_of(page)) {
    if (line.starts_with("|")) {
      EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 8) << line;
    }
  }
}

TEST_P(ForeignText, LeavesXmlAsOurTemplate) {
  const std::string page = shown(Format::junit);
  const std::string ours =
      junit_report(pgolf_test::statement_of(pgolf_test::report_saying("plain")));
  for (const char* mark : {"<testcase", "</failure>", "<!", "<script", "]]>"}) {
    const auto count = [&](const std::string& text) {
      std::size_t found = 0;
      for (std::size_t at = text.find(mark); at != std::string::npos;
           at = text.find(mark, at + 1)) {
        ++found;
      }
      return found;
    };
    EXPECT_EQ(count(page), count(ours)) << mark;
  }
}

TEST_P(ForeignText, LeavesSarifAsOurTemplate) {
  for (const Format format : {Format::sarif, Format::sarif_github}) {
    const json log = reference::parse_json(shown(format), "sarif");
    for (const json& result : log["runs"][0]["results"]) {
      EXPECT_EQ(result["message"]["text"].get<std::string>().find("]("), std::string::npos);
      const std::string uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
      EXPECT_EQ(uri.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-._~/%"),
                std::string::npos)
          << uri;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, ForeignText, testing::ValuesIn(pgolf_test::hostile_texts()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace verifier
