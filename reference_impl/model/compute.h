// SPDX-License-Identifier: Apache-2.0
// How LibTorch computes in this process: deterministic algorithms, a fixed number of threads, a
// seeded generator. Together they make the same seed give the same bits on one machine.
#pragma once

#include <cstdint>
#include <string>

namespace reference {

// Deterministic algorithms alone, `threads` threads an operator. Fixed by the caller, never taken
// from the machine, because sums depend on how they are split. One thread is also the fastest where
// others want the cores: the threads of an operator spin while they wait for each other.
void use_deterministic_compute(int threads);

// Seeds the generator that initial weights are drawn from.
void seed_generator(std::uint64_t seed);

// CUDA devices this process can use; 0 without a driver.
int accelerator_count();

// "2.11.0+cu130", for the run record.
std::string torch_version();

}  // namespace reference
