// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/population.h"

#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/git_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::GitHistory;
using verifier::PopulationPlan;

class Population : public testing::TestWithParam<unsigned> {
 protected:
  Population() {
    git_.commit({"refs/heads/main", "2026-03-18", {}, {{"README.md"}}});
    plan_ = {git_.finish(), "", {1, 2, 3, 4, 5, 6, 7, 8, 9}, GetParam()};
  }

  void seen(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    EXPECT_TRUE(seen_.insert(number).second) << number << " came twice";
  }

  GitBuilder git_;
  PopulationPlan plan_;
  std::mutex mutex_;
  std::set<std::uint64_t> seen_;
  std::vector<std::string> lines_;
  const verifier::Progress progress_ = [this](const std::string& line) { lines_.push_back(line); };
};

TEST_P(Population, EachOneOnceAndTheBrokenOnesCounted) {
  std::string said;
  const auto count = visit_population(
      plan_,
      [&](const GitHistory& history, std::uint64_t number) {
        EXPECT_EQ(history.branch(), "refs/heads/main");
        seen(number);
        if (number == 4) {
          throw std::runtime_error("four");
        }
      },
      [&](std::uint64_t number, const std::string& what) {
        said = std::to_string(number) + " " + what;
      },
      progress_);
  EXPECT_EQ(count.value().visited, 9U);
  EXPECT_EQ(count.value().broken, 1U);
  EXPECT_EQ(said, "4 four");
  EXPECT_EQ(seen_.size(), 9U);
  EXPECT_EQ(lines_, std::vector<std::string>{"9 of 9 pull requests"});
}

TEST_P(Population, AFullDiskEndsTheRun) {
  const auto count = visit_population(
      plan_,
      [&](const GitHistory&, std::uint64_t) {
        throw verifier::Error(verifier::ErrorKind::transient, "disk full");
      },
      [](std::uint64_t, const std::string&) { FAIL() << "the disk is no pull request's fault"; },
      progress_);
  ASSERT_FALSE(count.ok());
  EXPECT_EQ(count.failure().kind, verifier::ErrorKind::transient);
}

TEST_P(Population, NoRepository) {
  plan_.repository = "/nothing/here";
  const auto count = visit_population(
      plan_, [](const GitHistory&, std::uint64_t) {}, [](std::uint64_t, const std::string&) {},
      progress_);
  EXPECT_EQ(count.failure().kind, verifier::ErrorKind::usage);
}

INSTANTIATE_TEST_SUITE_P(Threads, Population, testing::Values(1U, 3U),
                         [](const testing::TestParamInfo<unsigned>& one) {
                           return std::to_string(one.param);
                         });

}  // namespace
}  // namespace pgolf_test
