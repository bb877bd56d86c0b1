// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/parts_json.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "reference_impl/base/error.h"

namespace verifier {

using nlohmann::json;
using reference::Error;
using reference::ErrorKind;
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

json text_to_json(const std::string& text) {
  return text;
}

std::string text_from_json(const json& value, const std::string& where) {
  if (!value.is_string()) {
    throw Error(ErrorKind::bad_input, where + ": expected a string");
  }
  return value.get<std::string>();
}

}  // namespace verifier
