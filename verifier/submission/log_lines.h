// SPDX-License-Identifier: Apache-2.0
// The lines of a train log as a person would read them: line ends of any kind, byte-order marks,
// UTF-16, colour codes, launcher prefixes (submission-formats.md section 3). One pass, memory for
// one line; never more than 64 KiB of a line is shown, and never more than 256 MiB of a log are
// read (security specification, F-09).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace verifier {

inline constexpr std::size_t kMaxLineBytes = 64 * 1024;
inline constexpr std::size_t kMaxLogBytes = 256ULL << 20U;

struct LogLine {
  std::uint64_t number = 0;  // from 1; parts of a progress bar share their line's number
  std::size_t offset = 0;    // of its first byte in what the reader was given
  std::string_view text;     // valid until the next line is asked for
  bool cut = false;
};

class LogLines {
 public:
  // `bytes` must outlive the reader; what lies beyond kMaxLogBytes is not read.
  explicit LogLines(std::string_view bytes);

  std::optional<LogLine> next();

  // Goes on with the first line that begins at `offset` or behind it.
  void skip_to(std::size_t offset);

 private:
  std::optional<LogLine> next_utf16();
  std::size_t line_end();

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t feed_at_ = 0;  // where the next '\n' stands, once it was looked for
  bool utf16_ = false;
  bool has_returns_ = false;
  bool has_escapes_ = false;
  std::string buffer_;
  std::string without_colour_;
  std::uint64_t number_ = 1;
};

// Whether bytes are no text at all: a NUL in them although they are not UTF-16.
bool is_binary(std::string_view bytes);

// The line behind time stamps and rank marks that launchers put before it.
std::string_view without_prefix(std::string_view line);

}  // namespace verifier
