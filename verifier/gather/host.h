// SPDX-License-Identifier: Apache-2.0
// Facts of the host a verification ran on, as small JSON texts that become evidence: hardware,
// software, the sandbox that was (not) used. Read once in main and passed in, so tests can fix
// them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace verifier {

struct HostFacts {
  std::string hardware_json;  // processor, cores, memory, accelerators
  std::string software_json;  // kernel, C library, compiler and libraries of this build
  std::string sandbox_json;   // the isolation tier used
  std::string image_json;     // the operating system release
};

HostFacts read_host_facts();

// The folder of the running program and its bytes' digest.
struct ProgramFacts {
  std::filesystem::path path;
  std::string sha256;
  std::uint64_t bytes = 0;
};
ProgramFacts read_program_facts();

// Bytes from the kernel's random source.
std::string random_bytes(std::size_t count);

}  // namespace verifier
