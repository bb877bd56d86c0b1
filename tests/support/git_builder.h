// SPDX-License-Identifier: Apache-2.0
// A small bare repository of a test's own, made by the git program: commits with given days, modes
// and names, as loose objects that a test may take away or spoil.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace pgolf_test {

// "120000" links to `content`, "160000" names the commit `content`; an empty mode removes the path.
struct GitFile {
  std::string path;
  std::string content = "x\n";
  std::string mode = "100644";
};

struct GitStep {
  std::string ref;           // that then points to the commit
  std::string day;           // "2026-04-01", at noon UTC
  std::vector<int> parents;  // numbers that commit() gave; the first one's tree is gone on from
  std::vector<GitFile> files;
};

class GitBuilder {
 public:
  // A number for `parents`.
  int commit(const GitStep& step);

  // Writes the repository; call once, last.
  std::filesystem::path finish();

  // What git says to a command in the finished repository, without the line end.
  std::string ask(const std::string& arguments) const;

  // The file of a loose object.
  std::filesystem::path object(const std::string& id) const;

 private:
  TemporaryFolder folder_;
  std::string stream_;
  int commits_ = 0;
};

// The files of a submission that is complete by name.
std::vector<GitFile> submission_files(const std::string& folder);

}  // namespace pgolf_test
