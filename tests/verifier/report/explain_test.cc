// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/explain.h"

#include "verifier/checks/check.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

Rulebooks sample_rulebooks() {
  Rule rule;
  rule.id = "A1";
  rule.check = "artifact.size";
  rule.title = "At most so many bytes";
  rule.severity = "gating";
  rule.authority = "ruling";
  rule.source = "where it was said";
  rule.from = "2026-03-18";
  rule.until = "2026-04-01";
  rule.numbers["cap_bytes"] = 16'000'000;
  rule.unsettled = OtherReading{"it could be meant otherwise", "practice"};
  Rulebook book;
  book.track = "some_track";
  book.rules = {rule};
  return {{"some_track", book}};
}

TEST(Explain, ACheckSaysItsReasonsAndItsRulesWithBothReadings) {
  const std::string page = explanation_of("artifact.size", sample_rulebooks()).value();
  for (const char* part :
       {"artifact.size: Model and code together fit the cap.", "from stage static on; required",
        "  over-limit ", "exceeds the limit of the rule.", "and of any check: nothing-to-judge",
        "A1 in some_track, since 2026-03-18 until 2026-04-01, gating", "cap_bytes 16,000,000",
        "authority: ruling; source: where it was said",
        "unsettled, the other reading: it could be meant otherwise (practice)"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part << "\n" << page;
  }
}

TEST(Explain, ACheckWithoutRuleSaysSo) {
  const std::string page = explanation_of("source.lines", sample_rulebooks()).value();
  EXPECT_NE(page.find("none in any track"), std::string::npos);
}

TEST(Explain, AReasonNamesTheChecksThatGiveIt) {
  const std::string page = explanation_of("tail-rescored", {}).value();
  EXPECT_NE(page.find("given by causality.single-pass"), std::string::npos) << page;
}

TEST(Explain, AWordThatTwoChecksMeanDifferentlyHasBothSentences) {
  const std::string page = explanation_of("other-source", {}).value();
  EXPECT_NE(page.find("calibrated on text that is not the validation text"), std::string::npos);
  EXPECT_NE(page.find("source.matches-log (The source that a log echoes"), std::string::npos)
      << page;
  const std::string check = explanation_of("source.matches-log", {}).value();
  EXPECT_NE(check.find("is not the committed script."), std::string::npos) << check;
}

TEST(Explain, KnowsWhatEveryWordIsAndNoOther) {
  EXPECT_NE(explanation_of("I3", {}).value().find("invariant"), std::string::npos);
  EXPECT_NE(explanation_of("json-broken", {}).value().find("defect"), std::string::npos);
  EXPECT_NE(explanation_of("SEEDS_LT_3", {}).value().find("observation"), std::string::npos);
  EXPECT_FALSE(explanation_of("artifact", {}).has_value());
  EXPECT_FALSE(explanation_of("", {}).has_value());
}

TEST(Explain, EveryWordIsListedAndNoneLacksItsSentence) {
  const std::string page = everything_explained();
  for (const std::string& word : explained_words()) {
    EXPECT_NE(page.find("  " + word + " "), std::string::npos) << word;
    EXPECT_TRUE(explanation_of(word, {}).has_value()) << word;
  }
}

}  // namespace
}  // namespace verifier
