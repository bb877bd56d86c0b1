// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/source_text.h"

#include <algorithm>

#include "reference_impl/base/sha256.h"

namespace verifier {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The next line without its end; `rest` moves behind the end, which is CRLF, CR or LF.
std::string_view take_line(std::string_view& rest, bool has_returns) {
  std::size_t end = std::min(rest.find('\n'), rest.size());
  end = has_returns ? std::min(rest.substr(0, end).find('\r'), end) : end;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end);
  if (rest.starts_with("\r\n")) {
    rest.remove_prefix(2);
  } else if (!rest.empty()) {
    rest.remove_prefix(1);
  }
  return line;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\f';
}

}  // namespace

std::string source_text_digest(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  const bool has_returns = text.find('\r') != std::string_view::npos;
  std::string plain;
  plain.reserve(text.size() + 1);
  std::size_t pending = 0;  // empty lines count only where another line follows
  while (!text.empty()) {
    std::string_view line = take_line(text, has_returns);
    while (!line.empty() && is_blank(line.back())) {
      line.remove_suffix(1);
    }
    if (line.empty()) {
      pending += plain.empty() ? 0U : 1U;
      continue;
    }
    plain.append(pending, '\n');
    plain += line;
    plain += '\n';
    pending = 0;
  }
  return reference::to_hex(reference::sha256(plain));
}

std::uint64_t source_text_bytes(std::string_view text) {
  std::uint64_t pairs = 0;
  for (std::size_t at = text.find("\r\n"); at != std::string_view::npos;
       at = text.find("\r\n", at + 2)) {
    ++pairs;
  }
  return text.size() - pairs;
}

}  // namespace verifier
