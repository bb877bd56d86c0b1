// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/artifact_model.h"

#include "reference_impl/model/transformer.h"
#include "reference_impl/model/transformer_token_model.h"
#include "reference_impl/quantization/artifact.h"

namespace reference {

ArtifactModel::ArtifactModel(const ModelConfig& config, std::int64_t window_length,
                             std::string_view bytes, const std::string& name)
    : network_(load_artifact(config, window_length, bytes, name)) {}

ArtifactModel::~ArtifactModel() = default;

std::unique_ptr<TokenModel> ArtifactModel::token_model(std::int64_t windows_per_batch) const {
  return std::make_unique<TransformerTokenModel>(network_, windows_per_batch);
}

}  // namespace reference
