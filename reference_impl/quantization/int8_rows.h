// SPDX-License-Identifier: Apache-2.0
// Tensors to their packed form and back: int8 codes with one scale a row, or float16
// (reference-model specification, section 5.1, the int8 rule).
#pragma once

#include <string>

#include "reference_impl/quantization/artifact_container.h"

#include <torch/types.h>

namespace reference {

// Codes of a float32 tensor of at least two axes, one row for each index of the first axis: clip at
// the row's `clip_quantile` of |w|, scale = max(clip / 127, 1/127), round half to even.
PackedTensor quantize_rows(const std::string& name, const torch::Tensor& weight,
                           double clip_quantile);

// A float32 tensor rounded to float16.
PackedTensor pass_through(const std::string& name, const torch::Tensor& value);

// The float32 tensor a packed one stands for.
torch::Tensor unpack_tensor(const PackedTensor& packed);

}  // namespace reference
