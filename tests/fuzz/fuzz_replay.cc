// SPDX-License-Identifier: Apache-2.0
// Every file of a corpus folder through the target, each also cut short and with one byte changed,
// so that a corpus of well-formed files shows the ill-formed ones as well.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

constexpr std::uint64_t kLargestCase = 1U << 20U;
constexpr std::size_t kCuts = 16;

void replay(const std::string& bytes) {
  pgolf_test::fuzz_one(bytes);
  for (std::size_t i = 0; i < kCuts && !bytes.empty(); ++i) {
    const std::size_t at = bytes.size() * i / kCuts;
    pgolf_test::fuzz_one(std::string_view(bytes).substr(0, at));
    std::string changed = bytes;
    changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ 0x20U);
    pgolf_test::fuzz_one(changed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: replay_<target> CORPUS-FOLDER\n", stderr);
    return 64;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    replay(reference::read_file(file, kLargestCase));
  }
  std::printf("%zu corpus files\n", files.size());
  return files.empty() ? 1 : 0;
}
