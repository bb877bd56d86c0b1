// SPDX-License-Identifier: Apache-2.0
// Rule A3: libraries are free, hidden code is not. Files that run by themselves or cannot be read
// fail, and so do model files that run code when they are loaded; what a script fetches, installs
// or compiles when it starts is listed for a look, and so are model files that could not be looked
// into.
#include <algorithm>
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/source_findings.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 5> kReasons = {
    "none-found", "hidden-code", "fetched-or-built", "source-unreadable", "no-script"};
constexpr std::size_t kMostNamed = 8;

bool is_pickle(const ExtraCode& extra) {
  return extra.kind == "pickle-code";
}

bool is_hidden(const ExtraCode& extra) {
  return extra.kind == "startup-file" || extra.kind == "compiled-file" || is_pickle(extra);
}

bool is_unread(const ExtraCode& extra) {
  return extra.kind == "unread-file";
}

void describe(const SourceEvidence& source, bool hidden, Finding& finding) {
  std::vector<std::string> named;
  std::size_t count = 0;
  for (const ExtraCode& extra : source.extra_code) {
    if (is_hidden(extra) != hidden) {
      continue;
    }
    if (++count <= kMostNamed) {
      named.push_back(shown_place(extra.at) + ": " + extra.kind + ": " +
                      escape_for_terminal(extra.what, 160));
      finding.origins.push_back(origin_of(extra.at));
    }
  }
  finding.message = joined_sentences(named) +
                    (count > kMostNamed ? "; and " + grouped(count - kMostNamed) + " more" : "");
}

Finding check_extra_code(const CheckInput& input) {
  if (const auto finding = without_source(input)) {
    return *finding;
  }
  const SourceEvidence& source = input.evidence.source.value();
  const std::vector<ExtraCode>& extra = source.extra_code;
  const auto hidden = std::count_if(extra.begin(), extra.end(), is_hidden);
  const Comparison comparison{static_cast<double>(hidden), "==", 0, "hidden pieces of code"};
  Finding finding;
  if (hidden != 0) {
    finding = fail("static", "hidden-code", comparison);
    describe(source, true, finding);
    finding.remedy = std::any_of(extra.begin(), extra.end(), is_pickle)
                         ? "keep tensors in plain dictionaries: a model needs no more than "
                           "collections.OrderedDict, torch._utils._rebuild_tensor_v2 and storages"
                         : "give the code as plain Python that the entry point imports";
  } else if (!extra.empty()) {
    const bool unread = std::all_of(extra.begin(), extra.end(), is_unread);
    finding = inconclusive("static", unread ? "source-unreadable" : "fetched-or-built", "");
    describe(source, false, finding);
  } else if (const auto unread = with_unread_source(input)) {
    return *unread;
  } else {
    finding = pass("static", "none-found", comparison);
    finding.message =
        escape_for_terminal(source.script, 256) +
        ": no start-up files, compiled code, code in model files, installers, downloads or "
        "compilers";
    finding.origins = {{source.script, 0, ""}};
  }
  std::vector<std::string> paths = {source.script};
  for (const Origin& origin : finding.origins) {
    paths.push_back(origin.file);
  }
  add_evidence(finding, input.submission, paths);
  return finding;
}

}  // namespace

CheckCode source_extra_code() {
  return {check_extra_code, {}, kReasons};
}

}  // namespace verifier
