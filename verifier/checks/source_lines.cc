// SPDX-License-Identifier: Apache-2.0
// Rule A9: the 1,500 lines that the starter scripts set themselves. No rule for submissions, hence
// advisory; a rules file may make it gating.
#include <algorithm>
#include <array>
#include <optional>

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

// Lines of the text that runs, where it was read; of a plain script those it has.
std::optional<std::uint64_t> unpacked_lines(const Evidence& evidence) {
  if (!evidence.source.ok() || !evidence.source.value().readable) {
    return std::nullopt;
  }
  return evidence.source.value().unpacked_lines;
}

Finding check_lines(const CheckInput& input) {
  const auto& script = input.submission.script;
  if (!script) {
    return not_run("static", "no-script", "the folder has no Python script");
  }
  const std::string name = escape_for_terminal(script->path, 256);
  const std::optional<std::uint64_t> unpacked = unpacked_lines(input.evidence);
  if (script->packed && !unpacked) {
    return inconclusive("static", "source-packed",
                        name + " unpacks itself: its " + counted(script->lines, "line") +
                            " say nothing about the source");
  }
  const double limit = input.rule.number("lines");
  const std::uint64_t longest = std::max(script->lines, unpacked.value_or(0));
  const Comparison lines{static_cast<double>(longest), "<=", limit, "lines"};
  const bool within = lines.value <= limit;
  Finding finding =
      within ? pass("static", "within-limit", lines) : fail("static", "over-limit", lines);
  finding.message = name + ": " + counted(script->lines, "line") +
                    (longest == script->lines ? "" : ", unpacked " + grouped(longest));
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
