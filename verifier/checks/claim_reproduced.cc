// SPDX-License-Identifier: Apache-2.0
// Rule B6: the claimed score comes out of a full-size rerun. A smaller rerun says nothing about it,
// and so does a machine that cannot make one.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 2> kParams = {
    {{"accelerators", ParamKind::number}, {"validation_tokens", ParamKind::number}}};
constexpr std::array<std::string_view, 1> kReasons = {"comparison-not-built"};

std::string needs(const Rule& rule) {
  return "it needs " + grouped(static_cast<std::uint64_t>(rule.number("accelerators"))) +
         " H100 and the official shards (" +
         grouped(static_cast<std::uint64_t>(rule.number("validation_tokens"))) +
         " validation tokens)";
}

Finding check_reproduction(const CheckInput& input) {
  const auto& rerun = input.evidence.rerun;
  if (!rerun.ok()) {
    Finding finding = without_rerun(rerun.failure(), "rerun");
    finding.message += "; " + needs(input.rule);
    return finding;
  }
  if (!rerun.value().full_scale) {
    Finding finding =
        not_run("rerun", "no-accelerator",
                "the rerun was made at the " + escape_for_terminal(rerun.value().profile, 64) +
                    " profile, which cannot reproduce a score; " + needs(input.rule));
    finding.remedy =
        "verify on a machine with the accelerators, with --data pointing to the shards";
    return finding;
  }
  return inconclusive("rerun", "comparison-not-built",
                      "this build does not compare a full-size rerun with the claim");
}

}  // namespace

CheckCode claim_reproduced() {
  return {check_reproduction, kParams, kReasons};
}

}  // namespace verifier
