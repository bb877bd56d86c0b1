// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/pickle_globals.h"

#include <algorithm>
#include <array>

#include "verifier/base/escape.h"

namespace verifier {
namespace {

constexpr std::size_t kShownBytes = 48;  // of each part

constexpr std::array<std::string_view, 17> kStorages = {
    "DoubleStorage",  "FloatStorage",  "HalfStorage",         "BFloat16Storage",
    "LongStorage",    "IntStorage",    "ShortStorage",        "CharStorage",
    "ByteStorage",    "BoolStorage",   "ComplexFloatStorage", "ComplexDoubleStorage",
    "QInt8Storage",   "QUInt8Storage", "QInt32Storage",       "QUInt4x2Storage",
    "QUInt2x4Storage"};

}  // namespace

PickleRole pickle_role(std::string_view module, std::string_view name) {
  if (module == "torch._utils" && name == "_rebuild_tensor_v2") {
    return PickleRole::rebuild_tensor;
  }
  if (module == "collections" && name == "OrderedDict") {
    return PickleRole::ordered_dict;
  }
  const bool stored = std::find(kStorages.begin(), kStorages.end(), name) != kStorages.end();
  return module == "torch" && stored ? PickleRole::storage : PickleRole::refused;
}

std::string shown_global(std::string_view module, std::string_view name) {
  const bool chain = name.find('.') != std::string_view::npos;
  return escape_for_terminal(module, kShownBytes) + (chain ? ": " : ".") +
         escape_for_terminal(name, kShownBytes);
}

}  // namespace verifier
