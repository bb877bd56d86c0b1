// SPDX-License-Identifier: Apache-2.0
// Key files: where the private key lies, who may read it, how it comes into being. A private key is
// a PKCS#8 PEM file of mode 0600 with its public half beside it as signer.pub.pem; one that others
// may read, or that lies where a report or a submission is handed on, is refused
// (report specification, section 9). The environment is read in main and passed in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "verifier/report/signature.h"

namespace verifier {

// ${XDG_CONFIG_HOME:-~/.config}/pgolf/signer.pem, of the two variables' values. Throws Error{usage}
// where neither is set to an absolute path.
std::filesystem::path default_key_path(const std::string& xdg_config_home, const std::string& home);

// The key of a file. Throws Error{bad_input} when it is absent, not such a key, readable by group
// or others, or inside one of `not_inside`.
SigningKey load_signing_key(const std::filesystem::path& path,
                            const std::vector<std::filesystem::path>& not_inside);

// Makes a new key and its public half unless `path` exists already; true when it made one. Two
// programs that do it at once end up with one key. Throws Error{transient} when the disk refuses.
bool make_signing_key(const std::filesystem::path& path,
                      const std::vector<std::filesystem::path>& not_inside);

// "signer.pub.pem" for "signer.pem", in the same folder.
std::filesystem::path public_half_path(const std::filesystem::path& private_key);

}  // namespace verifier
