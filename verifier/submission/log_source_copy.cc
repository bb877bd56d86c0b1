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
  if (line.empty() || line[0] < 'c' || line[0] > 's') {
    return false;
  }
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
  void line(const LogLine& line, bool code) {
    piece_.has_cut_line = piece_.has_cut_line || line.cut;
    end_code(start_of(line));
    if (code) {
      code_.begin = code_lines_ == 0 ? start_of(line) : code_.begin;
      ++code_lines_;
      after_code_ = true;
    }
  }
  void step(const LogLine& line) {
    end_code(start_of(line));
    close_source();
    has_step_ = true;
  }
  void separate(const LogLine& line, bool full) {
    finish_piece(start_of(line));
    piece_.after_full_separator = full;
  }
  std::vector<LogPiece> finish(std::size_t size) {
    finish_piece({size, 0});
    return std::move(pieces_);
  }

 private:
  struct LineStart {
    std::size_t offset = 0;
    std::uint64_t number = 1;
  };
  struct Stretch {
    LineStart begin;
    LineStart end;
  };

  static LineStart start_of(const LogLine& line) { return {line.offset, line.number}; }

  // Before the first line of code and between two of them there may be a comment of any length.
  void end_code(LineStart next) {
    code_.end = after_code_ ? next : code_.end;
    after_code_ = false;
  }
  void close_source() {
    if (code_lines_ >= kCodeLinesAmongSteps) {
      sources_.push_back(code_);
    }
    code_lines_ = 0;
  }
  void push(LineStart begin, LineStart end, bool is_source) {
    if (pieces_.size() < kMostPieces) {
      piece_.begin = begin.offset;
      piece_.line = begin.number;
      piece_.end = end.offset;
      piece_.is_source = is_source;
      pieces_.push_back(piece_);
    } else {
      pieces_.back().end = end.offset;
    }
    piece_.after_full_separator = true;
  }
  void finish_piece(LineStart end) {
    const std::uint64_t code_lines = code_lines_;
    end_code(end);
    close_source();
    if (!has_step_) {
      push(begin_, end, code_lines >= kCodeLinesOfASource);
    } else {
      LineStart at = begin_;
      for (const Stretch& source : sources_) {
        push(at, source.begin, false);
        push(source.begin, source.end, true);
        at = source.end;
      }
      push(at, end, false);
    }
    piece_ = {};
    begin_ = end;
    sources_.clear();
    has_step_ = false;
  }

  std::vector<LogPiece> pieces_;
  LogPiece piece_;
  LineStart begin_;
  std::vector<Stretch> sources_;
  Stretch code_;                  // from the first code line since the last step to the last one
  std::uint64_t code_lines_ = 0;  // since the last step
  bool after_code_ = false;       // the line before was one
  bool has_step_ = false;
};

// Whether a script can begin with this line. Before it a log has its launcher's words.
bool may_begin_a_script(std::string_view line) {
  constexpr std::array<std::string_view, 6> kStarts = {"\"", "'", "r\"", "#", "import ", "from "};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return line.starts_with(start); });
}

// The script as it stood before a launcher wrote its words before each line.
std::string unwrapped(const LogLine& first, LogLines lines, std::size_t end) {
  std::string source(without_prefix(first.text));
  std::uint64_t number = first.number;
  auto line = lines.next();
  for (; line && line->offset < end; line = lines.next()) {
    // Between a carriage return and its line feed stands no line.
    if (!line->text.empty() || line->number != number) {
      source += '\n';
      source += without_prefix(line->text);
    }
    number = line->number;
  }
  return source;
}

std::optional<LineFact<std::string>> digest_of_piece(std::string_view bytes, LogLines lines,
                                                     const LogPiece& piece) {
  if (piece.has_cut_line || piece.end - piece.begin > kMostSourceBytes) {
    return std::nullopt;
  }
  lines.skip_to(piece.begin, piece.line);
  auto line = lines.next();
  for (; line && line->offset < piece.end; line = lines.next()) {
    const std::string_view shown = without_prefix(line->text);
    if (!may_begin_a_script(shown)) {
      continue;
    }
    const bool as_it_stands = shown.size() == line->text.size() && !lines.rewrites();
    const std::string digest =
        as_it_stands ? source_text_digest(bytes.substr(line->offset, piece.end - line->offset))
                     : source_text_digest(unwrapped(*line, lines, piece.end));
    return LineFact<std::string>{digest, line->number};
  }
  return std::nullopt;
}

}  // namespace

bool is_separator(std::string_view line) {
  return line.size() >= kSeparatorBytes && line[0] == '=' &&
         line.find_first_not_of('=') == std::string_view::npos;
}

std::vector<LogPiece> find_pieces(std::string_view bytes, LogLines lines) {
  PieceFinder finder;
  while (const auto line = lines.next()) {
    const std::string_view text = without_prefix(line->text);
    if (is_separator(text)) {
      finder.separate(*line, text.size() == kFullSeparatorBytes);
    } else if (is_step(text)) {
      finder.step(*line);
    } else {
      finder.line(*line, is_code(text));
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
                                                        const LogLines& lines,
                                                        const std::vector<LogPiece>& pieces) {
  for (std::size_t i = pieces.size(); i-- > 0;) {
    if (!pieces[i].is_source) {
      continue;
    }
    LogPiece whole = pieces[i];
    // A script may hold a separator of its own.
    for (std::size_t before = i; before > 0 && !pieces[before].after_full_separator; --before) {
      whole.begin = pieces[before - 1].begin;
      whole.line = pieces[before - 1].line;
      whole.has_cut_line = whole.has_cut_line || pieces[before - 1].has_cut_line;
    }
    return digest_of_piece(bytes, lines, whole);
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
