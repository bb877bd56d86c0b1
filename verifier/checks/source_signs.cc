// SPDX-License-Identifier: Apache-2.0
// Rules D and E as far as source shows them: lines worth a look, each with whether a run gets
// there. Never a verdict: it passes where there is nothing to look at and stays open otherwise.
#include <algorithm>
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/source_findings.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 5> kReasons = {"no-signs", "not-reached", "worth-a-look",
                                                      "source-unreadable", "no-script"};
constexpr std::size_t kMostNamed = 12;

bool may_run(const SourceSign& sign) {
  return sign.reach == Reach::reached || sign.reach == Reach::unknown;
}

std::string said(const SourceSign& sign) {
  return shown_place(sign.at) + ": " + escape_for_terminal(sign.what, 200) + " (" +
         escape_for_terminal(sign.violation, 40) + ", " + std::string(to_string(sign.reach)) + ")";
}

// Lines that a run may reach first.
void describe(const SourceEvidence& source, Finding& finding) {
  std::vector<SourceSign> signs = source.signs;
  std::stable_partition(signs.begin(), signs.end(), may_run);
  signs.resize(std::min(signs.size(), kMostNamed));
  std::vector<std::string> named;
  named.reserve(signs.size());
  for (const SourceSign& sign : signs) {
    named.push_back(said(sign));
    finding.origins.push_back(origin_of(sign.at));
  }
  const std::size_t more = source.signs.size() - named.size();
  finding.message = joined_sentences(named) + (more == 0 ? "" : "; and " + grouped(more) + " more");
}

Finding check_signs(const CheckInput& input) {
  if (const auto finding = without_source(input)) {
    return *finding;
  }
  const SourceEvidence& source = input.evidence.source.value();
  bool open = false;
  for (const SourceSign& sign : source.signs) {
    open = open || may_run(sign);
  }
  if (!open) {
    if (const auto finding = with_unread_source(input)) {
      return *finding;
    }
  }
  const bool none = source.signs.empty();
  Finding finding = open ? inconclusive("static", "worth-a-look", "")
                         : pass("static", none ? "no-signs" : "not-reached",
                                Comparison{0, "==", 0, "lines that a run may reach"});
  describe(source, finding);
  if (none) {
    finding.message = escape_for_terminal(source.script, 256) +
                      ": no line shows one of the known signs, which proves nothing";
    finding.origins = {{source.script, 0, ""}};
  }
  add_evidence(finding, input.submission, {source.script});
  return finding;
}

}  // namespace

CheckCode source_signs() {
  return {check_signs, {}, kReasons};
}

}  // namespace verifier
