// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_source_copy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "verifier/submission/log_lines.h"
#include "verifier/submission/source_text.h"

namespace verifier {
namespace {

constexpr std::uint64_t kCodeLinesOfASource = 16;
constexpr std::uint64_t kCodeLinesAmongSteps = 60;
constexpr std::size_t kSeparatorBytes = 40;
constexpr std::size_t kFullSeparatorBytes = 100;
constexpr std::size_t kMostPieces = 10'000;
constexpr std::size_t kMostSourceBytes = 4U << 20U;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Whether `text` goes on with a name (dots allowed for `from`) and then `next`.
bool name_then(std::string_view text, std::string_view next, bool dots) {
  std::size_t at = 0;
  while (at < text.size() && (is_word(text[at]) || (dots && text[at] == '.'))) {
    ++at;
  }
  return at != 0 && text.substr(at).starts_with(next);
}

bool is_code(std::string_view line) {
  std::size_t start = 0;
  while (start < line.size() && (line[start] == ' ' || line[start] == '\t')) {
    ++start;
  }
  line.remove_prefix(start);
  if (line.starts_with("from ")) {
    return name_then(line.substr(5), " import ", true);
  }
  if (line.starts_with("import ")) {
    return name_then(line.substr(7), "", false);
  }
  if (line.starts_with("def ")) {
    return name_then(line.substr(4), "(", false);
  }
  if (line.starts_with("class ")) {
    return name_then(line.substr(6), "", false);
  }
  return line.starts_with("self.") ||
         (line.starts_with("return") && (line.size() == 6 || !is_word(line[6])));
}

std::size_t digits_from(std::string_view line, std::size_t at) {
  while (at < line.size() && line[at] >= '0' && line[at] <= '9') {
    ++at;
  }
  return at;
}

bool is_step(std::string_view line) {
  if (line.starts_with("step:")) {
    return digits_from(line, 5) > 5;
  }
  const std::size_t slash = digits_from(line, 0);
  if (slash == 0 || slash == line.size() || line[slash] != '/') {
    return false;
  }
  const std::size_t space = digits_from(line, slash + 1);
  const std::string_view rest = line.substr(space);
  return space > slash + 1 && (rest.starts_with(" val_loss") || rest.starts_with(" train_loss"));
}

// Cuts a log at its separators. A piece with many code lines and no step is source from end to end;
// one with steps holds a source only where very many code lines stand without a step between them.
class PieceFinder {
 public:
  void line(std::size_t offset, bool code, bool cut) {
    piece_.has_cut_line = piece_.has_cut_line || cut;
    if (code) {
      code_begin_ = code_lines_ == 0 ? offset : code_begin_;
      ++code_lines_;
    }
    // Before the first line of code there may be a comment of any length.
    code_end_ = code ? offset : code_end_;
  }
  void step() {
    close_source();
    has_step_ = true;
  }
  void separate(std::size_t offset, bool full) {
    finish_piece(offset);
    piece_.begin = offset;
    piece_.after_full_separator = full;
  }
  std::vector<LogPiece> finish(std::size_t size) {
    finish_piece(size);
    return std::move(pieces_);
  }

 private:
  void close_source() {
    if (code_lines_ >= kCodeLinesAmongSteps) {
      sources_.emplace_back(code_begin_, code_end_);
    }
    code_lines_ = 0;
  }
  void push(std::size_t begin, std::size_t end, bool is_source) {
    if (pieces_.size() < kMostPieces) {
      piece_.begin = begin;
      piece_.end = end;
      piece_.is_source = is_source;
      pieces_.push_back(piece_);
    } else {
      pieces_.back().end = end;
    }
    piece_.after_full_separator = true;
  }
  void finish_piece(std::size_t end) {
    const std::uint64_t code_lines = code_lines_;
    close_source();
    if (!has_step_) {
      push(piece_.begin, end, code_lines >= kCodeLinesOfASource);
    } else {
      std::size_t at = piece_.begin;
      for (const auto& [begin, last] : sources_) {
        push(at, begin, false);
        push(begin, last + 1, true);
        at = last + 1;
      }
      push(at, end, false);
    }
    piece_ = {};
    sources_.clear();
    has_step_ = false;
  }

