// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/host.h"

#include <fstream>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/base/result.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

// What stands behind a key's colon or equals sign, without quotes.
std::string value_behind(const std::string& line, const std::string& key) {
  const std::size_t from = line.find_first_not_of(" \t:=\"", key.size());
  const std::size_t to = line.find_last_not_of("\"\r");
  return from == std::string::npos || to < from ? "" : line.substr(from, to - from + 1);
}

// The value of the first line of a file that starts with a key; empty where there is none.
std::string field_of(const char* file, const std::string& key) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind(key, 0) == 0) {
      return value_behind(line, key);
    }
  }
  return "";
}

std::uint64_t memory_bytes() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long page_bytes = ::sysconf(_SC_PAGESIZE);
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes);
}

std::uint64_t accelerator_count() {
  std::error_code error;
  std::uint64_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/driver/nvidia/gpus", error)) {
    count += entry.is_directory() ? 1 : 0;
  }
  return count;
}

}  // namespace

HostFacts read_host_facts() {
  utsname kernel{};
  require(::uname(&kernel) == 0, "the kernel's name could not be read");
  HostFacts facts;
  facts.hardware_json = reference::canonical_json(
      {{"processor", field_of("/proc/cpuinfo", "model name")},
       {"cores", static_cast<std::uint64_t>(::sysconf(_SC_NPROCESSORS_ONLN))},
       {"memoryBytes", memory_bytes()},
       {"accelerators", accelerator_count()}});
  facts.software_json = reference::canonical_json({{"kernel", std::string(kernel.release)},
                                                   {"machine", std::string(kernel.machine)},
                                                   {"compiler", std::string(__VERSION__)}});
  facts.sandbox_json = reference::canonical_json(
      {{"tier", "none"}, {"because", "nothing of the submission was executed"}});
  facts.image_json =
      reference::canonical_json({{"system", field_of("/etc/os-release", "PRETTY_NAME")}});
  return facts;
}

ProgramFacts read_program_facts() {
  ProgramFacts facts;
  facts.path = std::filesystem::read_symlink("/proc/self/exe");
  const std::string bytes = reference::read_file(facts.path, 1ULL << 30U);
  facts.sha256 = reference::to_hex(reference::sha256(bytes));
  facts.bytes = bytes.size();
  return facts;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t at = 0;
  while (at < count) {
    const ssize_t n = ::getrandom(bytes.data() + at, count - at, 0);
    require(n > 0, "the kernel gave no random bytes");
    at += static_cast<std::size_t>(n);
  }
  return bytes;
}

}  // namespace verifier
