// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/worker_thread.h"

#include <utility>

#include "reference_impl/base/error.h"

namespace reference {

WorkerThread::WorkerThread() : thread_([this](const std::stop_token& stop) { serve(stop); }) {}

void WorkerThread::start(std::packaged_task<void()> work) {
  require(!running_.valid(), "work is started while other work runs");
  running_ = work.get_future();
  {
    const std::lock_guard lock(mutex_);
    next_ = std::move(work);
  }
  changed_.notify_one();
}

void WorkerThread::wait() {
  if (running_.valid()) {
    running_.get();
  }
}

void WorkerThread::serve(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return next_.valid(); })) {
    std::packaged_task<void()> work = std::move(next_);
    lock.unlock();
    work();
    lock.lock();
  }
}

}  // namespace reference
