// SPDX-License-Identifier: Apache-2.0
// A folder of scripts as the gatherer of source evidence sees it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "verifier/source/source_gather.h"
#include "verifier/submission/script.h"

#include <gtest/gtest.h>

namespace pgolf_test {

using verifier::SourceEvidence;
using verifier::SubmissionSource;

inline SubmissionSource folder(const std::map<std::string, std::string>& files) {
  SubmissionSource source;
  source.name = "folder";
  for (const auto& [path, bytes] : files) {
    source.files.push_back({path, "100644", bytes, std::nullopt});
  }
  return source;
}

// As the reader names the entry point, and nothing else.
inline verifier::Submission submission_of(const SubmissionSource& source) {
  verifier::Submission submission;
  for (const auto& file : source.files) {
    submission.files.push_back({file.path, file.bytes.size(), "", file.mode});
  }
  const std::string path = verifier::choose_script(submission.files);
  if (!path.empty()) {
    submission.script = verifier::Script{path, 0, 0, false};
  }
  return submission;
}

inline SourceEvidence gather(const std::map<std::string, std::string>& files) {
  const SubmissionSource source = folder(files);
  const auto evidence = verifier::gather_source(source, submission_of(source));
  EXPECT_TRUE(evidence.ok());
  return evidence.ok() ? evidence.value() : SourceEvidence{};
}

inline SourceEvidence gather(const std::string& script) {
  return gather({{"train_gpt.py", script}});
}

// The text with every @ replaced by a payload.
inline std::string with(std::string text, std::string_view payload) {
  const std::size_t at = text.find('@');
  return at == std::string::npos ? text : text.replace(at, 1, payload);
}

}  // namespace pgolf_test
