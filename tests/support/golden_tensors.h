// SPDX-License-Identifier: Apache-2.0
// Reads the tensor dictionaries of the golden values beside the project.
#pragma once

#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "tests/support/shared_data.h"

#include <torch/serialize.h>
#include <torch/types.h>

namespace pgolf_test {

class GoldenTensors {
 public:
  explicit GoldenTensors(const std::string& relative) {
    const std::string bytes = reference::read_file(shared_path(relative), 1ULL << 30U);
    values_ = torch::pickle_load(std::vector<char>(bytes.begin(), bytes.end())).toGenericDict();
  }
  torch::Tensor at(const std::string& name) const { return values_.at(name).toTensor(); }

 private:
  c10::Dict<c10::IValue, c10::IValue> values_{c10::StringType::get(), c10::TensorType::get()};
};

}  // namespace pgolf_test
