// SPDX-License-Identifier: Apache-2.0
// A stack of its own on the calling host thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <ucontext.h>

namespace emulated_cuda {

// Where a stack goes on, as the compiler's own jump keeps it.
using Place = std::array<void*, 5>;

class Fiber {
 public:
  // `enter` never returns.
  explicit Fiber(void (*enter)());

  // Leaves the calling stack at `home` and goes on in this one; returns when it leaves.
  void resume(Place& home);
  // Called in this fiber: goes back to `home`; returns when it is resumed.
  void leave(Place& home);

 private:
  std::unique_ptr<std::byte[]> stack_;
  ucontext_t context_{};
  Place place_{};
  bool started_ = false;
};

}  // namespace emulated_cuda
