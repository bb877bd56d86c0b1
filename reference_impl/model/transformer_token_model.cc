// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/model/transformer_token_model.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

// Token ids of windows of one length, int64 [count, length].
torch::Tensor window_inputs(std::span<const std::uint16_t> tokens,
                            std::span<const WindowRequest> windows) {
  const std::int64_t length = windows[0].length;
  std::vector<std::int64_t> ids;
  ids.reserve(windows.size() * windows[0].length);
  for (const WindowRequest& window : windows) {
    require(window.start + window.length <= tokens.size(), "a window beyond the stream");
    const auto part = tokens.subspan(window.start, window.length);
    ids.insert(ids.end(), part.begin(), part.end());
  }
  const auto count = static_cast<std::int64_t>(windows.size());
  return torch::tensor(ids, torch::kInt64).view({count, length});
}

}  // namespace

TransformerTokenModel::TransformerTokenModel(std::shared_ptr<const Transformer> network,
                                             std::int64_t windows_per_batch)
    : network_(std::move(network)), windows_per_batch_(windows_per_batch) {}

std::uint32_t TransformerTokenModel::vocabulary() const {
  return static_cast<std::uint32_t>(network_->config().vocabulary);
}

void TransformerTokenModel::logits(std::span<const std::uint16_t> tokens,
                                   std::span<const WindowRequest> windows,
                                   std::span<float> logits) {
  const torch::NoGradGuard no_grad;
  std::size_t written = 0;
  while (!windows.empty()) {
    const std::size_t limit =
        std::min(windows.size(), static_cast<std::size_t>(windows_per_batch_));
    std::size_t count = 1;
    while (count < limit && windows[count].length == windows[0].length &&
           windows[count].first_row == windows[0].first_row) {
      ++count;
    }
    const torch::Tensor rows =
        network_->forward(window_inputs(tokens, windows.first(count)), windows[0].first_row)
            .contiguous();
    const auto size = static_cast<std::size_t>(rows.numel());
    require(written + size <= logits.size(), "logits do not fit their place");
    std::memcpy(logits.data() + written, rows.const_data_ptr<float>(), size * sizeof(float));
    written += size;
    windows = windows.subspan(count);
  }
  require(written == logits.size(), "logits do not fill their place");
}

}  // namespace reference
