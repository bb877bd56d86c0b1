// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/manifest.h"

#include "verifier/base/numbers.h"

namespace verifier {
namespace {

std::string uppercase(std::string text) {
  for (char& c : text) {
    c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

}  // namespace

std::string percent_encoded(std::string_view path) {
  std::string encoded;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x20 && byte < 0x7F && c != '%';
    encoded += plain ? std::string(1, c) : "%" + uppercase(hex_byte(byte));
  }
  return encoded;
}

std::string manifest_text(const std::vector<SubmittedFile>& files) {
  std::string text = "verify-manifest v1\n";
  for (const SubmittedFile& file : files) {
    text += file.mode + " blob " + std::to_string(file.bytes) + " " + file.sha256 + " " +
            percent_encoded(file.path) + "\n";
  }
  return text;
}

}  // namespace verifier