  std::vector<LogPiece> pieces_;
  LogPiece piece_;
  std::vector<std::pair<std::size_t, std::size_t>> sources_;  // first and last code line
  std::uint64_t code_lines_ = 0;                              // since the last step
  std::size_t code_begin_ = 0;
  std::size_t code_end_ = 0;
  bool has_step_ = false;
};

// Whether a script can begin with this line. Before it a log has its launcher's words.
bool may_begin_a_script(std::string_view line) {
  constexpr std::array<std::string_view, 6> kStarts = {"\"", "'", "r\"", "#", "import ", "from "};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return line.starts_with(start); });
}

// The piece as the script stood in it: what a launcher wrote before each line taken off.
std::string unwrapped(std::string_view text) {
  std::string source;
  LogLines lines(text);
  while (const auto line = lines.next()) {
    source += without_prefix(line->text);
    source += '\n';
  }
  return source;
}

std::optional<LineFact<std::string>> digest_of_piece(std::string_view bytes,
                                                     const LogPiece& piece) {
  const std::string_view text = bytes.substr(piece.begin, piece.end - piece.begin);
  if (piece.has_cut_line || text.size() > kMostSourceBytes) {
    return std::nullopt;
  }
  LogLines lines(text);
  while (const auto line = lines.next()) {
    const std::string_view shown = without_prefix(line->text);
    if (!may_begin_a_script(shown)) {
      continue;
    }
    const std::string_view before = bytes.substr(0, piece.begin);
    const auto number = std::count(before.begin(), before.end(), '\n');
    const std::string_view source = text.substr(line->offset);
    const bool as_it_stands =
        shown.size() == line->text.size() && source.find('\x1b') == std::string_view::npos;
    return LineFact<std::string>{source_text_digest(as_it_stands ? source : unwrapped(source)),
                                 static_cast<std::uint64_t>(number) + line->number};
  }
  return std::nullopt;
}

}  // namespace

bool is_separator(std::string_view line) {
  return line.size() >= kSeparatorBytes && line[0] == '=' &&
         line.find_first_not_of('=') == std::string_view::npos;
}

std::vector<LogPiece> find_pieces(std::string_view bytes) {
  PieceFinder finder;
  LogLines lines(bytes);
  while (const auto line = lines.next()) {
    const std::string_view text = without_prefix(line->text);
    if (is_separator(text)) {
      finder.separate(line->offset, text.size() == kFullSeparatorBytes);
    } else if (is_step(text)) {
      finder.step();
    } else {
      finder.line(line->offset, is_code(text), line->cut);
    }
  }
  std::vector<LogPiece> pieces = finder.finish(bytes.size());
  for (LogPiece& piece : pieces) {
    piece.has_brace =
        bytes.substr(piece.begin, piece.end - piece.begin).find('{') != std::string_view::npos;
  }
  return pieces;
}

std::optional<LineFact<std::string>> source_copy_digest(std::string_view bytes,
                                                        const std::vector<LogPiece>& pieces) {
  for (std::size_t i = pieces.size(); i-- > 0;) {
    if (!pieces[i].is_source) {
      continue;
    }
    LogPiece whole = pieces[i];
    // A script may hold a separator of its own.
    for (std::size_t before = i; before > 0 && !pieces[before].after_full_separator; --before) {
      whole.begin = pieces[before - 1].begin;
      whole.has_cut_line = whole.has_cut_line || pieces[before - 1].has_cut_line;
    }
    return digest_of_piece(bytes, whole);
  }
  return std::nullopt;
}

bool looks_like_print_statement(std::string_view line) {
  constexpr std::array<std::string_view, 4> kMarks = {"f\"", "f'", "log0(", "log("};
  if (line.find('{') == std::string_view::npos) {
    return false;
  }
  for (const std::string_view mark : kMarks) {
    if (line.find(mark) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace verifier
