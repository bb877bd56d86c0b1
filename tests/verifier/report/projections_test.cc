// SPDX-License-Identifier: Apache-2.0
// Text, Markdown and JSON are made from one statement: whatever the verdict, all say the same.
#include "verifier/report/projections.h"

#include "reference_impl/base/json_text.h"
#include "tests/support/sample_report.h"
#include "tests/support/signing_samples.h"
#include "verifier/report/markdown.h"
#include "verifier/report/text.h"
#include "verifier/report/verdict_json.h"
#include "verifier/report/words.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

struct Row {
  const char* name;
  Report (*make)();
  const char* word;
  int exit_code;
};

class EveryVerdict : public testing::TestWithParam<Row> {};

std::string first_word(const std::string& text) {
  return text.substr(0, text.find(':'));
}

TEST_P(EveryVerdict, IsTheSameInAllFormats) {
  const Report report = GetParam().make();
  const Statement statement = pgolf_test::statement_of(report);
  EXPECT_EQ(first_word(text_report(statement)), GetParam().word);
  EXPECT_EQ(first_word(markdown_report(statement)), GetParam().word);
  const json predicate = statement_json(report)["predicate"];
  EXPECT_EQ(predicate["summary"]["exitCode"], GetParam().exit_code);
  const VerifiedReport verified{.payload = statement_text(report),
                                .statement = statement,
                                .verdict = verdict_of(statement),
                                .signers = {},
                                .notes = {}};
  EXPECT_EQ(verification_exit_code(verified), GetParam().exit_code);
  const json shown = reference::parse_json(verification_json(verified), "j");
  EXPECT_EQ(shown["exitCode"], GetParam().exit_code);
  EXPECT_EQ(shown["verified"], true);
  EXPECT_EQ(shown["statement"]["predicate"]["summary"]["exitCode"], GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(Rows, EveryVerdict,
                         testing::Values(Row{"pass", pgolf_test::passing_report, "PASS", 0},
                                         Row{"fail", pgolf_test::failing_report, "FAIL", 1},
                                         Row{"inconclusive", pgolf_test::inconclusive_report,
                                             "INCONCLUSIVE", 2}),
                         [](const auto& row) { return row.param.name; });

TEST(Projections, WhatDoesNotVerifyEndsWithThree) {
  const Result<VerifiedReport> refused = Failure{ErrorKind::bad_input, "threshold", "no"};
  EXPECT_EQ(verification_exit_code(refused), 3);
  const json shown = reference::parse_json(verification_json(refused), "j");
  EXPECT_EQ(shown["failedStep"], "threshold");
  EXPECT_EQ(shown["verified"], false);
}

std::string line_with(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) {
    return "no line has: " + part;
  }
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

TEST(Text, AFailSaysWhereFoundExpectedMarginAndRule) {
  const std::string text = text_report(pgolf_test::statement_of(pgolf_test::failing_report()));
  EXPECT_EQ(line_with(text, "fail artifact.size"),
            "train_seed42.log:812: fail artifact.size: found 17,172,122 byte, expected <= "
            "16,000,000 byte, margin -1,172,122 byte (rule A1, since 2026-03-18)");
  EXPECT_EQ(line_with(text, "to do:"), "    to do: make it smaller");
  EXPECT_EQ(line_with(text, "see "), "    see submission.json /bytes_total");
  EXPECT_LT(text.find("fail artifact.size"), text.find("fail source.lines"));
  EXPECT_LT(text.find("fail source.lines"), text.find("not-run not-built: source.signs"));
  EXPECT_LT(text.find("not-run not-built"), text.find("pass "));
}

TEST(Text, TheFirstLineNamesWhatDecides) {
  const auto first_line = [](const Report& report) {
    const std::string text = text_report(pgolf_test::statement_of(report));
    return text.substr(0, text.find('\n'));
  };
  EXPECT_EQ(first_line(pgolf_test::inconclusive_report()),
            "INCONCLUSIVE: time.train: 600 s inside the clock's uncertainty");
  EXPECT_EQ(first_line(pgolf_test::failing_report()).rfind("FAIL: artifact.size: 17,172,122", 0),
            0U);
  const std::string pass = first_line(pgolf_test::passing_report());
  EXPECT_EQ(pass.rfind("PASS: all ", 0), 0U) << pass;
}

TEST(Text, NothingForeignReachesTheTerminal) {
  const std::string text = text_report(pgolf_test::statement_of(pgolf_test::failing_report()));
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  }
}

TEST(Text, ColoursAreOnlyThereWhereTheyWereAskedFor) {
  const Statement statement = pgolf_test::statement_of(pgolf_test::failing_report());
  EXPECT_EQ(text_report(statement).find('\x1b'), std::string::npos);
  EXPECT_EQ(text_report(statement, {.color = true}).rfind("\x1b[31mFAIL\x1b[0m: ", 0), 0U);
}

TEST(Text, APassThatNeededItsToleranceSaysSo) {
  Report report = pgolf_test::passing_report();
  Finding& finding = report.findings[0];
  finding.measured = Quantity{600'093, "ms"};
  finding.limit = Limit{"<=", 600'000, "ms"};
  finding.margin = -93;
  finding.tolerance = 1000;
  finding.message = "one step long";
  const Statement statement = pgolf_test::statement_of(report);
  const std::string text = text_report(statement);
  EXPECT_EQ(line_with(text, "pass " + finding.check),
            "pass " + finding.check +
                ": found 600,093 ms, expected <= 600,000 ms, margin -93 ms, within the tolerance "
                "of 1000 ms (rule A1, since 2026-03-18)");
  EXPECT_NE(text.find("    one step long\n"), std::string::npos) << text;
  EXPECT_NE(markdown_report(statement).find("| `-93 ms, within the tolerance of 1000 ms` |"),
            std::string::npos);
}

TEST(Text, RunsSayTheirScaleAndWhatIsNotBuilt) {
  const std::string text = text_report(pgolf_test::statement_of(pgolf_test::report_with_runs()));
  EXPECT_EQ(line_with(text, "run smoke seed 42"),
            "run smoke seed 42: complete, val_bpb 2 (cache), train 1.5 s, eval 0.25 s");
  EXPECT_EQ(line_with(text, "run smoke seed 1337"),
            "run smoke seed 1337: disk full, no score, train 1.5 s, eval 0.25 s");
  EXPECT_NE(text.find("not implemented: quantization/method"), std::string::npos);
}

TEST(Markdown, ForeignTextStandsInCodeSpans) {
  const std::string page = markdown_report(pgolf_test::statement_of(pgolf_test::failing_report()));
  const std::size_t at = page.find("<b>\\x40team</b>");
  ASSERT_NE(at, std::string::npos);
  // The text holds one backtick at a time, so its fence has two.
  const std::size_t fence = page.rfind("``", at);
  ASSERT_NE(fence, std::string::npos);
  EXPECT_EQ(page.substr(fence, at - fence).find('\n'), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
}

TEST(Markdown, TheTableIsInTheOrderFailInconclusiveNotRunPass) {
  Report report = pgolf_test::failing_report();
  for (Finding& finding : report.findings) {
    if (finding.check == "time.train") {
      finding = pgolf_test::sample_finding("time.train", Status::inconclusive);
    }
  }
  const std::string page = markdown_report(pgolf_test::statement_of(report));
  const std::size_t fail = page.find("| fail |");
  const std::size_t undecided = page.find("| inconclusive |");
  const std::size_t not_run = page.find("| not-run (advisory) |");
  EXPECT_LT(fail, undecided);
  EXPECT_LT(undecided, not_run);
  EXPECT_LT(not_run, page.find("| pass |"));
  EXPECT_NE(page.find("To repeat the run: `./verify path/to/806 --until static --track "
                      "track_10min_16mb`"),
            std::string::npos)
      << page;
}

struct Figure {
  const char* name;
  double value;
  const char* text;
};

class FigureText : public testing::TestWithParam<Figure> {};

TEST_P(FigureText, IsGroupedAndShort) {
  EXPECT_EQ(figure_text(GetParam().value), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Rows, FigureText,
                         testing::Values(Figure{"zero", 0, "0"}, Figure{"year", 2026, "2026"},
                                         Figure{"five_digits", 10000, "10,000"},
                                         Figure{"millions", 17172122, "17,172,122"},
                                         Figure{"negative", -117212, "-117,212"},
                                         Figure{"six_digits", 600093, "600,093"},
                                         Figure{"fraction", 1.0806, "1.0806"},
                                         Figure{"large_fraction", 12345.5, "12345.5"},
                                         Figure{"eight_digits", 0.8566869664389637, "0.85668697"},
                                         Figure{"noise", 2.220446049250313e-16, "2.220446e-16"},
                                         Figure{"near_a_limit", 15.99999999, "15.99999999"}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
