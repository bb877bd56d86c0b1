// SPDX-License-Identifier: Apache-2.0
// A source of its own, so that the compiler cannot know at a call what a jump leaves as it was.
#include "tests/support/emulated_cuda/fiber.h"

namespace emulated_cuda {
namespace {

constexpr std::size_t kStackBytes = std::size_t{64} << 10U;

// ucontext makes a stack without another library; but swapcontext asks the system for the signal
// mask each time, 0.5 microseconds, of which kernels with barriers need millions. The compiler's
// jump takes 0.02. The sanitizers would take it for one that unwinds this stack.
// In a function of its own, or the compiler takes the place it leaves for one nobody comes back to.
__attribute__((noinline, no_sanitize("address", "thread"))) void go_on_at(Place& place) {
  __builtin_longjmp(place.data(), 1);
}

__attribute__((noinline, no_sanitize("address", "thread"))) void jump(Place& from, Place& to) {
  if (__builtin_setjmp(from.data()) == 0) {
    go_on_at(to);
  }
}

__attribute__((noinline, no_sanitize("address", "thread"))) void start(Place& from,
                                                                       const ucontext_t& context) {
  if (__builtin_setjmp(from.data()) == 0) {
    setcontext(&context);
  }
}

}  // namespace

Fiber::Fiber(void (*enter)()) : stack_(std::make_unique<std::byte[]>(kStackBytes)) {
  getcontext(&context_);
  context_.uc_stack.ss_sp = stack_.get();
  context_.uc_stack.ss_size = kStackBytes;
  makecontext(&context_, enter, 0);
}

void Fiber::resume(Place& home) {
  if (started_) {
    jump(home, place_);
  } else {
    started_ = true;
    start(home, context_);
  }
}

void Fiber::leave(Place& home) {
  jump(place_, home);
}

}  // namespace emulated_cuda
