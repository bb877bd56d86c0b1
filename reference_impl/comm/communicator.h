// SPDX-License-Identifier: Apache-2.0
// How ranks talk: the few collectives evaluation and training need. Every rank must make the same
// calls in the same order. Implementations: one rank alone, ranks as threads of one process, NCCL
// (one process a GPU).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

namespace reference {

// Another rank failed, so this one cannot go on.
class CommunicatorAborted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Communicator {
 public:
  virtual ~Communicator() = default;
  virtual std::uint32_t rank() const = 0;
  virtual std::uint32_t size() const = 0;

  // The bytes of every rank, rank ascending; all ranks must hand in equally many.
  virtual std::vector<std::uint8_t> all_gather(std::span<const std::uint8_t> mine) = 0;
  // Replaces each value by its sum over the ranks, added in rank order.
  virtual void all_reduce_sum(std::span<double> values) = 0;
  virtual void all_reduce_sum(std::span<std::uint64_t> values) = 0;
  // Returns when every rank has called it.
  virtual void barrier() = 0;
};

// A communicator for one rank.
std::unique_ptr<Communicator> single_communicator();

// Runs `body` once a rank, each in its own thread with its own communicator, and returns when all
// have ended. If one throws, the others' collectives throw CommunicatorAborted, and the first real
// exception (lowest rank) is thrown again here.
void run_rank_threads(std::uint32_t world_size, const std::function<void(Communicator&)>& body);

// The same with every rank on the CUDA device of its number, talking over NCCL. Throws
// Error{resource_absent} where this build has no NCCL or the machine shows fewer devices than
// ranks.
void run_rank_devices(std::uint32_t world_size, const std::function<void(Communicator&)>& body);

// What NCCL needs to find the other ranks; made by rank 0, handed to the others by the launcher.
using NcclId = std::array<std::uint8_t, 128>;
NcclId make_nccl_id();  // throws as nccl_communicator does

// A communicator over NCCL; the calling process has its GPU selected. Throws
// Error{resource_absent} where this build has no NCCL or NCCL refuses.
std::unique_ptr<Communicator> nccl_communicator(const NcclId& id, std::uint32_t rank,
                                                std::uint32_t size);

}  // namespace reference
