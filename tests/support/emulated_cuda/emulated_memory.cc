// SPDX-License-Identifier: Apache-2.0
// The devices' memory, and what moves it. The default stream waits for what it is told to do.
#include <cstring>
#include <map>
#include <vector>

#include "tests/support/emulated_cuda/emulation.h"
#include "tests/support/emulated_cuda/faults.h"

namespace emulated_cuda {
namespace {

constexpr std::size_t kDeviceBytes = std::size_t{4} << 30U;
constexpr std::uint8_t kFreshByte = 0xA5;  // what nobody wrote is no zero

struct Allocation {
  std::vector<std::uint8_t> bytes;
  int device = 0;
};

// Every live allocation, by its address.
class DeviceHeap {
 public:
  // Null where the device has no room.
  void* take(std::size_t bytes, int device) {
    const std::lock_guard lock(mutex_);
    std::size_t used = 0;
    for (const auto& [address, allocation] : live_) {
      used += allocation.device == device ? allocation.bytes.size() : 0;
    }
    if (bytes > kDeviceBytes - used) {
      return nullptr;
    }
    Allocation fresh{std::vector<std::uint8_t>(bytes, kFreshByte), device};
    std::uint8_t* address = fresh.bytes.data();
    live_.emplace(reinterpret_cast<std::uintptr_t>(address), std::move(fresh));
    return address;
  }

  bool give_back(const void* address) {
    const std::lock_guard lock(mutex_);
    return live_.erase(reinterpret_cast<std::uintptr_t>(address)) == 1;
  }

  // The device whose allocation holds all these bytes, or kNoDevice.
  int owner(const void* pointer, std::size_t bytes) const {
    const std::lock_guard lock(mutex_);
    const auto address = reinterpret_cast<std::uintptr_t>(pointer);
    auto at = live_.upper_bound(address);
    if (at == live_.begin()) {
      return kNoDevice;
    }
    --at;
    const std::size_t size = at->second.bytes.size();
    const std::size_t offset = address - at->first;
    return offset < size && bytes <= size - offset ? at->second.device : kNoDevice;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::uintptr_t, Allocation> live_;
};

DeviceHeap& heap() {
  static DeviceHeap instance;
  return instance;
}

void begin_memory_management(const char* call) {
  // Devices are not equally fast: by the time the last one calls, another's kernel may run.
  std::this_thread::sleep_for(std::chrono::milliseconds(current_device()));
  wait_for_spinning_kernels(call);
}

void check_host_memory(const char* what, const void* pointer) {
  if (heap().owner(pointer, 1) != kNoDevice) {
    fail(std::string(what) + ": device memory where memory of the host is expected");
  }
}

}  // namespace

void check_device_memory(const char* what, const void* pointer, std::size_t bytes) {
  const int owner = heap().owner(pointer, bytes);
  if (owner == kNoDevice) {
    fail(std::string(what) + ": not inside live device memory");
  }
  if (owner != current_device()) {
    fail(std::string(what) + ": memory of device " + std::to_string(owner) + " used on device " +
         std::to_string(current_device()));
  }
}

void check_device_pointer(const char* what, const void* pointer) {
  check_device_memory(what, pointer, 1);
}

}  // namespace emulated_cuda

using emulated_cuda::begin_memory_management;
using emulated_cuda::check_device_memory;
using emulated_cuda::check_host_memory;
using emulated_cuda::current_device;
using emulated_cuda::heap;
using emulated_cuda::noted;

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  begin_memory_management("cudaMalloc");
  *memory = nullptr;
  if (emulated_cuda::memory_refused()) {
    return noted(cudaErrorMemoryAllocation);
  }
  if (bytes > 0) {
    *memory = heap().take(bytes, current_device());
  }
  return noted(bytes > 0 && *memory == nullptr ? cudaErrorMemoryAllocation : cudaSuccess);
}

cudaError_t cudaFree(void* memory) {
  if (memory == nullptr) {
    return cudaSuccess;
  }
  begin_memory_management("cudaFree");
  if (!heap().give_back(memory)) {
    emulated_cuda::fail("cudaFree of what is no live allocation");
  }
  return cudaSuccess;
}

cudaError_t cudaMemset(void* memory, int value, std::size_t bytes) {
  check_device_memory("cudaMemset", memory, bytes);
  std::memset(memory, value, bytes);
  return cudaSuccess;
}

cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  if (bytes > 0) {
    const bool upload = kind == cudaMemcpyHostToDevice;
    check_device_memory("cudaMemcpy", upload ? to : from, bytes);
    check_host_memory("cudaMemcpy", upload ? from : to);
    std::memcpy(to, from, bytes);
  }
  return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  if (kind == cudaMemcpyDeviceToHost) {
    stream->push([=] { cudaMemcpy(to, from, bytes, kind); });
    return cudaSuccess;
  }
  // The runtime has read ordinary memory when this call returns.
  check_host_memory("cudaMemcpyAsync", from);
  const auto* first = static_cast<const std::uint8_t*>(from);
  stream->push([to, kind, staged = std::vector<std::uint8_t>(first, first + bytes)] {
    cudaMemcpy(to, staged.data(), staged.size(), kind);
  });
  return cudaSuccess;
}
