// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <set>

#include "verifier/base/text.h"
#include "verifier/submission/consistency_parts.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/source_text.h"

namespace verifier {
namespace {

constexpr std::uint64_t kCapBytes = 16'000'000;
constexpr std::uint64_t kStubBytes = 3'000;
constexpr std::uint64_t kMostLines = 1'500;

bool has_file(const Submission& submission, const std::string& name) {
  return std::any_of(submission.files.begin(), submission.files.end(),
                     [&](const SubmittedFile& file) { return lowercase(file.path) == name; });
}

void find_duplicates(IssueFinder& finder) {
  std::map<std::string, std::vector<std::string>> by_digest;
  for (const TrainLog& log : finder.submission.logs) {
    by_digest[log.sha256].push_back(log.path);
  }
  std::vector<std::string> groups;
  for (const auto& [digest, paths] : by_digest) {
    if (paths.size() > 1) {
      groups.push_back(listed(paths));
    }
  }
  if (!groups.empty()) {
    finder.note("DUPLICATE_LOG_FILES", listed(groups));
  }
}

// The committed entry point, as far as its text is there.
struct CommittedScript {
  std::string text;
  std::uint64_t text_bytes = 0;  // line ends counted once
};

const SourceFile* file_at(const SubmissionSource& source, const std::string& path) {
  const auto found = std::find_if(source.files.begin(), source.files.end(),
                                  [&](const SourceFile& file) { return file.path == path; });
  return found == source.files.end() ? nullptr : &*found;
}

void compare_code_sizes(IssueFinder& finder, const CommittedScript& script) {
  std::set<std::uint64_t> logged;
  std::size_t told = 0;
  std::size_t equal = 0;
  for (const TrainLog* run : finder.facts.runs) {
    bool has = false;
    for (const auto& size : run->all_code_bytes) {
      logged.insert(size.value);
      has = has || size.value == script.text_bytes;
    }
    told += run->all_code_bytes.empty() ? 0U : 1U;
    equal += has ? 1U : 0U;
  }
  if (told == equal) {
    return;
  }
  finder.note(equal == 0 ? "CODE_SIZE_MISMATCH" : "CODE_SIZE_MISMATCH_SOME_RUNS",
              finder.submission.script->path + " is " + std::to_string(script.text_bytes) +
                  " bytes, logged " + listed(logged));
}

void compare_source_copies(IssueFinder& finder, const CommittedScript& script) {
  const std::string digest = source_text_digest(script.text);
  std::vector<std::string> differing;
  for (const TrainLog* run : finder.facts.runs) {
    if (run->source_copy && run->source_copy->value != digest) {
      differing.push_back(run->path);
    }
  }
  if (!differing.empty()) {
    finder.note("SOURCE_COPY_DIFFERS", listed(differing));
  }
}

// Runs that fit the cap as they count, and would not with the script as it stands.
void recount_totals(IssueFinder& finder, const CommittedScript& script) {
  std::uint64_t largest = 0;
  std::uint64_t logged = 0;
  for (const TrainLog* run : finder.facts.runs) {
    const bool fits = run->total_bytes && run->total_bytes->value <= kCapBytes;
    const std::uint64_t total = run->model_bytes ? run->model_bytes->value + script.text_bytes : 0;
    if (fits && total > largest) {
      largest = total;
      logged = run->total_bytes->value;
    }
  }
  if (largest > kCapBytes) {
    finder.note("OVER_CAP_WITH_COMMITTED_SCRIPT", std::to_string(largest) +
                                                      " = model + committed script; logged total " +
                                                      std::to_string(logged));
  }
}

}  // namespace

void find_file_issues(IssueFinder& finder) {
  const Submission& submission = finder.submission;
  if (!has_file(submission, "readme.md")) {
    finder.note("MISSING_README");
  }
  if (!has_file(submission, "submission.json")) {
    finder.note("MISSING_SUBMISSION_JSON");
  }
  if (!has_file(submission, "train_gpt.py")) {
    finder.note("MISSING_TRAIN_GPT",
                submission.script ? "main script: " + submission.script->path : "no script");
  }
  if (submission.logs.empty()) {
    finder.note("MISSING_LOG");
  }
  find_duplicates(finder);
}

void find_script_issues(IssueFinder& finder) {
  const auto& script = finder.submission.script;
  const SourceFile* file = script ? file_at(finder.source, script->path) : nullptr;
  if (file == nullptr || file->withheld) {
    return;
  }
  const CommittedScript committed{file->bytes, source_text_bytes(file->bytes)};
  compare_code_sizes(finder, committed);
  if (script->path == "train_gpt.py" && script->bytes < kStubBytes) {
    finder.note("SCRIPT_IS_A_STUB", std::to_string(script->bytes));
  }
  if (script->lines > kMostLines) {
    finder.note("LINES_OVER_1500", std::to_string(script->lines));
  }
  compare_source_copies(finder, committed);
  recount_totals(finder, committed);
}

}  // namespace verifier
