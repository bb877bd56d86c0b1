// SPDX-License-Identifier: Apache-2.0
// Memory of a CUDA device, for sources that are built with the CUDA toolkit alone.
#pragma once

#include <cstddef>
#include <string>

#include "reference_impl/base/error.h"

#include <cuda_runtime.h>

namespace reference {

// Throws Error{resource_absent} that says what failed and why.
inline void check_cuda(cudaError_t result, const char* what) {
  if (result != cudaSuccess) {
    cudaGetLastError();  // taken back, or the next launch would be blamed for it
    throw Error(ErrorKind::resource_absent,
                std::string(what) + " failed: " + cudaGetErrorString(result));
  }
}

// How many devices this machine shows, and where there are none the driver's reason.
struct CudaDevices {
  int count = 0;
  std::string why;  // ends a sentence: empty, or " (...)"
};

inline CudaDevices cuda_devices() {
  CudaDevices devices;
  const cudaError_t result = cudaGetDeviceCount(&devices.count);
  if (result != cudaSuccess) {
    cudaGetLastError();
    devices = {.count = 0, .why = std::string(" (") + cudaGetErrorString(result) + ")"};
  }
  return devices;
}

// Freed with its owner; grows as needed, and growing loses the contents.
class DeviceMemory {
 public:
  DeviceMemory() = default;
  ~DeviceMemory() { cudaFree(data_); }
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  void* sized(std::size_t bytes) {
    if (bytes > bytes_) {
      check_cuda(cudaFree(data_), "cudaFree");
      data_ = nullptr;
      bytes_ = 0;
      check_cuda(cudaMalloc(&data_, bytes), "taking memory of the GPU");
      bytes_ = bytes;
    }
    return data_;
  }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace reference
