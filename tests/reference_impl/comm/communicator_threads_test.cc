// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

class RankThreads : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RankThreads, CollectivesSeeEveryRankInOrder) {
  const std::uint32_t world = GetParam();
  std::vector<std::vector<std::uint8_t>> gathered(world);
  std::vector<std::uint64_t> sums(world);
  std::vector<double> reals(world);
  run_rank_threads(world, [&](Communicator& communicator) {
    const std::uint32_t rank = communicator.rank();
    EXPECT_EQ(communicator.size(), world);
    for (int round = 0; round < 20; ++round) {
      const std::vector<std::uint8_t> mine = {static_cast<std::uint8_t>(rank), 7};
      gathered[rank] = communicator.all_gather(mine);
      std::vector<std::uint64_t> count = {rank + std::uint64_t{1}};
      communicator.all_reduce_sum(count);
      sums[rank] = count[0];
      std::vector<double> real = {0.1};
      communicator.all_reduce_sum(real);
      reals[rank] = real[0];
      communicator.barrier();
    }
  });
  std::vector<std::uint8_t> expected;
  double real = 0;
  for (std::uint32_t rank = 0; rank < world; ++rank) {
    expected.insert(expected.end(), {static_cast<std::uint8_t>(rank), 7});
    real += 0.1;
  }
  for (std::uint32_t rank = 0; rank < world; ++rank) {
    EXPECT_EQ(gathered[rank], expected);
    EXPECT_EQ(sums[rank], world * (world + 1) / 2);
    EXPECT_EQ(reals[rank], real);
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, RankThreads, testing::Values(1, 2, 4, 8),
                         [](const auto& row) { return std::to_string(row.param) + "_ranks"; });

void fail_on_rank_2(Communicator& communicator, std::atomic<int>& aborted) {
  if (communicator.rank() == 2) {
    throw Error(ErrorKind::bad_input, "rank 2 found something");
  }
  try {
    communicator.barrier();
  } catch (const CommunicatorAborted&) {
    ++aborted;
    throw;
  }
}

TEST(RankThreadsFailure, OneFailureEndsTheOthersAndIsTheOneReported) {
  std::atomic<int> aborted{0};
  try {
    run_rank_threads(4, [&](Communicator& communicator) { fail_on_rank_2(communicator, aborted); });
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "rank 2 found something");
  }
  EXPECT_EQ(aborted, 3);
}

TEST(SingleCommunicator, IsAloneAndKeepsItsValues) {
  const std::unique_ptr<Communicator> alone = single_communicator();
  std::vector<double> values = {1.5};
  alone->all_reduce_sum(values);
  EXPECT_EQ(values[0], 1.5);
  EXPECT_EQ(alone->all_gather(std::vector<std::uint8_t>{9}), std::vector<std::uint8_t>{9});
  EXPECT_EQ(alone->size(), 1U);
}

}  // namespace
}  // namespace reference
