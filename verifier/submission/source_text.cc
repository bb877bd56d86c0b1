// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/source_text.h"

#include <algorithm>

#include "reference_impl/base/sha256.h"

namespace verifier {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\f';
}

// CRLF and CR as line feeds.
std::string with_line_feeds(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends_line = text[i] == '\r';
    plain += ends_line ? '\n' : text[i];
    i += ends_line && text.substr(i + 1).starts_with('\n') ? 1U : 0U;
  }
  return plain;
}

// Whether one of the 64 bytes may be a blank before a line feed; false is certain. Written without
// a way out of the loop, so that the compiler looks at many bytes at once.
constexpr std::size_t kStretch = 64;

bool may_have_blank_end(const char* text) {
  unsigned char found = 0;
  for (std::size_t i = 0; i < kStretch; ++i) {
    const bool low = (text[i] <= ' ') & (text[i] != '\n');
    const bool here = low & (text[i + 1] == '\n');
    found = static_cast<unsigned char>(found | static_cast<unsigned char>(here));
  }
  return found != 0;
}

// The next line feed from `at` on that has a blank before it; npos where there is none.
std::size_t next_blank_end(std::string_view text, std::size_t at) {
  while (at + 1 < text.size()) {
    const std::size_t end = std::min(at + kStretch, text.size() - 1);
    const bool none = at + kStretch < text.size() && !may_have_blank_end(text.data() + at);
    for (; !none && at < end; ++at) {
      if (is_blank(text[at]) && text[at + 1] == '\n') {
        return at + 1;
      }
    }
    at = end;
  }
  return std::string_view::npos;
}

std::string without_blank_ends(std::string_view text, std::size_t feed) {
  std::string plain;
  plain.reserve(text.size());
  std::size_t at = 0;
  for (; feed != std::string_view::npos; feed = next_blank_end(text, feed)) {
    std::size_t end = feed;
    while (end > at && is_blank(text[end - 1])) {
      --end;
    }
    plain += text.substr(at, end - at);
    at = feed;
  }
  return plain += text.substr(at);
}

}  // namespace

std::string source_text_digest(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  // Most sources need no change and are hashed where they stand.
  std::string with_feeds;
  if (text.find('\r') != std::string_view::npos) {
    with_feeds = with_line_feeds(text);
    text = with_feeds;
  }
  std::string without_blanks;
  const std::size_t feed = next_blank_end(text, 0);
  if (feed != std::string_view::npos) {
    without_blanks = without_blank_ends(text, feed);
    text = without_blanks;
  }
  // Empty lines count only between others.
  text.remove_prefix(std::min(text.find_first_not_of('\n'), text.size()));
  text = text.substr(0, text.find_last_not_of(" \t\f\n") + 1);
  reference::Sha256 digest;
  digest.update(text);
  return reference::to_hex(digest.update(text.empty() ? "" : "\n").finish());
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
