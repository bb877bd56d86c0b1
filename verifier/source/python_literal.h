// SPDX-License-Identifier: Apache-2.0
// What a Python string literal stands for: its prefix, quotes and escapes undone. Literals side by
// side stand for one, as in Python.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace verifier {

struct PythonLiteral {
  bool is_bytes = false;
  std::string bytes;  // of a text: UTF-8
};

// Nothing for a format string that holds a replacement, for a named character (\N{...}) and for
// what is not one whole literal or several, all of text or all of bytes.
std::optional<PythonLiteral> python_literal(std::string_view source);

}  // namespace verifier
