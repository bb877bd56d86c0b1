// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "tests/support/emulated_cuda/emulation.h"

#include <nccl.h>

namespace emulated_cuda {
namespace {

using Bytes = std::vector<std::uint8_t>;

// The ranks that share an identifier.
class World {
 public:
  explicit World(int size) : size_(size), parts_(static_cast<std::size_t>(size)) {}

  // False where the device carries another rank already.
  bool join(int size, int device) {
    std::unique_lock lock(mutex_);
    if (size != size_) {
      fail("ranks of one identifier name worlds of " + std::to_string(size) + " and of " +
           std::to_string(size_));
    }
    if (!devices_.insert(device).second) {
      return false;
    }
    changed_.notify_all();
    wait_for(
        changed_, lock, [&] { return devices_.size() == parts_.size(); },
        "ncclCommInitRank waits for a rank that never comes");
    return true;
  }

  void leave() {
    std::unique_lock lock(mutex_);
    ++left_;
    changed_.notify_all();
    wait_for(
        changed_, lock, [&] { return left_ == size_; },
        "ncclCommDestroy waits for a rank that never comes");
  }

  std::vector<Bytes> gather(int rank, Bytes mine) {
    std::unique_lock lock(mutex_);
    parts_[static_cast<std::size_t>(rank)] = std::move(mine);
    const std::uint64_t round = round_;
    if (++arrived_ == size_) {
      gathered_ = parts_;
      arrived_ = 0;
      ++round_;
      changed_.notify_all();
    }
    wait_for(
        changed_, lock, [&] { return round_ != round; },
        "a collective waits for a rank that never comes");
    return gathered_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int size_;
  int left_ = 0;
  int arrived_ = 0;
  std::uint64_t round_ = 0;
  std::set<int> devices_;
  std::vector<Bytes> parts_;
  std::vector<Bytes> gathered_;
};

std::shared_ptr<World> world_of(const std::string& id, int size) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<World>> worlds;
  const std::lock_guard lock(mutex);
  std::shared_ptr<World>& world = worlds[id];
  if (world == nullptr) {
    world = std::make_shared<World>(size);
  }
  return world;
}

// A collective's kernel, from its launch to its end.
void gather_on_device(World& world, int rank, std::span<const std::uint8_t> mine,
                      std::uint8_t* receive) {
  const SpinningKernel spinning;
  for (const Bytes& part : world.gather(rank, Bytes(mine.begin(), mine.end()))) {
    if (part.size() != mine.size()) {
      fail("ranks hand different sizes to one collective");
    }
    receive = std::copy(part.begin(), part.end(), receive);
  }
}

}  // namespace
}  // namespace emulated_cuda

using emulated_cuda::current_device;

struct ncclComm {
  std::shared_ptr<emulated_cuda::World> world;
  int rank = 0;
  int size = 0;
  int device = 0;
};

const char* ncclGetErrorString(ncclResult_t result) {
  return result == ncclSuccess ? "no error" : "invalid usage";
}

ncclResult_t ncclGetUniqueId(ncclUniqueId* id) {
  static std::atomic<int> next{0};
  *id = {};
  std::snprintf(id->internal, sizeof id->internal, "world %d", ++next);
  return ncclSuccess;
}

ncclResult_t ncclCommInitRank(ncclComm_t* comm, int size, ncclUniqueId id, int rank) {
  const std::shared_ptr<emulated_cuda::World> world = emulated_cuda::world_of(id.internal, size);
  if (!world->join(size, current_device())) {
    return ncclInvalidUsage;
  }
  *comm = std::make_unique<ncclComm>(ncclComm{world, rank, size, current_device()}).release();
  return ncclSuccess;
}

ncclResult_t ncclCommDestroy(ncclComm_t comm) {
  const std::unique_ptr<ncclComm> ended(comm);
  ended->world->leave();
  return ncclSuccess;
}

// NOLINTNEXTLINE(readability-function-size): as NCCL has it
ncclResult_t ncclAllGather(const void* send, void* receive, std::size_t count,
                           ncclDataType_t /*type*/, ncclComm_t comm, cudaStream_t stream) {
  if (comm->device != current_device() || comm->device != stream->device()) {
    emulated_cuda::fail(
        "ncclAllGather: the communicator belongs to another device than its caller or its stream");
  }
  if (count == 0) {
    return ncclSuccess;
  }
  emulated_cuda::check_device_memory("ncclAllGather", send, count);
  emulated_cuda::check_device_memory("ncclAllGather", receive,
                                     count * static_cast<std::size_t>(comm->size));
  const std::span mine(static_cast<const std::uint8_t*>(send), count);
  auto* all = static_cast<std::uint8_t*>(receive);
  stream->push([world = comm->world, rank = comm->rank, mine, all] {
    emulated_cuda::gather_on_device(*world, rank, mine, all);
  });
  return ncclSuccess;
}
