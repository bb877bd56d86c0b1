// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/model/compute.h"

#include <malloc.h>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/utils.h>
#include <torch/version.h>

namespace reference {
namespace {

// Activations come and go by the megabyte; kept in the process, their pages are not mapped and
// cleared anew for every operator.
constexpr int kKeptBytes = 512 << 20;

}  // namespace

void use_deterministic_compute(int threads) {
  at::globalContext().setDeterministicAlgorithms(true, false);
  // Off: it would write every fresh tensor twice, and none is read before it is written.
  at::globalContext().setDeterministicFillUninitializedMemory(false);
  at::set_num_threads(threads);
  mallopt(M_MMAP_THRESHOLD, kKeptBytes);
  mallopt(M_TRIM_THRESHOLD, kKeptBytes);
}

void seed_generator(std::uint64_t seed) {
  torch::manual_seed(seed);
}

int accelerator_count() {
  return static_cast<int>(torch::cuda::device_count());
}

std::string torch_version() {
  return TORCH_VERSION;
}

}  // namespace reference
