// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/int8_rows.h"

#include <cstdint>
#include <cstring>
#include <vector>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr double kLargestCode = 127;

std::vector<std::uint16_t> half_bits(const torch::Tensor& values) {
  const torch::Tensor halves = values.detach().to(torch::kHalf).contiguous();
  std::vector<std::uint16_t> bits(static_cast<std::size_t>(halves.numel()));
  std::memcpy(bits.data(), halves.const_data_ptr<at::Half>(), bits.size() * sizeof(std::uint16_t));
  return bits;
}

torch::Tensor from_half_bits(const std::vector<std::uint16_t>& bits,
                             const std::vector<std::int64_t>& shape) {
  const torch::Tensor halves = torch::empty(shape, torch::kHalf);
  require(halves.numel() == static_cast<std::int64_t>(bits.size()), "float16 values of a shape");
  std::memcpy(halves.data_ptr<at::Half>(), bits.data(), bits.size() * sizeof(std::uint16_t));
  return halves.to(torch::kFloat32);
}

}  // namespace

PackedTensor quantize_rows(const std::string& name, const torch::Tensor& weight,
                           double clip_quantile) {
  require(weight.dim() >= 2, "rows of a tensor without rows");
  const torch::Tensor rows = weight.detach().contiguous().view({weight.size(0), -1});
  const torch::Tensor clip = torch::quantile(rows.abs(), clip_quantile, 1, true);  // [rows, 1]
  const torch::Tensor scale = (clip / kLargestCode).clamp_min(1 / kLargestCode);
  const torch::Tensor clipped = torch::minimum(torch::maximum(rows, -clip), clip);
  const torch::Tensor codes = torch::round(clipped / scale)
                                  .clamp(-kLargestCode, kLargestCode)
                                  .to(torch::kInt8)
                                  .contiguous();
  PackedTensor packed;
  packed.name = name;
  packed.kind = TensorKind::int8_rows;
  packed.shape = weight.sizes().vec();
  packed.halves = half_bits(scale);
  const auto* first = codes.const_data_ptr<std::int8_t>();
  packed.codes.assign(first, first + codes.numel());
  return packed;
}

PackedTensor pass_through(const std::string& name, const torch::Tensor& value) {
  PackedTensor packed;
  packed.name = name;
  packed.kind = TensorKind::float16;
  packed.shape = value.sizes().vec();
  packed.halves = half_bits(value);
  return packed;
}

torch::Tensor unpack_tensor(const PackedTensor& packed) {
  if (packed.kind == TensorKind::float16) {
    return from_half_bits(packed.halves, packed.shape);
  }
  const torch::Tensor codes = torch::empty(packed.shape, torch::kInt8);
  require(codes.numel() == static_cast<std::int64_t>(packed.codes.size()), "codes of a shape");
  std::memcpy(codes.data_ptr<std::int8_t>(), packed.codes.data(), packed.codes.size());
  std::vector<std::int64_t> per_row(packed.shape.size(), 1);
  per_row[0] = packed.shape[0];
  return codes.to(torch::kFloat32) * from_half_bits(packed.halves, per_row);
}

}  // namespace reference
