// SPDX-License-Identifier: Apache-2.0
// What the sources of the emulation share: how it stops a program, its device memory, its streams.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <cuda_runtime.h>

namespace emulated_cuda {

// Ends the program with a line that says what was done wrong. No exception: much of this is found
// on threads and in destructors that none could leave.
[[noreturn]] void fail(const std::string& what);

// Of the calling host thread.
int current_device();
void select_device(int device);
// Keeps an error for cudaGetLastError, as the runtime does, and gives it back.
cudaError_t noted(cudaError_t error);

// Stops the program where these bytes are not all of one live allocation of the current device.
void check_device_memory(const char* what, const void* pointer, std::size_t bytes);

// See Faults. Whether the next cudaMalloc of the current device is one that refuses.
std::chrono::seconds patience();
bool memory_refused();

// Waits for something that another thread must do, and stops the program if it never happens.
template <typename Condition>
void wait_for(std::condition_variable& changed, std::unique_lock<std::mutex>& lock,
              Condition condition, const std::string& hang) {
  if (!changed.wait_for(lock, patience(), condition)) {
    fail("hang: " + hang);
  }
}

// A collective's kernel while this lives: it spins on its device until every rank has come, and
// the driver may let no device manage memory before it has ended.
class SpinningKernel {
 public:
  SpinningKernel();
  ~SpinningKernel();
  SpinningKernel(const SpinningKernel&) = delete;
  SpinningKernel& operator=(const SpinningKernel&) = delete;
};

// Returns when none of them runs on any device.
void wait_for_spinning_kernels(const char* call);

// Does what it is handed in order, on a thread of its own, on the device it was made on.
class Stream {
 public:
  explicit Stream(int device);
  ~Stream();  // after everything was done
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  int device() const { return device_; }
  void push(std::function<void()> work);
  void wait();

 private:
  void run();

  int device_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;  // the first is being done
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace emulated_cuda
