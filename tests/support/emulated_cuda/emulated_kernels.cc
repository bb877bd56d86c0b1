// SPDX-License-Identifier: Apache-2.0
// Threads of a block as fibers of one host thread. A warp runs as far as it gets alone, so that
// what the barriers of the block must order happens in the wrong order where one is missing; odd
// blocks begin with their last warp. Blocks are spread over two host threads, so that additions
// that are not atomic lose some.
#include <array>
#include <memory>
#include <vector>

#include "tests/support/emulated_cuda/emulation.h"
#include "tests/support/emulated_cuda/fiber.h"

namespace emulated_cuda {
namespace {

enum class State { ready, in_shuffle, at_barrier, ended };

// Runs blocks, one at a time; one for each host thread.
class BlockRunner {
 public:
  void run(unsigned int block, unsigned int threads, const std::function<void()>& body);
  // Called in a fiber: leaves it until the others have got as far.
  void suspend(State state);
  std::uint64_t exchange(std::uint64_t value, unsigned int from_lane);

 private:
  static void enter();
  void run_warp(unsigned int first, unsigned int end);
  void resume(unsigned int thread);
  Fiber& idle_fiber();
  // That of all these threads, which must have come equally far.
  State common_state(unsigned int first, unsigned int end) const;

  const std::function<void()>* body_ = nullptr;
  Place home_{};
  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::vector<Fiber*> idle_;
  std::vector<Fiber*> fiber_of_;  // by thread of the block
  std::vector<State> states_;     // likewise
  // A shuffle's values: read in the round after that they were written in.
  std::array<std::array<std::uint64_t, warpSize>, 2> lanes_{};
  unsigned int round_ = 0;
};

thread_local BlockRunner* running = nullptr;

// A fiber's whole life: a thread of the block, then another.
void BlockRunner::enter() {
  while (true) {
    const unsigned int thread = threadIdx.x;
    (*running->body_)();
    Fiber* fiber = running->fiber_of_[thread];
    running->idle_.push_back(fiber);
    running->states_[thread] = State::ended;
    fiber->leave(running->home_);
  }
}

Fiber& BlockRunner::idle_fiber() {
  if (idle_.empty()) {
    fibers_.push_back(std::make_unique<Fiber>(&BlockRunner::enter));
    idle_.push_back(fibers_.back().get());
  }
  Fiber& fiber = *idle_.back();
  idle_.pop_back();
  return fiber;
}

void BlockRunner::resume(unsigned int thread) {
  if (states_[thread] == State::ready) {
    fiber_of_[thread] = &idle_fiber();
  }
  threadIdx.x = thread;
  fiber_of_[thread]->resume(home_);
}

void BlockRunner::suspend(State state) {
  states_[threadIdx.x] = state;
  fiber_of_[threadIdx.x]->leave(home_);
}

std::uint64_t BlockRunner::exchange(std::uint64_t value, unsigned int from_lane) {
  std::array<std::uint64_t, warpSize>& lanes = lanes_[round_ % 2];
  lanes[threadIdx.x % warpSize] = value;
  suspend(State::in_shuffle);
  return lanes[from_lane];
}

State BlockRunner::common_state(unsigned int first, unsigned int end) const {
  for (unsigned int thread = first; thread < end; ++thread) {
    if (states_[thread] != states_[first]) {
      fail("threads " + std::to_string(first) + " and " + std::to_string(thread) +
           " of a block make different numbers of __syncthreads or shuffles");
    }
  }
  return states_[first];
}

void BlockRunner::run_warp(unsigned int first, unsigned int end) {
  do {
    for (unsigned int thread = first; thread < end; ++thread) {
      resume(thread);
    }
    ++round_;
  } while (common_state(first, end) == State::in_shuffle);
}

void BlockRunner::run(unsigned int block, unsigned int threads, const std::function<void()>& body) {
  body_ = &body;
  blockIdx.x = block;
  fiber_of_.assign(threads, nullptr);
  states_.assign(threads, State::ready);
  const unsigned int warps = (threads + warpSize - 1) / warpSize;
  do {
    for (unsigned int i = 0; i < warps; ++i) {
      const unsigned int warp = block % 2 == 0 ? i : warps - 1 - i;
      run_warp(warp * warpSize, std::min(threads, (warp + 1) * warpSize));
    }
  } while (common_state(0, threads) == State::at_barrier);
}

}  // namespace

void run_kernel(std::uint64_t blocks, std::uint64_t threads, const std::function<void()>& body) {
  const auto run_half = [&](std::uint64_t first) {
    static thread_local BlockRunner runner;
    running = &runner;
    blockDim.x = static_cast<unsigned int>(threads);
    gridDim.x = static_cast<unsigned int>(blocks);
    for (std::uint64_t block = first; block < blocks; block += 2) {
      runner.run(static_cast<unsigned int>(block), blockDim.x, body);
    }
    running = nullptr;
  };
  std::thread other;
  if (blocks > 1) {
    other = std::thread(run_half, 1);
  }
  run_half(0);
  if (other.joinable()) {
    other.join();
  }
}

void wait_for_block() {
  running->suspend(State::at_barrier);
}

std::uint64_t exchange_in_warp(std::uint64_t value, unsigned int from_lane) {
  return running->exchange(value, from_lane);
}

}  // namespace emulated_cuda
