// SPDX-License-Identifier: Apache-2.0
// What a reader of a submission's files kept and what it refused.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "verifier/submission/submission_reader.h"

#include <gtest/gtest.h>

namespace pgolf_test {

inline const verifier::SourceFile* file_of(const verifier::SubmissionSource& source,
                                           const std::string& path) {
  const auto found =
      std::find_if(source.files.begin(), source.files.end(),
                   [&](const verifier::SourceFile& file) { return file.path == path; });
  return found == source.files.end() ? nullptr : &*found;
}

inline const verifier::Defect* defect_of(const verifier::SubmissionSource& source,
                                         const std::string& path) {
  const auto found =
      std::find_if(source.defects.begin(), source.defects.end(),
                   [&](const verifier::Defect& defect) { return defect.origin.file == path; });
  return found == source.defects.end() ? nullptr : &*found;
}

// Fails unless the path was refused for this and not read.
inline void expect_defect(const verifier::SubmissionSource& source, const std::string& path,
                          std::string_view code, const std::string& says) {
  const verifier::Defect* defect = defect_of(source, path);
  ASSERT_NE(defect, nullptr) << path;
  EXPECT_EQ(defect->code, code);
  EXPECT_NE(defect->what.find(says), std::string::npos) << defect->what;
  EXPECT_EQ(file_of(source, path), nullptr) << path << " was read all the same";
}

}  // namespace pgolf_test
