// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/parts_json.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace verifier {

using nlohmann::json;
using reference::JsonFields;

json big_to_json(std::uint64_t value) {
  return value <= reference::kLargestJsonInteger ? json(value) : json(std::to_string(value));
}

std::uint64_t big_from_json(JsonFields& fields, const std::string& name) {
  if (!fields.value(name).is_string()) {
    return fields.count(name);
  }
  const std::string digits = fields.text(name);
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool good = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
  if (!good || value <= reference::kLargestJsonInteger) {
    fields.refuse(name, "expected an integer, as a string only above 2^53-1");
  }
  return value;
}

json number_to_json(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

double number_from_json(JsonFields& fields, const std::string& name) {
  return fields.value(name).is_null() ? std::numeric_limits<double>::quiet_NaN()
                                      : fields.number(name);
}

}  // namespace verifier
