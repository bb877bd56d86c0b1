// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_scalar.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace verifier {

PyValue number_value(double number) {
  PyValue value;
  value.type = PyType::number;
  value.number = number;
  return value;
}

PyValue truth_value(bool truth) {
  PyValue value;
  value.type = PyType::truth;
  value.number = truth ? 1 : 0;
  return value;
}

double parse_number(std::string_view digits) {
  std::string plain;
  for (const char c : digits) {
    plain += c == '_' ? "" : std::string(1, c);
  }
  if (plain.starts_with("0x") || plain.starts_with("0X")) {
    return static_cast<double>(std::strtoull(plain.c_str() + 2, nullptr, 16));
  }
  return std::strtod(plain.c_str(), nullptr);
}

bool is_number(const PyValue& value) {
  return value.type == PyType::number || value.type == PyType::truth;
}

bool is_textual(const PyValue& value) {
  return value.type == PyType::text || value.type == PyType::bytes;
}

// Nothing where the operation does not apply.
std::optional<double> arithmetic(double left, std::string_view operation, double right) {
  if (operation == "+") {
    return left + right;
  }
  if (operation == "-") {
    return left - right;
  }
  if (operation == "*") {
    return left * right;
  }
  if (operation == "**") {
    return std::pow(left, right);
  }
  if (operation == "/" && right != 0) {
    return left / right;
  }
  if (operation == "//" && right != 0) {
    return std::floor(left / right);
  }
  if (operation == "|" && left >= 0 && right >= 0 && left < 4e9 && right < 4e9) {
    return static_cast<double>(static_cast<std::uint64_t>(left) |
                               static_cast<std::uint64_t>(right));
  }
  if (operation == "<<" && left >= 0 && right >= 0 && right < 40) {
    return left * std::pow(2, right);
  }
  return std::nullopt;
}

void merge(PyValue& into, const PyValue& from) {
  into.layers.insert(into.layers.end(), from.layers.begin(), from.layers.end());
  into.files.insert(into.files.end(), from.files.begin(), from.files.end());
}

int order(const PyValue& left, const PyValue& right) {
  if (is_textual(left)) {
    return left.text.compare(right.text);
  }
  return left.number < right.number ? -1 : left.number > right.number ? 1 : 0;
}

bool holds(const PyValue& all, const PyValue& one) {
  if (is_textual(all)) {
    return all.text.find(one.text) != std::string::npos;
  }
  return std::any_of(all.items.begin(), all.items.end(), [&](const PyValue& item) {
    return is_textual(item) == is_textual(one) && order(item, one) == 0;
  });
}

bool is_known(const PyValue& value) {
  return value.type != PyType::unknown;
}

bool is_true(const PyValue& value) {
  switch (value.type) {
    case PyType::none:
    case PyType::unknown:
      return false;
    case PyType::number:
    case PyType::truth:
      return value.number != 0;
    case PyType::text:
    case PyType::bytes:
      return !value.text.empty();
    case PyType::list:
      return !value.items.empty();
    case PyType::path:
    case PyType::file:
      return true;
  }
  return false;
}

}  // namespace verifier
