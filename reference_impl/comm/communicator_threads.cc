// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>

#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"

namespace reference {
namespace {

// Where the threads meet: each hands in its bytes, the last to arrive opens the round's result for
// all. A round's result stays readable until every rank has read it, because the next round cannot
// fill before all have come back.
class Meeting {
 public:
  explicit Meeting(std::uint32_t size) : parts_(size) {}

  std::vector<std::vector<std::uint8_t>> exchange(std::uint32_t rank,
                                                  std::span<const std::uint8_t> mine) {
    std::unique_lock lock(mutex_);
    parts_[rank].assign(mine.begin(), mine.end());
    const std::uint64_t round = round_;
    if (++arrived_ == parts_.size()) {
      result_ = parts_;
      arrived_ = 0;
      ++round_;
      changed_.notify_all();
    } else {
      changed_.wait(lock, [&] { return round_ != round || aborted_; });
    }
    if (round_ == round) {
      throw CommunicatorAborted("another rank failed");
    }
    return result_;
  }

  void abort() {
    const std::lock_guard lock(mutex_);
    aborted_ = true;
    changed_.notify_all();
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(parts_.size()); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::vector<std::uint8_t>> parts_;
  std::vector<std::vector<std::uint8_t>> result_;
  std::size_t arrived_ = 0;
  std::uint64_t round_ = 0;
  bool aborted_ = false;
};

template <typename T>
std::span<const std::uint8_t> bytes_of(std::span<T> values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

class ThreadCommunicator : public Communicator {
 public:
  ThreadCommunicator(Meeting& meeting, std::uint32_t rank) : meeting_(meeting), rank_(rank) {}

  std::uint32_t rank() const override { return rank_; }
  std::uint32_t size() const override { return meeting_.size(); }

  std::vector<std::uint8_t> all_gather(std::span<const std::uint8_t> mine) override {
    std::vector<std::uint8_t> all;
    for (const std::vector<std::uint8_t>& part : exchange(mine)) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }
  void all_reduce_sum(std::span<double> values) override { reduce(values); }
  void all_reduce_sum(std::span<std::uint64_t> values) override { reduce(values); }
  void barrier() override { meeting_.exchange(rank_, {}); }

 private:
  std::vector<std::vector<std::uint8_t>> exchange(std::span<const std::uint8_t> mine) {
    std::vector<std::vector<std::uint8_t>> parts = meeting_.exchange(rank_, mine);
    for (const std::vector<std::uint8_t>& part : parts) {
      require(part.size() == mine.size(), "ranks handed different sizes to one collective");
    }
    return parts;
  }

  template <typename T>
  void reduce(std::span<T> values) {
    const std::vector<std::vector<std::uint8_t>> parts = exchange(bytes_of(values));
    std::fill(values.begin(), values.end(), T{});
    for (const std::vector<std::uint8_t>& part : parts) {
      const T* summand = reinterpret_cast<const T*>(part.data());
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] += summand[i];
      }
    }
  }

  Meeting& meeting_;
  std::uint32_t rank_;
};

bool is_abort(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const CommunicatorAborted&) {
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void rethrow_first(const std::vector<std::exception_ptr>& errors) {
  std::exception_ptr first;
  for (const std::exception_ptr& error : errors) {
    // A rank that was only told to stop gives way to the one that failed.
    if (error && (!first || (is_abort(first) && !is_abort(error)))) {
      first = error;
    }
  }
  if (first) {
    std::rethrow_exception(first);
  }
}

// One rank from begin to end; its exception, if any.
std::exception_ptr run_rank(Meeting& meeting, std::uint32_t rank,
                            const std::function<void(Communicator&)>& body) {
  try {
    ThreadCommunicator communicator(meeting, rank);
    body(communicator);
    return nullptr;
  } catch (const std::exception&) {
    meeting.abort();
    return std::current_exception();
  }
}

// Starts one thread a rank. Where the system refuses one, nobody waits for the ranks that are not
// there.
void start_all(std::vector<std::jthread>& threads, Meeting& meeting, std::uint32_t world_size,
               const std::function<void(std::uint32_t rank)>& run) {
  threads.reserve(world_size);
  try {
    for (std::uint32_t rank = 0; rank < world_size; ++rank) {
      threads.emplace_back(run, rank);
    }
  } catch (const std::system_error& error) {
    meeting.abort();
    throw Error(ErrorKind::resource_absent, "the system gives threads to " +
                                                std::to_string(threads.size()) + " of " +
                                                std::to_string(world_size) + " ranks (" +
                                                error.what() + "): ask for fewer ranks");
  }
}

}  // namespace

void run_rank_threads(std::uint32_t world_size, const std::function<void(Communicator&)>& body) {
  require(world_size >= 1, "a run needs at least one rank");
  Meeting meeting(world_size);
  std::vector<std::exception_ptr> errors(world_size);
  const auto run = [&](std::uint32_t rank) { errors[rank] = run_rank(meeting, rank, body); };
  {
    std::vector<std::jthread> threads;  // waited for at the end of the block, whatever ends it
    start_all(threads, meeting, world_size, run);
  }
  rethrow_first(errors);
}

}  // namespace reference
