// SPDX-License-Identifier: Apache-2.0
// Rule A2: counted code should all live in train_gpt.py. Which files count is not settled, so files
// that the entry point loads are listed with both sums, and nothing is decided by them.
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/source_findings.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 4> kReasons = {"one-file", "helper-files",
                                                      "source-unreadable", "no-script"};
constexpr std::size_t kMostNamed = 8;

std::string helpers_of(const SourceEvidence& source) {
  std::vector<std::string> named;
  for (const HelperFile& helper : source.helpers) {
    if (named.size() < kMostNamed) {
      named.push_back(escape_for_terminal(helper.path, 256) + " (" + helper.how + " at " +
                      shown_place(helper.at) + ", " + counted(helper.bytes, "byte") + ")");
    }
  }
  const std::size_t more = source.helpers.size() - named.size();
  return joined_sentences(named) + (more == 0 ? "" : "; and " + grouped(more) + " more");
}

Finding check_single_file(const CheckInput& input) {
  if (const auto finding = without_source(input)) {
    return *finding;
  }
  const SourceEvidence& source = input.evidence.source.value();
  const std::string script = escape_for_terminal(source.script, 256);
  if (source.helpers.empty()) {
    if (const auto finding = with_unread_source(input)) {
      return *finding;
    }
    Finding finding = pass("static", "one-file", Comparison{0, "==", 0, "helper files"});
    finding.message = script +
                      " loads no other file of the folder: " + counted(source.bytes, "byte") +
                      " of code";
    finding.origins = {{source.script, 0, ""}};
    add_evidence(finding, input.submission, {source.script});
    return finding;
  }
  Finding finding = inconclusive("static", "helper-files",
                                 script + " loads " + counted(source.helpers.size(), "file") +
                                     " of the folder: " + helpers_of(source) + "; alone it is " +
                                     counted(source.bytes, "byte") + ", with them " +
                                     counted(source.code_bytes, "byte"));
  finding.origins = {origin_of(source.helpers.front().at)};
  std::vector<std::string> paths = {source.script};
  for (const HelperFile& helper : source.helpers) {
    paths.push_back(helper.path);
  }
  add_evidence(finding, input.submission, paths);
  return finding;
}

}  // namespace

CheckCode source_single_file() {
  return {check_single_file, {}, kReasons};
}

}  // namespace verifier
