// SPDX-License-Identifier: Apache-2.0
// What a reading of pickles found, each thing once and no more of them than anybody reads, and the
// limits it ran under (security specification, F-04).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace verifier {

struct PickleLimits {
  std::uint64_t opcodes = 1ULL << 21U;         // of a stream, all its pickles together
  std::uint64_t nested_opcodes = 1ULL << 20U;  // of what only may be a pickle
  std::size_t memo = 1U << 20U;
  std::size_t stack = 1U << 20U;  // values and marks
  std::size_t text_bytes = 1U << 20U;
  std::size_t line_bytes = 1U << 16U;
  std::size_t pickles = 1024;
  int depth = 3;  // of pickles within byte strings
  std::size_t findings = 16;
};

enum class PickleFault {
  code,    // loading it would run or import something
  limit,   // there is more of it than is looked at
  damage,  // it cannot be loaded
};

struct PickleFinding {
  PickleFault fault = PickleFault::damage;
  std::uint64_t at = 0;  // byte of the stream
  std::string what;      // "imports os.system"
};

class PickleLog {
 public:
  explicit PickleLog(std::size_t most) : most_(most) {}
  void add(PickleFault fault, std::uint64_t at, const std::string& what) {
    if (!is_full() && seen_.insert(what).second) {
      findings_.push_back({fault, at, what});
    }
  }
  bool is_full() const { return findings_.size() == most_; }
  const std::vector<PickleFinding>& findings() const { return findings_; }

 private:
  std::size_t most_;
  std::set<std::string> seen_;
  std::vector<PickleFinding> findings_;
};

}  // namespace verifier
