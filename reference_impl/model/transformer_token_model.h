// SPDX-License-Identifier: Apache-2.0
// The door between the network and evaluation: a Transformer behind the TokenModel interface.
// Concurrent calls are allowed: weights are only read.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "reference_impl/evaluation/token_model.h"
#include "reference_impl/model/transformer.h"

namespace reference {

// Gathers neighbouring windows of one shape into batches of at most `windows_per_batch`.
class TransformerTokenModel : public TokenModel {
 public:
  TransformerTokenModel(std::shared_ptr<const Transformer> network, std::int64_t windows_per_batch);

  std::uint32_t vocabulary() const override;
  void logits(std::span<const std::uint16_t> tokens, std::span<const WindowRequest> windows,
              std::span<float> logits) override;

 private:
  std::shared_ptr<const Transformer> network_;
  std::int64_t windows_per_batch_;
};

}  // namespace reference
