// SPDX-License-Identifier: Apache-2.0
// Whole files in and out. Reading is capped and refuses anything that is not a regular file;
// writing goes to a temporary name beside the target, is synced, and renamed, so that a reader sees
// the old file or the whole new one and a killed program leaves no half file under the final name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace reference {

// The bytes of a regular file of at most `cap_bytes`. Throws Error{bad_input} that names the path
// and says what was found (absent, a folder, unreadable, too large).
std::string read_file(const std::filesystem::path& path, std::uint64_t cap_bytes);

// Replaces `path` by `bytes`, atomically. Throws Error{transient} when the disk refuses (full,
// read-only), with the path; nothing is left behind then.
void write_file(const std::filesystem::path& path, std::string_view bytes);

// Writes all the bytes to an open descriptor; false, with errno set, where the disk refuses.
bool write_all(int fd, std::string_view bytes);

// Creates a folder and its parents; Error{transient} when the disk refuses.
void make_folder(const std::filesystem::path& path);

}  // namespace reference
