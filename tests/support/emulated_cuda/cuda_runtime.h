// SPDX-License-Identifier: Apache-2.0
// Stands in for the CUDA toolkit's header of this name: what our sources use of it, run on the CPU.
// It finds wrong indices, missing synchronization, memory taken for another's, deadlocks between
// ranks. It says nothing of speed, of the compiler for the device, of how threads of a warp run
// apart between two shuffles, or of memory order. Whoever misuses it is stopped by fail().
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <type_traits>

// A block runs on one host thread.
#define __global__
#define __device__
#define __shared__ static thread_local

struct dim3 {
  unsigned int x = 1;
  unsigned int y = 1;
  unsigned int z = 1;
};
inline constinit thread_local dim3 blockIdx;
inline constinit thread_local dim3 threadIdx;
inline constinit thread_local dim3 blockDim;
inline constinit thread_local dim3 gridDim;
inline constexpr unsigned int warpSize = 32;

// Numbers and names of the runtime.
enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101
};
enum cudaMemcpyKind { cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2 };
struct cudaFuncAttributes {};

namespace emulated_cuda {

class Stream;

// Whether a launch of this size is one the hardware takes; notes the error where it is not.
bool accepts(std::uint64_t blocks, std::uint64_t threads);
// Runs `body` for every thread of every block, on two host threads; returns when all have ended.
void run_kernel(std::uint64_t blocks, std::uint64_t threads, const std::function<void()>& body);
// Stops the program where this is no live memory of the calling thread's device.
void check_device_pointer(const char* what, const void* pointer);
void wait_for_block();
// Hands in a value, and gives that of another lane of the same warp. Every thread of the warp must
// take part: narrower masks are not emulated.
std::uint64_t exchange_in_warp(std::uint64_t value, unsigned int from_lane);

template <typename T>
void check_argument(const char* kernel, const T& argument) {
  if constexpr (std::is_pointer_v<T>) {
    check_device_pointer(kernel, argument);
  } else if constexpr (requires { argument.counts; }) {
    check_device_pointer(kernel, argument.counts);
  } else if constexpr (requires { argument.tokens; }) {
    check_device_pointer(kernel, argument.tokens);
  } else {
    static_assert(
        std::is_arithmetic_v<T> || requires { argument.of_order; },
        "say here which members of this kernel argument are pointers");
  }
}

// What `kernel<<<blocks, threads>>>` becomes.
template <typename... Parameters>
class Launch {
 public:
  Launch(const char* name, void (*kernel)(Parameters...), std::uint64_t blocks,
         std::uint64_t threads)
      : name_(name), kernel_(kernel), blocks_(blocks), threads_(threads) {}

  void operator()(Parameters... arguments) const {
    if (accepts(blocks_, threads_)) {
      (check_argument(name_, arguments), ...);
      run_kernel(blocks_, threads_, [&] { kernel_(arguments...); });
    }
  }

 private:
  const char* name_;
  void (*kernel_)(Parameters...);
  std::uint64_t blocks_;
  std::uint64_t threads_;
};

}  // namespace emulated_cuda

using cudaStream_t = emulated_cuda::Stream*;
using std::max;
using std::min;

inline void __syncthreads() {
  emulated_cuda::wait_for_block();
}

template <typename T>
T __shfl_down_sync(unsigned int /*mask*/, T value, unsigned int step) {
  const unsigned int lane = threadIdx.x % warpSize;
  const unsigned int from = lane + step < warpSize ? lane + step : lane;
  return static_cast<T>(emulated_cuda::exchange_in_warp(value, from));
}

template <typename T>
T atomicAdd(T* counter, T value) {
  return __atomic_fetch_add(counter, value, __ATOMIC_RELAXED);
}

template <typename Kernel>
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* /*attributes*/, Kernel /*kernel*/) {
  return cudaSuccess;
}

const char* cudaGetErrorString(cudaError_t error);
cudaError_t cudaGetLastError();
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaMalloc(void** memory, std::size_t bytes);
cudaError_t cudaFree(void* memory);
cudaError_t cudaMemset(void* memory, int value, std::size_t bytes);
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind);
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream);
cudaError_t cudaDeviceSynchronize();
cudaError_t cudaStreamCreate(cudaStream_t* stream);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
