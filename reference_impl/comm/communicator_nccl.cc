// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <exception>
#include <string>

#include "reference_impl/base/device_memory.h"
#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"

#include <cuda_runtime.h>
#include <nccl.h>

namespace reference {
namespace {

static_assert(sizeof(ncclUniqueId) == sizeof(NcclId), "NCCL's identifier has another size here");

void check(ncclResult_t result, const char* what) {
  if (result != ncclSuccess) {
    throw Error(ErrorKind::resource_absent,
                std::string(what) + " failed: " + ncclGetErrorString(result));
  }
}

class Stream {
 public:
  Stream() { check_cuda(cudaStreamCreate(&stream_), "cudaStreamCreate"); }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

// One rank. Ranks that are threads of one process hand in how they meet, and do so before each step
// that no rank ends alone, with everything done that can fail or takes device memory: a rank whose
// neighbour failed is told instead of waiting for ever, and none asks the driver for memory while
// another's kernel waits for it, which is a deadlock.
class NcclCommunicator : public Communicator {
 public:
  NcclCommunicator(const NcclId& id, std::uint32_t rank, std::uint32_t size,
                   Communicator* threads = nullptr)
      : rank_(rank), size_(size), threads_(threads) {
    meet();
    ncclUniqueId unique;
    std::memcpy(&unique, id.data(), sizeof unique);
    check(ncclCommInitRank(&comm_, static_cast<int>(size), unique, static_cast<int>(rank)),
          "ncclCommInitRank");
  }
  ~NcclCommunicator() override {
    if (comm_ != nullptr) {
      ncclCommDestroy(comm_);
    }
  }
  NcclCommunicator(const NcclCommunicator&) = delete;
  NcclCommunicator& operator=(const NcclCommunicator&) = delete;

  std::uint32_t rank() const override { return rank_; }
  std::uint32_t size() const override { return size_; }

  std::vector<std::uint8_t> all_gather(std::span<const std::uint8_t> mine) override {
    std::vector<std::uint8_t> all(mine.size() * size_);
    void* in = send_.sized(std::max<std::size_t>(mine.size(), 1));
    void* out = receive_.sized(std::max<std::size_t>(all.size(), 1));
    check_cuda(cudaMemcpyAsync(in, mine.data(), mine.size(), cudaMemcpyHostToDevice, stream_.get()),
               "cudaMemcpyAsync");
    synchronize();
    meet();
    check(ncclAllGather(in, out, mine.size(), ncclUint8, comm_, stream_.get()), "ncclAllGather");
    synchronize();
    check_cuda(cudaMemcpyAsync(all.data(), out, all.size(), cudaMemcpyDeviceToHost, stream_.get()),
               "cudaMemcpyAsync");
    synchronize();
    return all;
  }
  // Summed on the host from gathered values: NCCL's own order of addition depends on its algorithm,
  // and a sum must not.
  void all_reduce_sum(std::span<double> values) override { reduce(values); }
  void all_reduce_sum(std::span<std::uint64_t> values) override { reduce(values); }
  void barrier() override {
    const std::uint8_t nothing = 0;
    all_gather({&nothing, 1});
  }

 private:
  void meet() {
    if (threads_ != nullptr) {
      threads_->barrier();
    }
  }
  void synchronize() { check_cuda(cudaStreamSynchronize(stream_.get()), "cudaStreamSynchronize"); }

  template <typename T>
  void reduce(std::span<T> values) {
    const std::vector<std::uint8_t> all =
        all_gather({reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
    std::vector<T> part(values.size());
    std::fill(values.begin(), values.end(), T{});
    for (std::size_t r = 0; r < size_; ++r) {
      std::memcpy(part.data(), all.data() + r * values.size_bytes(), values.size_bytes());
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] += part[i];
      }
    }
  }

  std::uint32_t rank_;
  std::uint32_t size_;
  Communicator* threads_;
  Stream stream_;
  ncclComm_t comm_ = nullptr;
  DeviceMemory send_;
  DeviceMemory receive_;
};

}  // namespace

void run_rank_devices(std::uint32_t world_size, const std::function<void(Communicator&)>& body) {
  const CudaDevices devices = cuda_devices();
  if (static_cast<std::uint32_t>(devices.count) < world_size) {
    throw Error(ErrorKind::resource_absent,
                "this machine shows " + std::to_string(devices.count) + " CUDA devices" +
                    devices.why + ", expected " + std::to_string(world_size) +
                    ", one a rank: ask for fewer ranks, or run them as threads (--device cpu), "
                    "which gives the same counts");
  }
  const NcclId id = make_nccl_id();
  // They outlive a rank's failure: NCCL ends them all together, so the others are told first.
  std::vector<std::unique_ptr<NcclCommunicator>> communicators(world_size);
  std::exception_ptr failure;
  try {
    run_rank_threads(world_size, [&](Communicator& threads) {
      check_cuda(cudaSetDevice(static_cast<int>(threads.rank())), "cudaSetDevice");
      auto& mine = communicators[threads.rank()];
      mine = std::make_unique<NcclCommunicator>(id, threads.rank(), world_size, &threads);
      body(*mine);
    });
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  run_rank_threads(world_size, [&](Communicator& threads) {
    cudaSetDevice(static_cast<int>(threads.rank()));
    communicators[threads.rank()].reset();
  });
  if (failure) {
    std::rethrow_exception(failure);
  }
}

NcclId make_nccl_id() {
  ncclUniqueId unique;
  check(ncclGetUniqueId(&unique), "ncclGetUniqueId");
  NcclId id{};
  std::memcpy(id.data(), &unique, sizeof unique);
  return id;
}

std::unique_ptr<Communicator> nccl_communicator(const NcclId& id, std::uint32_t rank,
                                                std::uint32_t size) {
  return std::make_unique<NcclCommunicator>(id, rank, size);
}

}  // namespace reference
