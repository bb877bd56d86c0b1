// SPDX-License-Identifier: Apache-2.0
// What a test lets go wrong on the emulated devices, and how long it waits for a hang.
#pragma once

#include <cstdint>

namespace emulated_cuda {

inline constexpr int kNoDevice = -1;

struct Faults {
  int no_memory_on = kNoDevice;         // device whose cudaMalloc refuses ...
  std::uint32_t calls_before = 0;       // ... after so many that succeed
  int no_stream_on = kNoDevice;         // device whose cudaStreamCreate refuses
  std::uint32_t patience_seconds = 10;  // what waits longer is a hang, and ends the program
};

// In force for as long as this lives; one at a time, and no emulated call while it comes or goes.
class InjectedFaults {
 public:
  explicit InjectedFaults(const Faults& faults);
  ~InjectedFaults();
  InjectedFaults(const InjectedFaults&) = delete;
  InjectedFaults& operator=(const InjectedFaults&) = delete;
};

}  // namespace emulated_cuda
