// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/artifact.h"

#include <utility>
#include <vector>

#include "reference_impl/quantization/artifact_container.h"
#include "reference_impl/quantization/int8_rows.h"
#include "reference_impl/quantization/xz.h"

namespace reference {
namespace {

// Values are two bytes at most, names and shapes small beside them.
std::uint64_t unpacked_cap(const Transformer& network) {
  return static_cast<std::uint64_t>(network.parameter_count()) * 2 + (std::uint64_t{1} << 20);
}

}  // namespace

std::string pack_artifact(const Transformer& network, const PackingRule& rule) {
  std::vector<PackedTensor> tensors;
  for (const NamedTensor& parameter : network.parameters()) {
    const torch::Tensor& value = parameter.tensor;
    const bool whole = value.numel() <= rule.passthrough_elements || value.dim() < 2;
    tensors.push_back(whole ? pass_through(parameter.name, value)
                            : quantize_rows(parameter.name, value, rule.clip_quantile));
  }
  return pack_xz(write_container(std::move(tensors)));
}

std::unique_ptr<Transformer> load_artifact(const ModelConfig& config, std::int64_t window_length,
                                           std::string_view bytes, const std::string& name) {
  auto network = std::make_unique<Transformer>(config, window_length);
  std::vector<NamedTensor> weights;
  for (const PackedTensor& packed :
       read_container(unpack_xz(bytes, unpacked_cap(*network), name), name)) {
    weights.push_back({.name = packed.name, .tensor = unpack_tensor(packed)});
  }
  network->load(weights, name);
  return network;
}

}  // namespace reference
