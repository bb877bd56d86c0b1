// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/code_file.h"

#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/base/little_endian.h"
#include "reference_impl/coding/row_frequencies.h"

namespace reference {
namespace {

constexpr std::string_view kMagic("pgcode\0\0", 8);
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kVersionAt = 8;
constexpr std::size_t kVocabularyAt = 12;
constexpr std::size_t kTokensAt = 16;
constexpr std::size_t kFirstTokenAt = 24;
constexpr std::size_t kZerosAt = 26;
constexpr std::size_t kScorerAt = 32;
constexpr std::size_t kTokenDigestAt = 64;
constexpr std::size_t kPayloadBytesAt = 96;
constexpr std::size_t kDigestAt = 104;
constexpr std::size_t kHeaderBytes = 136;
// No stream of the challenge is longer, and a damaged number must not ask for more memory.
constexpr std::uint64_t kMostTokens = 1'000'000'000;

void append(std::string& bytes, const Digest256& digest) {
  bytes.append(digest.begin(), digest.end());
}

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return value;
}

Digest256 digest(std::string_view bytes, std::size_t at) {
  Digest256 digest{};
  std::transform(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                 bytes.begin() + static_cast<std::ptrdiff_t>(at + digest.size()), digest.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return digest;
}

// Of everything but itself.
Digest256 digest_of(std::string_view bytes) {
  return Sha256()
      .update(bytes.substr(0, kDigestAt))
      .update(bytes.substr(std::min(bytes.size(), kHeaderBytes)))
      .finish();
}

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  void expect(bool good, std::size_t at, const std::string& what) const {
    if (!good) {
      throw Error(ErrorKind::bad_input, name_ + ": byte " + std::to_string(at) + ": " + what);
    }
  }
  void check_frame() const {
    expect(bytes_.substr(0, kMagic.size()) == kMagic.substr(0, bytes_.size()) && !bytes_.empty(), 0,
           "not a code file, which starts with \"pgcode\"; make one with `reference encode`");
    expect(bytes_.size() >= kHeaderBytes, bytes_.size(),
           "the file ends inside its header of " + std::to_string(kHeaderBytes) + " bytes");
    const std::uint64_t version = number(bytes_, kVersionAt, 4);
    expect(version == kVersion, kVersionAt,
           "version " + std::to_string(version) + ", this program reads version " +
               std::to_string(kVersion));
    const std::uint64_t stated = number(bytes_, kPayloadBytesAt, 8);
    const std::uint64_t found = bytes_.size() - kHeaderBytes;
    expect(stated == found, kPayloadBytesAt,
           "the header names a code of " + std::to_string(stated) + " bytes, " +
               std::to_string(found) + " follow it");
    expect(digest(bytes_, kDigestAt) == digest_of(bytes_), kDigestAt,
           "the file's SHA-256 is not that of its bytes: it was damaged or changed");
  }
  void check_values(const CodeFile& file) const {
    expect(file.vocabulary >= kLeastVocabulary && file.vocabulary <= kMostVocabulary, kVocabularyAt,
           "a vocabulary of " + std::to_string(file.vocabulary) + " tokens, expected 2 to 65536");
    expect(file.tokens >= 1 && file.tokens <= kMostTokens, kTokensAt,
           std::to_string(file.tokens) + " tokens, expected 1 to " + std::to_string(kMostTokens));
    expect(file.first_token < file.vocabulary, kFirstTokenAt,
           "the first token is " + std::to_string(file.first_token) +
               ", beyond the vocabulary of " + std::to_string(file.vocabulary));
    expect(number(bytes_, kZerosAt, kScorerAt - kZerosAt) == 0, kZerosAt, "expected zeros");
  }

 private:
  std::string_view bytes_;
  const std::string& name_;
};

}  // namespace

std::string code_file_bytes(const CodeFile& file) {
  std::string bytes(kMagic);
  append_little_endian(bytes, kVersion, 4);
  append_little_endian(bytes, file.vocabulary, 4);
  append_little_endian(bytes, file.tokens, 8);
  append_little_endian(bytes, file.first_token, kScorerAt - kFirstTokenAt);
  append(bytes, file.scorer);
  append(bytes, file.token_digest);
  append_little_endian(bytes, file.payload.size(), 8);
  append(bytes, Sha256().update(bytes).update(file.payload).finish());
  return bytes + file.payload;
}

CodeFile parse_code_file(std::string_view bytes, const std::string& name) {
  const Reader reader(bytes, name);
  reader.check_frame();
  CodeFile file;
  file.vocabulary = static_cast<std::uint32_t>(number(bytes, kVocabularyAt, 4));
  file.tokens = number(bytes, kTokensAt, 8);
  file.first_token = static_cast<std::uint16_t>(number(bytes, kFirstTokenAt, 2));
  file.scorer = digest(bytes, kScorerAt);
  file.token_digest = digest(bytes, kTokenDigestAt);
  file.payload = bytes.substr(kHeaderBytes);
  reader.check_values(file);
  return file;
}

}  // namespace reference
