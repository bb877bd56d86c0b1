// SPDX-License-Identifier: Apache-2.0
// Reads one line from left to right: each call takes what it names from the front, or nothing. No
// call looks back, so reading is linear in the line.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "verifier/submission/submission.h"

namespace verifier {

class LogCursor {
 public:
  explicit LogCursor(std::string_view line) : rest_(line) {}

  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }

  bool take(std::string_view literal) {
    const bool taken = rest_.starts_with(literal);
    rest_.remove_prefix(taken ? literal.size() : 0);
    return taken;
  }
  void skip_spaces() {
    while (!rest_.empty() && rest_[0] == ' ') {
      rest_.remove_prefix(1);
    }
  }
  std::optional<std::uint64_t> integer();          // digits, at most 2^53
  std::optional<std::uint64_t> grouped_integer();  // the same with commas between the digits
  std::optional<Decimal> number();
  std::string_view until(char stop);  // up to `stop`, which stays; all of it where there is none

  // Goes behind the next `literal` of the line; stays where there is none.
  bool find(std::string_view literal);

 private:
  std::string_view rest_;
};

}  // namespace verifier
