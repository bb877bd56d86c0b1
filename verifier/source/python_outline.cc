// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_outline.h"

#include <algorithm>
#include <array>
#include <optional>

namespace verifier {
namespace {

constexpr std::size_t kLongLiteralBytes = 1024;
constexpr std::size_t kLongestPrefix = 2;  // of a literal that is no format string: rb, Br, u
constexpr std::size_t kWantedSymbols = 20'000;
constexpr std::size_t kMostSymbols = 60'000;
// A line end may come with one indent or its dedent besides.
constexpr std::size_t kSymbolsOfALineEnd = 3;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f';
}

// The number of symbols that a stretch of text can be at most.
std::size_t count_symbols(std::string_view text) {
  std::size_t count = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool word = is_word(c);
    if (c == '\n' || c == '\r') {
      count += kSymbolsOfALineEnd;
    } else if (!is_blank(c) && !(word && in_word)) {
      ++count;
    }
    in_word = word;
  }
  return count;
}

class Outliner {
 public:
  explicit Outliner(std::string_view text) : text_(text) { outline_.masked = text; }

  Result<PythonOutline> run() {
    while (at_ < text_.size() && !problem_) {
      take();
    }
    close_piece(text_.size());
    if (problem_) {
      return *problem_;
    }
    return std::move(outline_);
  }

 private:
  void take() {
    const char c = text_[at_];
    if (line_start_ && depth_ == 0 && begins_statement()) {
      consider_cut();
    }
    line_start_ = false;
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '"' || c == '\'') {
      take_string();
    } else if (c == '\\' && at_ + 1 < text_.size()) {
      at_ += 2;  // a continued line does not begin a statement
    } else {
      depth_ += c == '(' || c == '[' || c == '{' ? 1 : 0;
      depth_ -= (c == ')' || c == ']' || c == '}') && depth_ > 0 ? 1 : 0;
      line_start_ = c == '\n';
      ++at_;
    }
  }

  // Whether the line is at the margin and neither goes on with the statement before nor belongs to
  // the decorator above it.
  bool begins_statement() {
    const char c = text_[at_];
    if (!is_word(c) && c != '@') {
      return false;
    }
    const bool decorated = decorator_;
    decorator_ = c == '@';
    constexpr std::array<std::string_view, 4> kContinuing = {"else", "elif", "except", "finally"};
    const std::string_view rest = text_.substr(at_, 8);
    return !decorated &&
           std::none_of(kContinuing.begin(), kContinuing.end(),
                        [&](std::string_view word) { return rest.starts_with(word); });
  }

  void count_to(std::size_t end) {
    const std::string_view masked = outline_.masked;
    symbols_ += count_symbols(masked.substr(counted_, end - counted_));
    counted_ = end;
  }

  void consider_cut() {
    close_literals();
    count_to(at_);
    if (symbols_ >= kWantedSymbols) {
      close_piece(at_);
    }
  }

  void close_piece(std::size_t end) {
    close_literals();
    count_to(end);
    if (symbols_ > kMostSymbols && !problem_) {
      problem_ = Failure{ErrorKind::bad_input, "unreadable",
                         "one statement holds about " + std::to_string(symbols_) +
                             " symbols, expected at most " + std::to_string(kMostSymbols)};
    }
    outline_.pieces.push_back({piece_begin_, end});
    piece_begin_ = end;
    symbols_ = 0;
  }

  bool is_format_string() const {
    for (std::size_t back = 1; back <= 3 && back <= at_; ++back) {
      const char c = text_[at_ - back];
      if (c == 'f' || c == 'F') {
        return true;
      }
      if (!is_word(c)) {
        break;
      }
    }
    return false;
  }

  // Backslashes protect the next character even in raw strings.
  void take_string() {
    const char quote = text_[at_];
    const bool format = is_format_string();
    const bool triple =
        at_ + 2 < text_.size() && text_[at_ + 1] == quote && text_[at_ + 2] == quote;
    const std::size_t begin = at_ + (triple ? 3 : 1);
    std::size_t end = begin;
    while (end < text_.size()) {
      const char c = text_[end];
      if (c == '\\') {
        end += 2;
        continue;
      }
      if ((!triple && (c == quote || c == '\n')) ||
          (triple && c == quote && text_.substr(end, 3) == text_.substr(at_, 3))) {
        break;
      }
      ++end;
    }
    end = std::min(end, text_.size());
    if (!format && end - begin > kLongLiteralBytes) {
      hide(begin, end);
    }
    const bool closed = end < text_.size() && text_[end] == quote;
    const std::size_t behind = end + (!closed ? 0 : triple ? 3 : 1);
    if (closed && !format) {
      note_literal(at_, behind);
    }
    at_ = behind;
  }

  void hide(std::size_t begin, std::size_t end) {
    std::fill(outline_.masked.begin() + static_cast<std::ptrdiff_t>(begin),
              outline_.masked.begin() + static_cast<std::ptrdiff_t>(end), 'x');
  }

  // Literals side by side in brackets are one literal to Python, and to the grammar where they are
  // long together: a payload may be thousands of short ones.
  void note_literal(std::size_t begin, std::size_t end) {
    if (depth_ == 0 || !goes_on(begin)) {
      close_literals();
      literals_ = {begin, end};
    }
    literals_.end = end;
  }

  // Whether nothing but blanks and a literal's prefix stands behind the literal before.
  bool goes_on(std::size_t begin) const {
    std::size_t at = literals_.end;
    while (at < begin && (is_blank(text_[at]) || text_[at] == '\n')) {
      ++at;
    }
    const std::string_view prefix = text_.substr(at, begin - at);
    return literals_.end != 0 && prefix.size() <= kLongestPrefix &&
           prefix.find_first_not_of("bBrRuU") == std::string_view::npos;
  }

  void close_literals() {
    if (literals_.end - literals_.begin > kLongLiteralBytes) {
      hide(literals_.begin + 1, literals_.end - 1);
      outline_.masked[literals_.end - 1] = outline_.masked[literals_.begin];
    }
    literals_ = {};
  }

  std::string_view text_;
  PythonOutline outline_;
  std::optional<Failure> problem_;
  std::size_t at_ = 0;
  std::size_t piece_begin_ = 0;
  std::size_t counted_ = 0;  // up to here symbols_ counts
  std::size_t symbols_ = 0;  // of the piece
  PythonPiece literals_;     // the last run of literals side by side
  int depth_ = 0;
  bool line_start_ = true;
  bool decorator_ = false;
};

}  // namespace

Result<PythonOutline> outline_python(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return Failure{ErrorKind::bad_input, "unreadable", "it holds a NUL byte, expected Python text"};
  }
  return Outliner(text).run();
}

}  // namespace verifier
