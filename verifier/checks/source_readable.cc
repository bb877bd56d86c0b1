// SPDX-License-Identifier: Apache-2.0
// Whether the text that would run was read: a packed script is unpacked without running it, and
// what cannot be unpacked is never called clean (security specification, F-07).
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/checks/source_findings.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 4> kReasons = {"read", "unpacked", "source-unreadable",
                                                      "no-script"};

std::string layers_of(const SourceEvidence& source) {
  std::string text;
  for (const std::string& layer : source.layers) {
    text += (text.empty() ? "" : ", ") + escape_for_terminal(layer, 32);
  }
  return text;
}

Finding check_readable(const CheckInput& input) {
  if (const auto finding = without_source(input)) {
    return *finding;
  }
  if (const auto finding = with_unread_source(input)) {
    return *finding;
  }
  const SourceEvidence& source = input.evidence.source.value();
  const bool packed = !source.layers.empty();
  Finding finding =
      pass("static", packed ? "unpacked" : "read", Comparison{0, "==", 0, "unread texts"});
  finding.message = escape_for_terminal(source.script, 256) + ": " + counted(source.bytes, "byte") +
                    ", " + counted(source.lines, "line");
  if (packed) {
    finding.message +=
        "; unpacked (" + layers_of(source) + ") " + counted(source.unpacked_bytes, "byte") + ", " +
        counted(source.unpacked_lines, "line") + ", SHA-256 " + source.unpacked_sha256;
  }
  finding.origins = {{source.script, 0, ""}};
  add_evidence(finding, input.submission, {source.script});
  return finding;
}

}  // namespace

CheckCode source_readable() {
  return {check_readable, {}, kReasons};
}

}  // namespace verifier
