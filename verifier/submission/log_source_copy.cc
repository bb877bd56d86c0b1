// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_source_copy.h"

#include <array>
#include <cstdint>

#include "verifier/submission/log_lines.h"

namespace verifier {
namespace {

constexpr std::uint64_t kCodeLinesOfASource = 16;
constexpr std::size_t kSeparatorBytes = 40;

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
  const std::size_t start = line.find_first_not_of(" \t");
  if (start == std::string_view::npos) {
    return false;
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

bool is_step(std::string_view line) {
  if (line.starts_with("step:")) {
    return line.size() > 5 && line[5] >= '0' && line[5] <= '9';
  }
  const std::size_t slash = line.find_first_not_of("0123456789");
  if (slash == 0 || slash == std::string_view::npos || line[slash] != '/') {
    return false;
  }
  const std::size_t space = line.find_first_not_of("0123456789", slash + 1);
  if (space == std::string_view::npos || space == slash + 1) {
    return false;
  }
  const std::string_view rest = line.substr(space);
  return rest.starts_with(" val_loss") || rest.starts_with(" train_loss");
}

}  // namespace

bool is_separator(std::string_view line) {
  return line.size() >= kSeparatorBytes && line.find_first_not_of('=') == std::string_view::npos;
}

std::vector<bool> find_source_copies(std::string_view bytes) {
  std::vector<bool> is_source;
  std::uint64_t code_lines = 0;
  bool has_step = false;
  const auto close = [&] {
    is_source.push_back(code_lines >= kCodeLinesOfASource && !has_step);
    code_lines = 0;
    has_step = false;
  };
  LogLines lines(bytes);
  while (const auto line = lines.next()) {
    const std::string_view text = without_prefix(line->text);
    if (is_separator(text)) {
      close();
      continue;
    }
    code_lines += is_code(text) ? 1U : 0U;
    has_step = has_step || is_step(text);
  }
  close();
  return is_source;
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
