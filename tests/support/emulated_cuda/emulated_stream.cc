// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "tests/support/emulated_cuda/emulation.h"

namespace emulated_cuda {

Stream::Stream(int device) : device_(device), thread_(&Stream::run, this) {}

Stream::~Stream() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Stream::push(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  queue_.push_back(std::move(work));
  changed_.notify_all();
}

void Stream::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return queue_.empty(); });
}

void Stream::run() {
  select_device(device_);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return ending_ || !queue_.empty(); });
    if (queue_.empty()) {
      return;
    }
    const std::function<void()>& work = queue_.front();
    lock.unlock();
    work();
    lock.lock();
    queue_.pop_front();
    changed_.notify_all();
  }
}

}  // namespace emulated_cuda
