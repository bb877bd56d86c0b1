// SPDX-License-Identifier: Apache-2.0
// Event files changed after the run, and networks that cheat. A forger who knows the format makes
// chain values and root fit again; the others only change bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "reference_impl/record/event_file.h"
#include "tests/support/audit_lab.h"

namespace pgolf_test {

using Records = std::vector<reference::EventRecord>;

struct FileCheat {
  std::string name;
  std::string what;
  std::vector<std::string> expected;        // "unreadable": the reader refuses the file
  std::function<void(Records&)> records;    // changed, then chained anew
  std::function<void(std::string&)> bytes;  // changed as they are
};
std::vector<FileCheat> file_cheats();

// Applies a cheat to rank 0's file of a folder; the root that the forger claims.
std::string forge(const AuditLab& lab, const FileCheat& cheat, const std::filesystem::path& folder,
                  const std::string& honest_root);

struct NetworkCheat {
  std::string name;
  std::string what;
  std::vector<std::string> expected;
  MakeModel make_model;
};
std::vector<NetworkCheat> network_cheats();

}  // namespace pgolf_test
