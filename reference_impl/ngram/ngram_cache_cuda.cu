// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>

#include "reference_impl/base/device_memory.h"
#include "reference_impl/base/error.h"
#include "reference_impl/ngram/keys.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/ngram/ngram_cache_devices.h"
#include "reference_impl/ngram/running_state.h"

#include <cuda_runtime.h>

static_assert(__cplusplus >= 202002L, "this source needs C++20: pass -std=c++20 to nvcc");

namespace reference {
namespace {

constexpr int kMostOrders = 15;
constexpr int kThreads = 256;
// Positions a bulk prefill sends at a time.
constexpr std::uint64_t kBulkStretch = std::uint64_t{1} << 22U;

// What a kernel knows of the cache; passed by value.
struct TableView {
  std::uint64_t primes[7];
  std::uint64_t target_primes[kMostOrders];  // of the candidate, by order index
  std::uint64_t buckets;
  std::uint32_t* counts;  // context and full table of each order, one after the other
  int lowest_width;
  int orders;
  std::uint32_t least;  // count of a context that decides
  bool all_decide;      // every such order does, not the highest alone
};

// A stretch of positions and the tokens their n-grams need.
struct Stretch {
  const std::uint16_t* tokens;  // x[first - context] and on
  std::uint64_t first;
  std::uint32_t context;
  std::uint32_t positions;
};

struct RowHashes {
  std::uint64_t of_order[kMostOrders];
  int usable_orders;  // those the prefix is long enough for
};

__device__ std::uint32_t* device_table(const TableView& view, int index) {
  return view.counts + static_cast<std::uint64_t>(index) * view.buckets;
}

// Index of the order's context and full counter of one position; false where it has none.
__device__ bool keys_of(const TableView& view, const Stretch& stretch, int order,
                        std::uint32_t position, std::uint64_t* keys) {
  const int width = view.lowest_width + order;
  if (stretch.first + position < static_cast<std::uint64_t>(width)) {
    return false;
  }
  const std::uint16_t* target = stretch.tokens + stretch.context + position;
  std::uint64_t hash = 0;
  for (int k = 0; k < width; ++k) {
    hash ^= target[k - width] * view.primes[k % 7];
  }
  keys[0] = hash & (view.buckets - 1);
  keys[1] = (hash ^ (*target * view.target_primes[order])) & (view.buckets - 1);
  return true;
}

__global__ void insert_stretch(TableView view, Stretch stretch) {
  const std::uint64_t i = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  const int order = static_cast<int>(i / stretch.positions);
  std::uint64_t keys[2];
  if (order < view.orders &&
      keys_of(view, stretch, order, static_cast<std::uint32_t>(i % stretch.positions), keys)) {
    atomicAdd(device_table(view, 2 * order) + keys[0], 1U);
    atomicAdd(device_table(view, 2 * order + 1) + keys[1], 1U);
  }
}

// counts[position][order]
__global__ void read_stretch(TableView view, Stretch stretch, OrderCounts* counts) {
  const std::uint64_t i = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  const int order = static_cast<int>(i / stretch.positions);
  if (order >= view.orders) {
    return;
  }
  const auto position = static_cast<std::uint32_t>(i % stretch.positions);
  std::uint64_t keys[2];
  OrderCounts found{0, 0};
  if (keys_of(view, stretch, order, position, keys)) {
    found.context = device_table(view, 2 * order)[keys[0]];
    found.full = device_table(view, 2 * order + 1)[keys[1]];
  }
  counts[std::uint64_t{position} * view.orders + order] = found;
}

// counts[candidate][order]
__global__ void read_row(TableView view, RowHashes hashes, std::uint32_t candidates,
                         OrderCounts* counts) {
  const std::uint64_t i = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  const int order = static_cast<int>(i / candidates);
  if (order >= view.orders) {
    return;
  }
  const std::uint64_t candidate = i % candidates;
  OrderCounts found{0, 0};
  if (order < hashes.usable_orders) {
    const std::uint64_t hash = hashes.of_order[order];
    const std::uint64_t full = hash ^ (candidate * view.target_primes[order]);
    found.context = device_table(view, 2 * order)[hash & (view.buckets - 1)];
    found.full = device_table(view, 2 * order + 1)[full & (view.buckets - 1)];
  }
  counts[candidate * view.orders + order] = found;
}

// The sum over every candidate of min(F, C) after one context, by the threads of a block together.
__device__ std::uint64_t capped_sum(const TableView& view, int order, std::uint64_t hash,
                                    std::uint32_t context, std::uint32_t vocabulary) {
  __shared__ unsigned long long total;
  if (threadIdx.x == 0) {
    total = 0;
  }
  __syncthreads();
  const std::uint32_t* fulls = device_table(view, 2 * order + 1);
  unsigned long long mine = 0;
  for (std::uint32_t v = threadIdx.x; v < vocabulary; v += blockDim.x) {
    mine += min(fulls[(hash ^ (v * view.target_primes[order])) & (view.buckets - 1)], context);
  }
  // One sum a warp: adding 64 bits in shared memory spins where threads meet.
  for (unsigned int step = warpSize / 2; step > 0; step /= 2) {
    mine += __shfl_down_sync(~0U, mine, step);
  }
  if (threadIdx.x % warpSize == 0) {
    atomicAdd(&total, mine);
  }
  __syncthreads();
  const std::uint64_t sum = total;
  __syncthreads();
  return sum;
}

// One block a position. Where one order decides, sums[position]; where all do,
// sums[position][order]. Order 0 where none does.
__global__ void sum_rows(TableView view, Stretch stretch, std::uint32_t vocabulary,
                         CandidateSum* sums) {
  bool decided = false;
  for (int order = view.orders - 1; order >= 0; --order) {
    CandidateSum found{};
    std::uint64_t keys[2];
    if (!(decided && !view.all_decide) && keys_of(view, stretch, order, blockIdx.x, keys)) {
      const std::uint32_t context = device_table(view, 2 * order)[keys[0]];
      if (context >= view.least) {
        // Candidates' keys depend on the masked bits of the context's alone.
        found = {view.lowest_width + order + 1, context,
                 capped_sum(view, order, keys[0], context, vocabulary)};
        decided = true;
      }
    }
    if (threadIdx.x == 0 && view.all_decide) {
      sums[std::uint64_t{blockIdx.x} * view.orders + order] = found;
    } else if (threadIdx.x == 0 && (found.order != 0 || order == view.orders - 1)) {
      sums[blockIdx.x] = found;
    }
  }
}

unsigned int blocks_for(std::uint64_t threads) {
  return static_cast<unsigned int>((threads + kThreads - 1) / kThreads);
}

// The same integers as the CPU cache: keys and counts on the device, mixing on the host.
class CudaNgramCache : public NgramCache {
 public:
  CudaNgramCache(const CacheConfig& config, const DigestKey& key, DigestSet digest)
      : config_(config), ids_(table_ids(config)), running_(key, digest) {
    std::copy(config.primes.begin(), config.primes.end(), view_.primes);
    for (int order = config.lowest_order; order <= config.highest_order; ++order) {
      view_.target_primes[order - config.lowest_order] = target_prime(config, order - 1);
    }
    view_.all_decide = config.variant == CacheVariant::dirichlet;
    view_.least = view_.all_decide ? 1 : std::max(config.min_count, 1U);
    view_.buckets = config.buckets;
    view_.lowest_width = config.lowest_order - 1;
    view_.orders = static_cast<int>(ids_.size() / 2);
    const std::size_t bytes = ids_.size() * config.buckets * sizeof(std::uint32_t);
    cudaFuncAttributes attributes{};
    check_cuda(cudaFuncGetAttributes(&attributes, insert_stretch),
               "loading the kernels on this GPU");
    view_.counts = static_cast<std::uint32_t*>(tables_.sized(bytes));
    check_cuda(cudaMemset(view_.counts, 0, bytes), "cudaMemset");
  }

