// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/worker_thread.h"

#include <algorithm>
#include <atomic>
#include <vector>

#include "reference_impl/base/error.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

TEST(WorkerThread, RunsOnePieceAfterTheOther) {
  WorkerThread worker;
  std::vector<int> done;
  for (int i = 0; i < 1000; ++i) {
    worker.wait();
    worker.start(std::packaged_task<void()>([&done, i] { done.push_back(i); }));
  }
  worker.wait();
  worker.wait();  // nothing runs any more
  ASSERT_EQ(done.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
}

TEST(WorkerThread, ThrowsWhatTheWorkThrewAndGoesOn) {
  WorkerThread worker;
  worker.start(std::packaged_task<void()>([] { throw Error(ErrorKind::transient, "full"); }));
  EXPECT_THROW(worker.wait(), Error);
  bool done = false;
  worker.start(std::packaged_task<void()>([&done] { done = true; }));
  worker.wait();
  EXPECT_TRUE(done);
}

TEST(WorkerThread, RefusesWorkWhileOtherWorkWasNotWaitedFor) {
  WorkerThread worker;
  worker.start(std::packaged_task<void()>([] {}));
  EXPECT_THROW(worker.start(std::packaged_task<void()>([] {})), Error);
}

// A thread that nobody waits for still does its work, before what the work uses is gone.
TEST(WorkerThread, EndsItsWorkBeforeItIsGone) {
  std::atomic<int> done = 0;
  for (int i = 0; i < 100; ++i) {
    WorkerThread worker;
    worker.start(std::packaged_task<void()>([&done] { ++done; }));
    if (i % 2 == 0) {
      worker.wait();
    }
  }
  EXPECT_EQ(done, 100);
}

}  // namespace
}  // namespace reference
