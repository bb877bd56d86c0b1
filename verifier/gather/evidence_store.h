// SPDX-License-Identifier: Apache-2.0
// The content-addressed evidence of a report: <output>/evidence/<sha256>. What is put in is named
// by digest in the report; sign-report and anybody later reads it back by that digest.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "verifier/evidence/evidence.h"

namespace verifier {

class EvidenceStore {
 public:
  // Makes <output>/evidence; throws Error{transient} when the disk refuses.
  explicit EvidenceStore(const std::filesystem::path& output);

  // Stores bytes under their digest (once) and returns the item that names them.
  EvidenceItem put(const std::string& name, std::string_view bytes) const;

  // The same for a file of at most 1 GiB; Error{bad_input} when it cannot be read.
  EvidenceItem put_file(const std::string& name, const std::filesystem::path& path) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace verifier
