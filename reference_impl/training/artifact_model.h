// SPDX-License-Identifier: Apache-2.0
// An artifact as evaluation sees it: bytes in, token models out. LibTorch stays behind this header.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "reference_impl/evaluation/token_model.h"
#include "reference_impl/model/model_config.h"

namespace reference {

class Transformer;

class ArtifactModel {
 public:
  // Unpacks an artifact into a fresh network for windows of at most `window_length` tokens. Throws
  // Error{bad_input} with `name` where the bytes are damaged or belong to another shape.
  ArtifactModel(const ModelConfig& config, std::int64_t window_length, std::string_view bytes,
                const std::string& name);
  ~ArtifactModel();
  ArtifactModel(const ArtifactModel&) = delete;
  ArtifactModel& operator=(const ArtifactModel&) = delete;

  // A view of the network, which it keeps alive; several may work at once.
  std::unique_ptr<TokenModel> token_model(std::int64_t windows_per_batch) const;

 private:
  std::shared_ptr<const Transformer> network_;
};

}  // namespace reference
