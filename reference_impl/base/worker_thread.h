// SPDX-License-Identifier: Apache-2.0
// A thread that stands ready for one piece of work after the other: for work that comes too often
// to start a thread for each.
#pragma once

#include <condition_variable>
#include <future>
#include <mutex>
#include <stop_token>
#include <thread>

namespace reference {

class WorkerThread {
 public:
  WorkerThread();
  // Waits for what was started; what it throws is lost.
  ~WorkerThread() = default;
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  // Runs `work` beside the caller, once the work before it was waited for.
  void start(std::packaged_task<void()> work);
  // Returns when nothing runs. Throws what the work threw.
  void wait();

 private:
  void serve(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::packaged_task<void()> next_;
  std::future<void> running_;
  std::jthread thread_;  // last, so that it ends before what it uses
};

}  // namespace reference
