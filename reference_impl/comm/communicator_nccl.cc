// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <string>

#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"

#include <cuda_runtime.h>
#include <nccl.h>

namespace reference {
namespace {

static_assert(sizeof(ncclUniqueId) == sizeof(NcclId), "NCCL's identifier has another size here");

[[noreturn]] void refuse(const std::string& what, const char* why) {
  throw Error(ErrorKind::resource_absent, what + " failed: " + why);
}

void check(ncclResult_t result, const char* what) {
  if (result != ncclSuccess) {
    refuse(what, ncclGetErrorString(result));
  }
}

void check(cudaError_t result, const char* what) {
  if (result != cudaSuccess) {
    refuse(what, cudaGetErrorString(result));
  }
}

// Device memory that grows as needed and is freed with its owner.
class DeviceBuffer {
 public:
  DeviceBuffer() = default;
  ~DeviceBuffer() { cudaFree(data_); }
  DeviceBuffer(const DeviceBuffer&) = delete;
  DeviceBuffer& operator=(const DeviceBuffer&) = delete;

  void* sized(std::size_t bytes) {
    if (bytes > bytes_) {
      check(cudaFree(data_), "cudaFree");
      data_ = nullptr;
      bytes_ = 0;
      check(cudaMalloc(&data_, bytes), "cudaMalloc");
      bytes_ = bytes;
    }
    return data_;
  }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

class Stream {
 public:
  Stream() { check(cudaStreamCreate(&stream_), "cudaStreamCreate"); }
  ~Stream() { cudaStreamDestroy(stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class NcclCommunicator : public Communicator {
 public:
  NcclCommunicator(const NcclId& id, std::uint32_t rank, std::uint32_t size)
      : rank_(rank), size_(size) {
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
    check(cudaMemcpyAsync(in, mine.data(), mine.size(), cudaMemcpyHostToDevice, stream_.get()),
          "cudaMemcpyAsync");
    check(ncclAllGather(in, out, mine.size(), ncclUint8, comm_, stream_.get()), "ncclAllGather");
    check(cudaMemcpyAsync(all.data(), out, all.size(), cudaMemcpyDeviceToHost, stream_.get()),
          "cudaMemcpyAsync");
    check(cudaStreamSynchronize(stream_.get()), "cudaStreamSynchronize");
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
  Stream stream_;
  ncclComm_t comm_ = nullptr;
  DeviceBuffer send_;
  DeviceBuffer receive_;
};

// NCCL between threads of one process. Ranks meet as threads before each collective, so that a rank
// whose neighbour has failed is told instead of waiting on its device for ever.
class DeviceThreadCommunicator : public Communicator {
 public:
  DeviceThreadCommunicator(Communicator& threads, const NcclId& id)
      : threads_(threads), nccl_(id, threads.rank(), threads.size()) {}

  std::uint32_t rank() const override { return nccl_.rank(); }
  std::uint32_t size() const override { return nccl_.size(); }
  std::vector<std::uint8_t> all_gather(std::span<const std::uint8_t> mine) override {
    threads_.barrier();
    return nccl_.all_gather(mine);
  }
  void all_reduce_sum(std::span<double> values) override {
    threads_.barrier();
    nccl_.all_reduce_sum(values);
  }
  void all_reduce_sum(std::span<std::uint64_t> values) override {
    threads_.barrier();
    nccl_.all_reduce_sum(values);
  }
  void barrier() override {
    threads_.barrier();
    nccl_.barrier();
  }

 private:
  Communicator& threads_;
  NcclCommunicator nccl_;
};

}  // namespace

void run_rank_devices(std::uint32_t world_size, const std::function<void(Communicator&)>& body) {
  int found = 0;
  if (cudaGetDeviceCount(&found) != cudaSuccess) {
    found = 0;
  }
  if (static_cast<std::uint32_t>(found) < world_size) {
    throw Error(ErrorKind::resource_absent,
                "this machine shows " + std::to_string(found) + " CUDA devices, expected " +
                    std::to_string(world_size) +
                    ", one a rank: ask for fewer ranks, or run them as threads (--device cpu), "
                    "which gives the same counts");
  }
  const NcclId id = make_nccl_id();
  run_rank_threads(world_size, [&](Communicator& threads) {
    check(cudaSetDevice(static_cast<int>(threads.rank())), "cudaSetDevice");
    threads.barrier();
    DeviceThreadCommunicator communicator(threads, id);
    body(communicator);
  });
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
