// SPDX-License-Identifier: Apache-2.0
// Evidence read back: the files evidence/<sha256> beside a report, hashed again and compared with
// their names and with what the report says of their size.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "verifier/report/statement.h"

namespace verifier {

// Digests of the files in a folder of evidence, sorted; empty where there is no folder.
std::vector<std::string> stored_digests(const std::filesystem::path& folder);

struct EvidenceCheck {
  std::size_t matched = 0;             // distinct files whose bytes were read and fit
  std::size_t elsewhere = 0;           // distinct digests that the report names and nobody stored
  std::vector<std::string> missing;    // said to be stored, and not there
  std::vector<std::string> different;  // one sentence each: other bytes or another size
};

// Reads every named file that is there.
EvidenceCheck check_evidence(const std::filesystem::path& folder,
                             const std::vector<Descriptor>& descriptors);

}  // namespace verifier
