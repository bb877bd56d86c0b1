// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/source_findings.h"

#include "verifier/base/escape.h"
#include "verifier/checks/finding_parts.h"

namespace verifier {

std::optional<Finding> without_source(const CheckInput& input) {
  const Result<SourceEvidence>& source = input.evidence.source;
  if (source.ok()) {
    return std::nullopt;
  }
  if (!input.submission.script || source.failure().reason == "no-script") {
    return not_run("static", "no-script", "the folder has no Python script");
  }
  return not_run("static", "not-gathered", source.failure().message);
}

std::optional<Finding> with_unread_source(const CheckInput& input) {
  const SourceEvidence& source = input.evidence.source.value();
  if (source.readable) {
    return std::nullopt;
  }
  Finding finding = inconclusive("static", "source-unreadable",
                                 shown_place(source.unreadable_at) + ": " +
                                     escape_for_terminal(source.unreadable_because, 512));
  finding.remedy =
      "commit the source as plain text beside the packed script, or pack it so that "
      "a literal and one decoder give it back";
  finding.origins = {origin_of(source.unreadable_at)};
  add_evidence(finding, input.submission, {source.script});
  return finding;
}

std::string shown_place(const SourcePlace& place) {
  const std::string file = escape_for_terminal(place.file, 256);
  return place.line == 0 ? file : file + ":" + std::to_string(place.line);
}

Origin origin_of(const SourcePlace& place) {
  const std::size_t inside = place.file.ends_with(")") ? place.file.rfind(" (") : std::string::npos;
  return inside == std::string::npos ? Origin{place.file, place.line, ""}
                                     : Origin{place.file.substr(0, inside), 0, ""};
}

}  // namespace verifier
