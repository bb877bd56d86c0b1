// SPDX-License-Identifier: Apache-2.0
// Devices, their errors, and what a test lets go wrong on them.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "tests/support/emulated_cuda/emulation.h"
#include "tests/support/emulated_cuda/faults.h"

namespace emulated_cuda {
namespace {

constexpr std::uint64_t kMostBlocks = 0x7fffffff;
constexpr std::uint64_t kMostThreads = 1024;

// The runtime keeps both for each host thread.
thread_local int device_in_use = 0;
thread_local cudaError_t last_error = cudaSuccess;

Faults injected;
std::atomic<std::uint32_t> memory_calls{0};  // on the device that is to refuse

int device_count() {
  const char* count = std::getenv("EMULATED_CUDA_DEVICES");
  return count == nullptr ? 8 : std::stoi(count);
}

std::mutex spinning_mutex;
std::condition_variable spinning_changed;
int spinning_kernels = 0;

}  // namespace

void fail(const std::string& what) {
  std::fputs(("emulated CUDA: " + what + "\n").c_str(), stderr);
  std::abort();
}

int current_device() {
  return device_in_use;
}

void select_device(int device) {
  device_in_use = device;
}

cudaError_t noted(cudaError_t error) {
  if (error != cudaSuccess) {
    last_error = error;
  }
  return error;
}

bool accepts(std::uint64_t blocks, std::uint64_t threads) {
  const bool fits = blocks >= 1 && blocks <= kMostBlocks && threads >= 1 && threads <= kMostThreads;
  return noted(fits ? cudaSuccess : cudaErrorInvalidConfiguration) == cudaSuccess;
}

std::chrono::seconds patience() {
  return std::chrono::seconds(injected.patience_seconds);
}

InjectedFaults::InjectedFaults(const Faults& faults) {
  injected = faults;
  memory_calls = 0;
}

InjectedFaults::~InjectedFaults() {
  injected = {};
}

bool memory_refused() {
  return injected.no_memory_on == current_device() && memory_calls++ >= injected.calls_before;
}

void wait_for_spinning_kernels(const char* call) {
  std::unique_lock lock(spinning_mutex);
  wait_for(
      spinning_changed, lock, [] { return spinning_kernels == 0; },
      std::string(call) + " waits for a collective's kernel, which waits for this rank");
}

SpinningKernel::SpinningKernel() {
  const std::lock_guard lock(spinning_mutex);
  ++spinning_kernels;
}

SpinningKernel::~SpinningKernel() {
  const std::lock_guard lock(spinning_mutex);
  --spinning_kernels;
  spinning_changed.notify_all();
}

}  // namespace emulated_cuda

using emulated_cuda::current_device;
using emulated_cuda::noted;
using emulated_cuda::Stream;

const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return "no error";
    case cudaErrorInvalidValue:
      return "invalid argument";
    case cudaErrorMemoryAllocation:
      return "out of memory";
    case cudaErrorInvalidConfiguration:
      return "invalid configuration argument";
    case cudaErrorNoDevice:
      return "no CUDA-capable device is detected";
    case cudaErrorInvalidDevice:
      return "invalid device ordinal";
  }
  return "unrecognized error code";
}

cudaError_t cudaGetLastError() {
  return std::exchange(emulated_cuda::last_error, cudaSuccess);
}

cudaError_t cudaGetDeviceCount(int* count) {
  *count = emulated_cuda::device_count();
  return noted(*count == 0 ? cudaErrorNoDevice : cudaSuccess);
}

cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= emulated_cuda::device_count()) {
    return noted(cudaErrorInvalidDevice);
  }
  emulated_cuda::select_device(device);
  return cudaSuccess;
}

cudaError_t cudaDeviceSynchronize() {
  return cudaSuccess;
}

cudaError_t cudaStreamCreate(cudaStream_t* stream) {
  if (emulated_cuda::injected.no_stream_on == current_device()) {
    return noted(cudaErrorMemoryAllocation);
  }
  *stream = std::make_unique<Stream>(current_device()).release();
  return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  const std::unique_ptr<Stream> ended(stream);
  return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  stream->wait();
  return cudaSuccess;
}
