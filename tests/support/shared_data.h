// SPDX-License-Identifier: Apache-2.0
// The reference material beside the project: present on the machines that test every release,
// absent in a user's clone. A test that needs it skips aloud.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace pgolf_test {

inline std::filesystem::path shared_path(const std::string& relative) {
  return std::filesystem::path(PGOLF_SHARED_DIR) / relative;
}

inline std::filesystem::path source_path(const std::string& relative) {
  return std::filesystem::path(PGOLF_SOURCE_DIR) / relative;
}

}  // namespace pgolf_test

// Skips the test, with the reason spoken, where the file is not there.
#define PGOLF_SKIP_WITHOUT_SHARED(relative)                        \
  if (!std::filesystem::exists(pgolf_test::shared_path(relative))) \
  GTEST_SKIP() << "needs " << pgolf_test::shared_path(relative) << ", which is not here"
