// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/source_gather.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "reference_impl/base/sha256.h"
#include "verifier/source/model_files.h"
#include "verifier/source/python_reach.h"
#include "verifier/source/source_extra.h"
#include "verifier/source/source_signs.h"
#include "verifier/source/source_text_set.h"
#include "verifier/submission/source_text.h"

namespace verifier {
namespace {

// A text gives at most so many places of one sign; the rest say nothing new.
constexpr std::size_t kMostPlaces = 3;

std::uint64_t count_lines(std::string_view text) {
  const auto ends = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  return ends + (text.empty() || text.back() == '\n' ? 0 : 1);
}

// The places that a run reaches best first, each line once.
void add_signs(const SignRow& row, const std::vector<FoundSign>& found, const SourceText& text,
               const PyReach& reach, std::vector<SourceSign>& signs) {
  constexpr auto kRank = [](Reach r) {
    return r == Reach::reached ? 0 : r == Reach::unknown ? 1 : 2;
  };
  std::vector<SourceSign> places;
  std::set<std::uint64_t> lines;
  for (const FoundSign& sign : found) {
    const std::uint64_t line = text.source.line(sign.at);
    // A definition is as reachable as what it defines, not as its own statement.
    const PyId inside = text.source.kind(sign.at) == PyKind::function ||
                                text.source.kind(sign.at) == PyKind::class_definition
                            ? text.source.child(sign.at, PyField::body)
                            : sign.at;
    if (lines.insert(line).second) {
      places.push_back({std::string(row.id),
                        std::string(row.violation),
                        {text.shown, line},
                        sign.what,
                        reach.of(inside)});
    }
  }
  std::stable_sort(places.begin(), places.end(),
                   [&](const auto& a, const auto& b) { return kRank(a.reach) < kRank(b.reach); });
  places.resize(std::min(places.size(), kMostPlaces));
  signs.insert(signs.end(), places.begin(), places.end());
}

void read_text(SourceText& text, SourceEvidence& evidence) {
  const PyReach reach(*text.evaluator);
  const std::vector<ExtraCode> extra = extra_calls(*text.evaluator, reach, text.shown);
  evidence.extra_code.insert(evidence.extra_code.end(), extra.begin(), extra.end());
  const SignReader reader(*text.names);
  for (const SignRow& row : sign_table()) {
    add_signs(row, row.find(reader), text, reach, evidence.signs);
  }
}

void add_digest(std::string_view text, SourceEvidence& evidence) {
  evidence.text_digests.push_back(source_text_digest(text));
  evidence.text_bytes.push_back(source_text_bytes(text));
}

SourceEvidence evidence_of(SourceTextSet& set, const SourceFile& script) {
  SourceEvidence evidence;
  evidence.script = script.path;
  evidence.bytes = script.bytes.size();
  evidence.lines = count_lines(script.bytes);
  evidence.readable = set.readable;
  evidence.unreadable_because = set.because;
  evidence.unreadable_at = set.at;
  evidence.helpers = set.helpers;
  evidence.code_bytes = evidence.bytes;
  for (const HelperFile& helper : set.helpers) {
    evidence.code_bytes += helper.bytes;
  }
  if (set.texts.empty()) {
    add_digest(script.bytes, evidence);
    return evidence;
  }
  const SourceText& innermost = *set.texts[set.innermost];
  evidence.layers = innermost.layers;
  evidence.unpacked_bytes = innermost.source.text.size();
  evidence.unpacked_lines = count_lines(innermost.source.text);
  evidence.unpacked_sha256 = reference::to_hex(reference::sha256(innermost.source.text));
  for (const auto& text : set.texts) {
    add_digest(text->source.text, evidence);
    read_text(*text, evidence);
  }
  return evidence;
}

void put_in_order(SourceEvidence& evidence) {
  std::sort(evidence.helpers.begin(), evidence.helpers.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  std::stable_sort(evidence.signs.begin(), evidence.signs.end(), [](const auto& a, const auto& b) {
    return std::tie(a.violation, a.id, a.at.file, a.at.line) <
           std::tie(b.violation, b.id, b.at.file, b.at.line);
  });
}

}  // namespace

Result<SourceEvidence> gather_source(const SubmissionSource& source, const Submission& submission) {
  const std::string path = submission.script ? submission.script->path : "";
  const auto script = std::find_if(source.files.begin(), source.files.end(),
                                   [&](const SourceFile& file) { return file.path == path; });
  if (path.empty() || script == source.files.end()) {
    return Failure{ErrorKind::bad_input, "no-script", "the folder has no Python script"};
  }
  SourceTextSet set = read_source_texts(source, path);
  SourceEvidence evidence = evidence_of(set, *script);
  std::vector<ExtraCode> files = extra_files(source);
  const std::vector<ExtraCode> models = model_file_code(source);
  files.insert(files.end(), models.begin(), models.end());
  evidence.extra_code.insert(evidence.extra_code.begin(), files.begin(), files.end());
  put_in_order(evidence);
  return evidence;
}

}  // namespace verifier
