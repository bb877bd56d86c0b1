// SPDX-License-Identifier: Apache-2.0
// The lines of a train log as a person would read them: line ends of any kind, byte-order marks,
// UTF-16, colour codes, launcher prefixes (submission-formats.md section 3). One pass, memory for
// one line; never more than 64 KiB of a line is shown, and never more than 256 MiB of a log are
// read (security specification, F-09).
#pragma once

#include <algorithm>
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
  // `bytes` must outlive the reader; what lies beyond kMaxLogBytes is not read. A copy of a reader
  // need not look at the bytes again to learn what kind they are.
  explicit LogLines(std::string_view bytes);

  std::optional<LogLine> next() { return plain_ ? next_plain() : next_unusual(); }

  // Goes on with the line of that number, which begins at `offset`, not before the next line.
  void skip_to(std::size_t offset, std::uint64_t number);

  // Whether the bytes differ from what the lines show: UTF-16, colour codes.
  bool rewrites() const { return utf16_ || has_escapes_; }

 private:
  // Most logs have neither carriage returns nor colours nor UTF-16.
  std::optional<LogLine> next_plain() {
    if (at_ >= bytes_.size()) {
      return std::nullopt;
    }
    const std::size_t length = std::min(bytes_.find('\n', at_), bytes_.size()) - at_;
    LogLine line{number_, at_, bytes_.substr(at_, std::min(length, kMaxLineBytes)),
                 length > kMaxLineBytes};
    ++number_;
    at_ += length + 1;
    return line;
  }
  std::optional<LogLine> next_unusual();
  std::optional<LogLine> next_utf16();
  std::size_t line_end();

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t feed_at_ = 0;  // where the next '\n' stands, once it was looked for
  bool plain_ = false;
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
