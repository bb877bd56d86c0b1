// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/script.h"

#include <algorithm>
#include <array>

namespace verifier {
namespace {

constexpr std::size_t kPackedLineBytes = 4000;

const SubmittedFile* largest(const std::vector<SubmittedFile>& files, std::string_view start) {
  const SubmittedFile* found = nullptr;
  for (const SubmittedFile& file : files) {
    const bool wanted = file.path.find('/') == std::string::npos && file.path.starts_with(start) &&
                        file.path.ends_with(".py");
    if (wanted && (found == nullptr || file.bytes > found->bytes)) {
      found = &file;
    }
  }
  return found;
}

bool holds_unpacker(std::string_view line) {
  constexpr std::array<std::string_view, 6> kUnpackers = {"b85decode", "b64decode", "a85decode",
                                                          "lzma",      "zlib",      "brotli"};
  return std::any_of(kUnpackers.begin(), kUnpackers.end(), [&](std::string_view word) {
    return line.find(word) != std::string_view::npos;
  });
}

}  // namespace

std::string choose_script(const std::vector<SubmittedFile>& files) {
  for (const std::string_view start :
       {std::string_view("train_gpt.py"), std::string_view("train"), std::string_view("")}) {
    const SubmittedFile* found = largest(files, start);
    if (found != nullptr) {
      return found->path;
    }
  }
  return "";
}

Script read_script(const std::string& path, std::string_view bytes) {
  Script script{path, bytes.size(), 0, false};
  for (std::size_t start = 0; start < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    const std::string_view line = bytes.substr(start, end - start);
    ++script.lines;
    script.packed = script.packed || (line.size() > kPackedLineBytes && holds_unpacker(line));
    start = end + 1;
  }
  return script;
}

}  // namespace verifier
