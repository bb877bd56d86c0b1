// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <functional>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"

#include <gtest/gtest.h>

namespace reference {
namespace {

// The contract of a run of several ranks, whatever carries their messages.
struct Ranks {
  const char* name;
  void (*run)(std::uint32_t world_size, const std::function<void(Communicator&)>& body);
  std::uint32_t world;
};

class RunOfRanks : public testing::TestWithParam<Ranks> {
 protected:
  // Skips where the devices are not here, and says why.
  void SetUp() override {
    try {
      GetParam().run(GetParam().world, [](Communicator&) {});
    } catch (const Error& error) {
      ASSERT_EQ(error.kind(), ErrorKind::resource_absent);
      ASSERT_EQ(GetParam().run, run_rank_devices);
      GTEST_SKIP() << error.what();
    }
  }
};

TEST_P(RunOfRanks, CollectivesSeeEveryRankInOrder) {
  const std::uint32_t world = GetParam().world;
  std::vector<std::vector<std::uint8_t>> gathered(world);
  std::vector<std::uint64_t> sums(world);
  std::vector<double> reals(world);
  GetParam().run(world, [&](Communicator& communicator) {
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

// The last rank fails, the others meet.
void fail_on_last_rank(Communicator& communicator, std::atomic<std::uint32_t>& aborted) {
  if (communicator.rank() + 1 == communicator.size()) {
    throw Error(ErrorKind::bad_input, "the last rank found something");
  }
  try {
    communicator.barrier();
  } catch (const CommunicatorAborted&) {
    ++aborted;
    throw;
  }
}

TEST_P(RunOfRanks, OneFailureEndsTheOthersAndIsTheOneReported) {
  std::atomic<std::uint32_t> aborted{0};
  try {
    GetParam().run(GetParam().world,
                   [&](Communicator& communicator) { fail_on_last_rank(communicator, aborted); });
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()), "the last rank found something");
  }
  EXPECT_EQ(aborted, GetParam().world - 1);
}

INSTANTIATE_TEST_SUITE_P(
    Worlds, RunOfRanks,
    testing::Values(Ranks{"threads", run_rank_threads, 1}, Ranks{"threads", run_rank_threads, 2},
                    Ranks{"threads", run_rank_threads, 4}, Ranks{"threads", run_rank_threads, 8},
                    Ranks{"devices", run_rank_devices, 1}, Ranks{"devices", run_rank_devices, 2},
                    Ranks{"devices", run_rank_devices, 4}, Ranks{"devices", run_rank_devices, 8}),
    [](const auto& row) { return std::to_string(row.param.world) + "_" + row.param.name; });

// A machine with fewer devices than ranks, or a build without NCCL.
TEST(RunOfRanksOnDevices, MoreThanThereAreIsAnAbsentResource) {
  try {
    run_rank_devices(4096, [](Communicator&) {});
    FAIL() << "ran";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::resource_absent);
  }
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
