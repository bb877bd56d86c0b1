// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/population.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace verifier {
namespace {

constexpr std::uint64_t kVisitsALine = 100;

// What the threads share.
class Queue {
 public:
  Queue(const PopulationPlan& plan, const Progress& progress) : plan_(plan), progress_(progress) {}

  std::optional<std::uint64_t> next() {
    const std::lock_guard lock(mutex_);
    return failure_ || at_ == plan_.numbers.size() ? std::nullopt
                                                   : std::optional(plan_.numbers[at_++]);
  }

  void finished(bool broke) {
    const std::lock_guard lock(mutex_);
    ++count_.visited;
    count_.broken += broke ? 1 : 0;
    if (count_.visited % kVisitsALine == 0 || count_.visited == plan_.numbers.size()) {
      progress_(std::to_string(count_.visited) + " of " + std::to_string(plan_.numbers.size()) +
                " pull requests");
    }
  }

  void fail(const Failure& failure) {
    const std::lock_guard lock(mutex_);
    failure_ = failure_.value_or(failure);
  }

  Result<PopulationCount> result() const {
    return failure_ ? Result<PopulationCount>(*failure_) : Result<PopulationCount>(count_);
  }

 private:
  const PopulationPlan& plan_;
  const Progress& progress_;
  std::mutex mutex_;
  std::size_t at_ = 0;
  PopulationCount count_;
  std::optional<Failure> failure_;
};

using Broken = std::function<void(std::uint64_t number, const std::string& what)>;

// A disk that refuses refuses the next pull request as well: that alone ends the run.
bool visit_one(const GitHistory& history, std::uint64_t number, const PopulationVisit& visit,
               const Broken& broken) {
  try {
    visit(history, number);
    return true;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::transient) {
      throw;
    }
    broken(number, error.what());
  } catch (const std::exception& error) {
    broken(number, error.what());
  }
  return false;
}

void work(const PopulationPlan& plan, const PopulationVisit& visit, const Broken& broken,
          Queue& queue) {
  const Result<GitRepository> repository = GitRepository::open(plan.repository);
  if (!repository.ok()) {
    queue.fail(repository.failure());
    return;
  }
  const Result<GitHistory> history = GitHistory::open(repository.value(), plan.base);
  if (!history.ok()) {
    queue.fail(history.failure());
    return;
  }
  const Result<bool> done = attempt([&] {
    while (const auto number = queue.next()) {
      queue.finished(!visit_one(history.value(), *number, visit, broken));
    }
    return true;
  });
  if (!done.ok()) {
    queue.fail(done.failure());
  }
}

}  // namespace

Result<PopulationCount> visit_population(const PopulationPlan& plan, const PopulationVisit& visit,
                                         const Broken& broken, const Progress& progress) {
  Queue queue(plan, progress);
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < plan.jobs; ++i) {
    threads.emplace_back([&] { work(plan, visit, broken, queue); });
  }
  work(plan, visit, broken, queue);
  for (std::thread& thread : threads) {
    thread.join();
  }
  return queue.result();
}

}  // namespace verifier
