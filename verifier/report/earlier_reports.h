// SPDX-License-Identifier: Apache-2.0
// The reports this folder already holds on the same submission: every attempt is counted and named,
// so that running until it passes shows (report specification, sections 3 and 12).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace verifier {

struct EarlierReports {
  std::uint64_t count = 0;
  std::vector<std::string> digests;  // SHA-256 of the earlier report files, oldest first
};

// Looks at <output>/report.dsse.json. One on the same subject is kept as earlier/<sha256>.dsse.json
// before a new one replaces it; an unreadable one counts as none. Throws Error{transient} when the
// disk refuses.
EarlierReports keep_earlier_report(const std::filesystem::path& output,
                                   const std::string& submission_sha256);

}  // namespace verifier
