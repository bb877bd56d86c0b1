// SPDX-License-Identifier: Apache-2.0
// Rule A9: the 1,500 lines that the starter scripts set themselves. No rule for submissions, hence
// advisory; a rules file may make it gating.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 3> kParams = {{{"lines", ParamKind::number},
                                               {"merged_scripts", ParamKind::number},
                                               {"merged_longer", ParamKind::number}}};
constexpr std::array<std::string_view, 4> kReasons = {"within-limit", "over-limit", "source-packed",
                                                      "no-script"};

std::uint64_t whole(double value) {
  return static_cast<std::uint64_t>(value);
}

Finding check_lines(const CheckInput& input) {
  const auto& script = input.submission.script;
  if (!script) {
    return not_run("static", "no-script", "the folder has no Python script");
  }
  const std::string name = escape_for_terminal(script->path, 256);
  if (script->packed) {
    return inconclusive("static", "source-packed",
                        name + " unpacks itself: its " + counted(script->lines, "line") +
                            " say nothing about the source");
  }
  const double limit = input.rule.number("lines");
  const Comparison lines{static_cast<double>(script->lines), "<=", limit, "lines"};
  const bool within = lines.value <= limit;
  Finding finding =
      within ? pass("static", "within-limit", lines) : fail("static", "over-limit", lines);
  finding.message = name + ": " + counted(script->lines, "line");
  if (!within) {
    finding.message += "; the " + grouped(whole(limit)) +
                       " are a sentence in the two starter scripts, not a rule for submissions: " +
                       grouped(whole(input.rule.number("merged_longer"))) + " of " +
                       grouped(whole(input.rule.number("merged_scripts"))) +
                       " merged record scripts are longer";
  }
  finding.origins = {{script->path, 0, ""}};
  add_evidence(finding, input.submission, {script->path});
  return finding;
}

}  // namespace

CheckCode source_lines() {
  return {check_lines, kParams, kReasons};
}

}  // namespace verifier
