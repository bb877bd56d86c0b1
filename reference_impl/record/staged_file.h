// SPDX-License-Identifier: Apache-2.0
// A file that is written piece by piece under a temporary name and takes its real one when it is
// whole, so that nobody reads half of it. Hashed on the way where that
// is wanted. What was not finished is removed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "reference_impl/base/sha256.h"
#include "reference_impl/record/run_record.h"

namespace reference {

// Whether a file's digest is wanted when it is finished.
enum class FileHash { none, sha256 };

class StagedFile {
 public:
  // The folder must exist; throws Error{transient} when the disk refuses, here and below.
  explicit StagedFile(std::filesystem::path path, FileHash hashing = FileHash::sha256);
  ~StagedFile();
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  void write(std::string_view bytes);
  // Syncs and renames; the file's name, digest (empty where none is wanted) and size.
  NamedFile finish();

 private:
  void flush();
  void check(bool good) const;

  std::filesystem::path path_;
  std::string temporary_;
  int fd_ = -1;
  std::string buffer_;
  std::optional<Sha256> hash_;
  std::uint64_t size_ = 0;
};

}  // namespace reference
