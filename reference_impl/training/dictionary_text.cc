// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/dictionary_text.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "reference_impl/base/error.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/base/utf8.h"

#include <zlib.h>

namespace reference {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
constexpr int kGzipOnly = 15 + 16;
constexpr std::string_view kAboutTheDatabase = "00-";
constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

using Entry = std::pair<std::uint64_t, std::uint64_t>;  // offset, length

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw Error(ErrorKind::bad_input, where + ": " + what);
}

std::uint64_t from_base64(std::string_view digits, const std::string& where) {
  constexpr std::size_t kMostDigits = 8;
  if (digits.empty() || digits.size() > kMostDigits) {
    refuse(where, "an offset or length of " + std::to_string(digits.size()) + " digits");
  }
  std::uint64_t value = 0;
  for (const char digit : digits) {
    const std::size_t at = kDigits.find(digit);
    if (at == std::string_view::npos) {
      refuse(where, "an offset or length with a digit that base 64 does not have");
    }
    value = value * kDigits.size() + at;
  }
  return value;
}

// Distinct entries of the index; several headwords may name one.
std::set<Entry> read_index(std::string_view index, std::size_t text_bytes,
                           const std::string& name) {
  std::set<Entry> entries;
  for (std::size_t line = 1; !index.empty(); ++line) {
    const std::string_view row = index.substr(0, index.find('\n'));
    index.remove_prefix(std::min(index.size(), row.size() + 1));
    const std::string where = name + ":" + std::to_string(line);
    const std::size_t first = row.find('\t');
    const std::size_t second = first == std::string_view::npos ? first : row.find('\t', first + 1);
    if (second == std::string_view::npos) {
      refuse(where, "expected a headword, an offset and a length, separated by tabs");
    }
    const std::uint64_t offset = from_base64(row.substr(first + 1, second - first - 1), where);
    const std::uint64_t length = from_base64(row.substr(second + 1), where);
    if (offset > text_bytes || length > text_bytes - offset) {
      refuse(where, "an entry that reaches beyond the " + std::to_string(text_bytes) +
                        " bytes of the dictionary");
    }
    if (!row.starts_with(kAboutTheDatabase)) {
      entries.emplace(offset, length);
    }
  }
  return entries;
}

std::vector<std::string> take(std::vector<std::string>& documents, std::size_t& next,
                              std::uint64_t bytes, const std::string& name) {
  std::vector<std::string> taken;
  std::uint64_t sum = 0;
  while (sum < bytes) {
    if (next == documents.size()) {
      refuse(name, "holds too little text, " + std::to_string(bytes - sum) + " bytes are missing");
    }
    sum += documents[next].size();
    taken.push_back(std::move(documents[next]));
    ++next;
  }
  return taken;
}

}  // namespace

std::string inflate_gzip(std::string_view packed, std::uint64_t cap_bytes,
                         const std::string& name) {
  z_stream stream{};
  require(inflateInit2(&stream, kGzipOnly) == Z_OK, "zlib could not start");
  const std::span<const std::uint8_t> in = as_bytes(packed);
  stream.next_in = const_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  std::string bytes;
  std::string chunk(kChunkBytes, '\0');
  int code = Z_OK;
  while (code == Z_OK && bytes.size() <= cap_bytes) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    code = inflate(&stream, Z_NO_FLUSH);
    bytes.append(chunk, 0, chunk.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (bytes.size() > cap_bytes) {
    refuse(name, "unpacks to more than " + std::to_string(cap_bytes) + " bytes");
  }
  if (code != Z_STREAM_END) {
    refuse(name, "is not a whole gzip file");
  }
  return bytes;
}

std::vector<std::string> dictionary_documents(std::string_view index, std::string_view text,
                                              const std::string& name) {
  std::map<Digest256, std::string> by_digest;
  for (const Entry& entry : read_index(index, text.size(), name)) {
    const std::string_view document = text.substr(entry.first, entry.second);
    if (!document.empty() && is_utf8(document)) {
      by_digest.emplace(sha256(document), document);
    }
  }
  std::vector<std::string> documents;
  documents.reserve(by_digest.size());
  std::transform(by_digest.begin(), by_digest.end(), std::back_inserter(documents),
                 [](auto& row) { return std::move(row.second); });
  return documents;
}

DocumentSplit split_documents(std::vector<std::string> documents, std::uint64_t validation_bytes,
                              std::uint64_t train_bytes, const std::string& name) {
  DocumentSplit split;
  std::size_t next = 0;
  split.validation = take(documents, next, validation_bytes, name);
  split.train = take(documents, next, train_bytes, name);
  return split;
}

}  // namespace reference
