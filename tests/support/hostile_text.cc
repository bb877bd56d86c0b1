// SPDX-License-Identifier: Apache-2.0
#include "tests/support/hostile_text.h"

#include "tests/support/sample_report.h"

namespace pgolf_test {

using verifier::Finding;
using verifier::Report;
using verifier::Status;

const std::vector<HostileText>& hostile_texts() {
  static const std::vector<HostileText> kTexts = {
      {"ColourCode", "\x1b[2J\x1b[31mPASS\x1b[0m"},
      {"HyperlinkAndClipboard", "\x1b]8;;http://x/\x07 \x1b]52;c;AAAA\x07"},
      {"C1Controls",
       "\xC2\x9B"
       "31m\xC2\x90q\xC2\x9C"},
      {"CarriageReturnAndBackspace", "FAIL\rPASS\b\b"},
      {"LineEnds", "a\nPASS: all\r\n\xE2\x80\xA8x\xE2\x80\xA9y\xC2\x85z"},
      {"Bidirectional", "\xE2\x80\xAEssap\xE2\x80\xAC\xE2\x81\xA6x\xE2\x81\xA9"},
      {"ZeroWidth", "p\xE2\x80\x8B\xE2\x80\x8D\xEF\xBB\xBFx"},
      {"NotUtf8", "\xFF\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80"},
      {"ZeroByte", std::string("a\0b", 3)},
      {"NoCharacters", "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90"},
      {"Backticks", "`` ``` ` x ````` y`"},
      {"TableCells", "|a|b\\|c|"},
      {"Html", "<img src=x onerror=alert(1)><!-- </td></table><script>x</script> &amp; <b>"},
      {"LinkAndImage", "[PASS](http://x.example) ![](https://x.example/p.png) www.x.example"},
      {"Mentions", "@team/all @everyone fixes #123 GH-7 owner/name#9"},
      {"FakeCheckMark", "\n- [x] done\n# PASS\n> quote\n---\n"},
      {"WorkflowCommand", "::error file=a.py,line=1::x\n::add-mask::PASS"},
      {"WorkflowCommandFirst", "  ::stop-commands::token"},
      {"OldWorkflowCommand", "x ##[error]y ##[group]z"},
      {"EscapedWorkflowCommand", "%0A::error::x%0D%25"},
      {"Xml", "]]></failure><testcase name=\"x\"/>&lt;&#27;&unknown; <![CDATA["},
      {"Json", "\",\"status\":\"pass\",\"x\":\"\\u0000\\"},
      {"Formula", "=cmd|' /C calc'!A0"},
      {"Long", std::string(20'000, 'x')},
  };
  return kTexts;
}

Report report_saying(const std::string& text) {
  Report report = report_with_runs();
  report.submission.name = text;
  report.submission.track = text;
  report.submission.claims.name = {text, {text, 0, text}};
  report.submission.claims.author = {text, {text, 0, text}};
  for (Finding& finding : report.findings) {
    Finding said = sample_finding(finding.check, Status::fail, finding.severity);
    said.message = text;
    said.remedy = text;
    said.unsettled = text;
    said.origins = {{text, 7, text}, {"train_" + text + ".log", 0, ""}};
    said.evidence = {{text, std::string(64, 'c'), 1}};
    finding = verifier::well_formed({said}).front();
  }
  for (verifier::RerunRun& run : report.evidence.rerun.value().runs) {
    run.train.termination = text;
    run.evaluate.termination = text;
    run.files = {{text + ".log", std::string(64, 'd'), 1}};
  }
  return report;
}

verifier::Statement statement_with_findings(std::size_t number) {
  verifier::Statement statement = statement_of(failing_report());
  for (std::size_t i = 0; i < number; ++i) {
    verifier::StatementCheck check;
    check.finding = sample_finding("x." + std::to_string(i), Status::fail);
    check.finding.message = std::string(200, 'm');
    check.finding.margin = -1;
    check.finding.origins = {{"train_seed" + std::to_string(i) + ".log", i, ""}};
    statement.checks.push_back(std::move(check));
  }
  return statement;
}

}  // namespace pgolf_test