  const CacheConfig& config() const override { return config_; }
  DigestSet digest_set() const override { return running_.set(); }
  CacheState state() const override { return running_.state(); }

  std::vector<double> row(std::span<const std::uint16_t> prefix, std::span<const double> neural,
                          double entropy_nats) const override {
    return mix_row(config_, neural, entropy_nats, row_counts(prefix, neural.size()));
  }

  RowCounts row_counts(std::span<const std::uint16_t> prefix,
                       std::size_t vocabulary) const override {
    require(vocabulary > 0, "a row of no candidate");
    RowHashes hashes{};
    while (hashes.usable_orders < view_.orders &&
           static_cast<std::size_t>(view_.lowest_width + hashes.usable_orders) <= prefix.size()) {
      hashes.of_order[hashes.usable_orders] =
          context_hash(config_, prefix, view_.lowest_width + hashes.usable_orders);
      ++hashes.usable_orders;
    }
    const auto candidates = static_cast<std::uint32_t>(vocabulary);
    OrderCounts* counts = device_counts(candidates);
    read_row<<<blocks_for(std::uint64_t{candidates} * orders()), kThreads>>>(view_, hashes,
                                                                             candidates, counts);
    const std::vector<OrderCounts> found = host_counts(candidates);
    RowCounts rows;
    for (const int index : deciding_indices(config_, std::span(found).first(orders()))) {
      const auto at = static_cast<std::size_t>(index);
      OrderRow row{config_.lowest_order + index, found[at].context,
                   std::vector<std::uint32_t>(vocabulary)};
      for (std::size_t v = 0; v < vocabulary; ++v) {
        row.fulls[v] = found[v * orders() + at].full;
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  void candidate_sums(std::span<const std::uint16_t> tokens, std::uint64_t first,
                      std::size_t vocabulary,
                      std::span<std::vector<CandidateSum>> sums) const override {
    if (sums.empty()) {
      return;
    }
    const Stretch stretch = upload(tokens, first, first + sums.size() - 1);
    const std::size_t most = view_.all_decide ? orders() : 1;
    const std::size_t entries = sums.size() * most;
    auto* memory = static_cast<CandidateSum*>(found_.sized(entries * sizeof(CandidateSum)));
    sum_rows<<<stretch.positions, kThreads>>>(view_, stretch,
                                              static_cast<std::uint32_t>(vocabulary), memory);
    check_cuda(cudaGetLastError(), "the normalization kernel");
    std::vector<CandidateSum> found(entries);
    check_cuda(
        cudaMemcpy(found.data(), memory, entries * sizeof(CandidateSum), cudaMemcpyDeviceToHost),
        "the normalization kernel");
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i].clear();
      std::copy_if(found.begin() + static_cast<std::ptrdiff_t>(i * most),
                   found.begin() + static_cast<std::ptrdiff_t>((i + 1) * most),
                   std::back_inserter(sums[i]),
                   [](const CandidateSum& sum) { return sum.order != 0; });
    }
  }

  void score(std::span<const std::uint16_t> tokens, std::uint64_t first,
             std::span<const NeuralScore> neural, std::span<CacheScore> scores) const override {
    require(neural.size() == scores.size(), "scores and network differ in size");
    if (neural.empty()) {
      return;
    }
    const Stretch stretch = upload(tokens, first, first + neural.size() - 1);
    OrderCounts* counts = device_counts(stretch.positions);
    read_stretch<<<blocks_for(std::uint64_t{stretch.positions} * orders()), kThreads>>>(
        view_, stretch, counts);
    const std::vector<OrderCounts> found = host_counts(stretch.positions);
    for (std::size_t i = 0; i < neural.size(); ++i) {
      scores[i] = mix_counts(config_, neural[i], std::span(found).subspan(i * orders(), orders()));
    }
  }

  void update(std::span<const std::uint16_t> tokens, std::uint64_t first,
              std::uint64_t last) override {
    insert(tokens, first, last);
    if (running_.set() != DigestSet::none) {
      running_.add(config_, StretchKeys(config_, tokens, first, last));
    }
  }

  // The tokens are sent in large stretches; the digest is read off the tables where that costs less
  // than listing every key.
  void prefill(std::span<const std::uint16_t> tokens, std::uint64_t last) override {
    if (last < config_.buckets / 4 || last <= kPrefillStretch) {
      for (std::uint64_t first = 1; first <= last; first += kPrefillStretch) {
        update(tokens, first, std::min(last, first + kPrefillStretch - 1));
      }
      return;
    }
    for (std::uint64_t first = 1; first <= last; first += kBulkStretch) {
      insert(tokens, first, std::min(last, first + kBulkStretch - 1));
    }
    running_.restart();
    for (const std::uint32_t id : table_ids(config_, running_.set())) {
      running_.add_tables(config_, {&id, 1}, table(id));
    }
  }

  std::span<const std::uint32_t> table(std::uint32_t table_id) const override {
    require(table_id >= ids_.front() && table_id <= ids_.back(), "no such table in this cache");
    host_table_.resize(config_.buckets);
    check_cuda(
        cudaMemcpy(host_table_.data(), view_.counts + (table_id - ids_.front()) * config_.buckets,
                   config_.buckets * sizeof(std::uint32_t), cudaMemcpyDeviceToHost),
        "copying a table");
    return host_table_;
  }

 private:
  std::size_t orders() const { return static_cast<std::size_t>(view_.orders); }

  void insert(std::span<const std::uint16_t> tokens, std::uint64_t first, std::uint64_t last) {
    const Stretch stretch = upload(tokens, first, last);
    insert_stretch<<<blocks_for(std::uint64_t{stretch.positions} * orders()), kThreads>>>(view_,
                                                                                          stretch);
    check_cuda(cudaGetLastError(), "the insert kernel");
    check_cuda(cudaDeviceSynchronize(), "the insert kernel");
  }

  Stretch upload(std::span<const std::uint16_t> tokens, std::uint64_t first,
                 std::uint64_t last) const {
    require(first >= 1 && first <= last && last < tokens.size(), "positions out of range");
    const auto widest = static_cast<std::uint64_t>(config_.highest_order - 1);
    const std::uint64_t context = std::min(first, widest);
    const std::span<const std::uint16_t> part =
        tokens.subspan(first - context, last - first + 1 + context);
    void* memory = tokens_.sized(part.size_bytes());
    check_cuda(cudaMemcpy(memory, part.data(), part.size_bytes(), cudaMemcpyHostToDevice),
               "copying tokens");
    return {.tokens = static_cast<const std::uint16_t*>(memory),
            .first = first,
            .context = static_cast<std::uint32_t>(context),
            .positions = static_cast<std::uint32_t>(last - first + 1)};
  }

  OrderCounts* device_counts(std::size_t rows) const {
    return static_cast<OrderCounts*>(found_.sized(rows * orders() * sizeof(OrderCounts)));
  }

  std::vector<OrderCounts> host_counts(std::size_t rows) const {
    check_cuda(cudaGetLastError(), "the lookup kernel");
    std::vector<OrderCounts> counts(rows * orders());
    check_cuda(cudaMemcpy(counts.data(), device_counts(rows), counts.size() * sizeof(OrderCounts),
                          cudaMemcpyDeviceToHost),
               "the lookup kernel");
    return counts;
  }

  CacheConfig config_;
  std::vector<std::uint32_t> ids_;
  RunningState running_;
  TableView view_{};
  DeviceMemory tables_;
  // Scratch of the const verbs; a cache belongs to one thread.
  mutable DeviceMemory tokens_;
  mutable DeviceMemory found_;
  mutable std::vector<std::uint32_t> host_table_;
};

}  // namespace

std::unique_ptr<NgramCache> make_cuda_ngram_cache(const CacheConfig& config, const DigestKey& key,
                                                  DigestSet digest) {
  const CudaDevices devices = cuda_devices();
  if (devices.count == 0) {
    throw Error(ErrorKind::resource_absent,
                "this machine shows no CUDA device" + devices.why +
                    ": use the CPU cache (--device cpu), which gives the same counts");
  }
  return std::make_unique<CudaNgramCache>(config, key, digest);
}

}  // namespace reference
