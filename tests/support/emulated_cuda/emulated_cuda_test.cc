// SPDX-License-Identifier: Apache-2.0
// What the emulation catches: each misuse stops the program with a line that names it. And what the
// ranks make of devices that refuse.
#include <cstdlib>
#include <vector>

#include "reference_impl/base/device_memory.h"
#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"
#include "tests/support/emulated_cuda/emulation.h"
#include "tests/support/emulated_cuda/faults.h"

#include <gtest/gtest.h>

namespace emulated_cuda {
namespace {

using reference::Communicator;
using reference::DeviceMemory;
using reference::Error;
using reference::ErrorKind;

class EmulatedCuda : public testing::Test {
 protected:
  // A death test runs the program anew: the emulation has threads, which a fork would lose.
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  void TearDown() override {
    select_device(0);
    cudaGetLastError();
  }
};

void fill(std::uint32_t* to, std::uint32_t value) {
  to[blockIdx.x * blockDim.x + threadIdx.x] = value;
}

// Every thread adds to one counter.
void count_threads(std::uint32_t* counter) {
  atomicAdd(counter, 1U);
}

// Thread 0 leaves before the barrier.
void sync_all_but_the_first(std::uint32_t* /*unused*/) {
  if (threadIdx.x > 0) {
    __syncthreads();
  }
}

// Every second thread makes a shuffle.
void shuffle_by_half(std::uint32_t* /*unused*/) {
  if (threadIdx.x % 2 == 0) {
    __shfl_down_sync(~0U, 1U, 1);
  }
}

// Sum of the threads' numbers, written by the first of each warp.
void sum_warps(std::uint32_t* sums) {
  std::uint32_t mine = threadIdx.x;
  for (unsigned int step = warpSize / 2; step > 0; step /= 2) {
    mine += __shfl_down_sync(~0U, mine, step);
  }
  if (threadIdx.x % warpSize == 0) {
    sums[threadIdx.x / warpSize] = mine;
  }
}

// Each thread reads what the one half a block away wrote.
void swap_halves(std::uint32_t* to) {
  __shared__ std::uint32_t numbers[256];
  numbers[threadIdx.x] = threadIdx.x;
  __syncthreads();
  to[blockIdx.x * 256 + threadIdx.x] = numbers[(threadIdx.x + 128) % 256];
}

std::vector<std::uint32_t> on_host(const void* memory, std::size_t count) {
  std::vector<std::uint32_t> values(count);
  cudaMemcpy(values.data(), memory, count * sizeof(std::uint32_t), cudaMemcpyDeviceToHost);
  return values;
}

TEST_F(EmulatedCuda, KernelsSeeEveryThreadOfEveryBlock) {
  DeviceMemory memory;
  auto* counter = static_cast<std::uint32_t*>(memory.sized(4));
  EXPECT_EQ(on_host(counter, 1)[0], 0xA5A5A5A5U);  // nobody has written yet
  cudaMemset(counter, 0, 4);
  Launch("count_threads", count_threads, 1000, 77)(counter);
  EXPECT_EQ(on_host(counter, 1)[0], 77'000U);
}

TEST_F(EmulatedCuda, BarriersAndShufflesMoveValuesBetweenThreads) {
  DeviceMemory memory;
  auto* values = static_cast<std::uint32_t*>(memory.sized(2 * 256 * 4));
  Launch("swap_halves", swap_halves, 2, 256)(values);
  const std::vector<std::uint32_t> swapped = on_host(values, 512);
  for (std::uint32_t i = 0; i < 512; ++i) {
    EXPECT_EQ(swapped[i], (i + 128) % 256) << i;
  }
  Launch("sum_warps", sum_warps, 1, 96)(values);
  EXPECT_EQ(on_host(values, 3), (std::vector<std::uint32_t>{496, 1520, 2544}));
}

TEST_F(EmulatedCuda, LaunchesTheHardwareRefusesLeaveAnErrorUntilItIsTaken) {
  DeviceMemory memory;
  auto* values = static_cast<std::uint32_t*>(memory.sized(4));
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> refused = {
      {0, 32}, {1, 0}, {1, 1025}, {std::uint64_t{1} << 31U, 32}};
  for (const auto& [blocks, threads] : refused) {
    Launch("fill", fill, blocks, threads)(values, 1U);
    EXPECT_EQ(cudaMemset(values, 0, 4), cudaSuccess);  // a success takes no error back
    EXPECT_EQ(cudaGetLastError(), cudaErrorInvalidConfiguration) << blocks << " " << threads;
    EXPECT_EQ(cudaGetLastError(), cudaSuccess);
  }
}

TEST_F(EmulatedCuda, DevicesAreAsManyAsTheEnvironmentSays) {
  EXPECT_EQ(reference::cuda_devices().count, 8);
  ASSERT_EQ(setenv("EMULATED_CUDA_DEVICES", "0", 1), 0);
  const reference::CudaDevices none = reference::cuda_devices();
  ASSERT_EQ(unsetenv("EMULATED_CUDA_DEVICES"), 0);
  EXPECT_EQ(none.count, 0);
  EXPECT_EQ(none.why, " (no CUDA-capable device is detected)");
  EXPECT_EQ(cudaSetDevice(8), cudaErrorInvalidDevice);
}

TEST_F(EmulatedCuda, ARequestBeyondTheDeviceIsRefusedAndForgotten) {
  DeviceMemory memory;
  EXPECT_THROW(memory.sized(std::size_t{1} << 40U), Error);
  EXPECT_EQ(cudaGetLastError(), cudaSuccess);
  EXPECT_NE(memory.sized(8), nullptr);
}

using EmulatedCudaDeathTest = EmulatedCuda;

TEST_F(EmulatedCudaDeathTest, MemoryIsThatOfOneSide) {
  DeviceMemory memory;
  auto* values = static_cast<std::uint32_t*>(memory.sized(8));
  std::uint32_t host[3] = {};
  EXPECT_DEATH(Launch("fill", fill, 1, 1)(host, 1U), "fill: not inside live device memory");
  EXPECT_DEATH(cudaMemcpy(host, values, 12, cudaMemcpyDeviceToHost), "not inside live device");
  EXPECT_DEATH(cudaMemcpy(host, values, 8, cudaMemcpyHostToDevice), "not inside live device");
  EXPECT_DEATH(cudaMemcpy(values, values, 8, cudaMemcpyHostToDevice), "memory of the host is");
}

TEST_F(EmulatedCudaDeathTest, FreedMemoryIsNoMemory) {
  void* memory = nullptr;
  ASSERT_EQ(cudaMalloc(&memory, 64), cudaSuccess);
  ASSERT_EQ(cudaFree(memory), cudaSuccess);
  EXPECT_DEATH(cudaMemset(memory, 0, 64), "cudaMemset: not inside live device memory");
  EXPECT_DEATH(cudaFree(memory), "cudaFree of what is no live allocation");
}

TEST_F(EmulatedCudaDeathTest, MemoryIsThatOfOneDevice) {
  DeviceMemory memory;
  auto* values = static_cast<std::uint32_t*>(memory.sized(8));
  ASSERT_EQ(cudaSetDevice(3), cudaSuccess);
  EXPECT_DEATH(Launch("fill", fill, 1, 1)(values, 1U), "memory of device 0 used on device 3");
}

TEST_F(EmulatedCudaDeathTest, ThreadsOfABlockWaitEquallyOften) {
  DeviceMemory memory;
  auto* values = static_cast<std::uint32_t*>(memory.sized(4));
  const char* uneven = "make different numbers of __syncthreads or shuffles";
  EXPECT_DEATH(Launch("uneven", sync_all_but_the_first, 1, 64)(values), uneven);
  EXPECT_DEATH(Launch("uneven", shuffle_by_half, 1, 64)(values), uneven);
}

TEST_F(EmulatedCudaDeathTest, ARankThatNeverComesIsAHang) {
  const InjectedFaults impatient({.patience_seconds = 1});
  EXPECT_DEATH(reference::nccl_communicator(reference::make_nccl_id(), 0, 2),
               "hang: ncclCommInitRank waits for a rank that never comes");
}

// Two ranks without a meeting: the second asks for memory while the first one's kernel spins.
void ask_for_memory_during_a_collective() {
  const reference::NcclId id = reference::make_nccl_id();
  reference::run_rank_threads(2, [&](Communicator& threads) {
    cudaSetDevice(static_cast<int>(threads.rank()));
    const auto ranks = reference::nccl_communicator(id, threads.rank(), 2);
    DeviceMemory more;
    if (threads.rank() == 1) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      more.sized(1024);
    }
    ranks->barrier();
  });
}

TEST_F(EmulatedCudaDeathTest, MemoryAskedForDuringACollectiveIsADeadlock) {
  const InjectedFaults impatient({.patience_seconds = 1});
  EXPECT_DEATH(ask_for_memory_during_a_collective(), "hang: ");
}

struct Refusal {
  const char* name;
  Faults faults;
  const char* message;
};

class EmulatedRanks : public testing::TestWithParam<Refusal> {};

// One rank's device refuses; every rank ends, and the reason is said.
TEST_P(EmulatedRanks, EndTogetherWhereOneDeviceRefuses) {
  const InjectedFaults injected(GetParam().faults);
  try {
    reference::run_rank_devices(4, [](Communicator& communicator) {
      for (std::size_t bytes = 1; bytes < 1000; bytes *= 4) {
        communicator.all_gather(std::vector<std::uint8_t>(bytes));
      }
    });
    FAIL() << "ran";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::resource_absent);
    EXPECT_STREQ(error.what(), GetParam().message);
  }
}

constexpr const char* kNoMemory = "taking memory of the GPU failed: out of memory";

INSTANTIATE_TEST_SUITE_P(
    Rows, EmulatedRanks,
    testing::Values(Refusal{"memory", {.no_memory_on = 2}, kNoMemory},
                    Refusal{"memory_of_the_first", {.no_memory_on = 0}, kNoMemory},
                    // in the second of its two buffers, and as both have grown
                    Refusal{"half_the_memory", {.no_memory_on = 3, .calls_before = 1}, kNoMemory},
                    Refusal{"more_memory", {.no_memory_on = 1, .calls_before = 6}, kNoMemory},
                    Refusal{
                        "stream", {.no_stream_on = 3}, "cudaStreamCreate failed: out of memory"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace emulated_cuda
