// SPDX-License-Identifier: Apache-2.0
// The artifact: the trained network as one packed file, and the only thing evaluation knows of the
// training. Container of artifact_container.h inside one .xz stream.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "reference_impl/model/transformer.h"

namespace reference {

// Which tensors are coded and how; from the recipe's `quantization`.
struct PackingRule {
  std::int64_t passthrough_elements = 0;  // tensors up to this size stay float16
  double clip_quantile = 1;
};

// The artifact's bytes: same weights, same bytes.
std::string pack_artifact(const Transformer& network, const PackingRule& rule);

// A fresh network with the artifact's weights. Throws Error{bad_input} with `name` where the bytes
// are damaged or belong to another shape.
std::unique_ptr<Transformer> load_artifact(const ModelConfig& config, std::int64_t window_length,
                                           std::string_view bytes, const std::string& name);

}  // namespace reference
