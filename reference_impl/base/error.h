// SPDX-License-Identifier: Apache-2.0
// How the reference says that something is wrong: one exception type with a kind, and the exit code
// each kind ends a program with (report-and-signing specification, section 7). Libraries throw;
// only the main files catch.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace reference {

enum class ErrorKind {
  usage,            // the command line is wrong, or names something that is not there: 64
  bad_input,        // a shard, recipe, rules or trust file is unusable: 65
  resource_absent,  // a needed accelerator or file system is not there: 69
  internal,         // a bug of ours: 70
  transient,        // the world refused for now (disk full, process could not start): 75
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
};

// The process exit code of an error kind.
int exit_code(ErrorKind kind);

[[noreturn]] void throw_internal(std::string_view message);

// Throws Error{internal} when `condition` is false, in every build type: a bug of ours, never the
// fault of whoever gave us a file. Stands in loops over every position: no string is made before
// something is wrong.
inline void require(bool condition, std::string_view message) {
  if (!condition) {
    throw_internal(message);
  }
}

}  // namespace reference
