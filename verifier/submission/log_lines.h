// SPDX-License-Identifier: Apache-2.0
// The lines of a train log as a person would read them: line ends of any kind, byte-order marks,
// UTF-16, colour codes, launcher prefixes (submission-formats.md section 3). One pass, memory for
// one line; never more than 64 KiB of a line is shown (security specification, F-09).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace verifier {

inline constexpr std::size_t kMaxLineBytes = 64 * 1024;

struct LogLine {
  std::uint64_t number = 0;  // from 1; parts of a progress bar share their line's number
  std::string_view text;     // valid until the next line is asked for
  bool cut = false;
};

class LogLines {
 public:
  // `bytes` must outlive the reader. UTF-16 (with its mark) is turned into UTF-8 first.
  explicit LogLines(std::string_view bytes);

  std::optional<LogLine> next();

 private:
  std::string converted_;
  std::string_view rest_;
  std::string without_colour_;
  std::uint64_t number_ = 1;
};

// Whether bytes are no text at all: a NUL in them although they are not UTF-16.
bool is_binary(std::string_view bytes);

// The line behind time stamps and rank marks that launchers put before it.
std::string_view without_prefix(std::string_view line);

}  // namespace verifier
