// SPDX-License-Identifier: Apache-2.0
// JSON text, strictly: the one reader and the one writer of the whole project.
// Reading refuses what hostile or careless files contain: duplicate keys, depth and size beyond the
// limits, numbers that are not finite, invalid UTF-8, lone surrogates, NUL, anything after the
// value (security specification, F-08). Writing is RFC 8785 (JCS), so equal values give equal
// bytes.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace reference {

struct JsonLimits {
  std::size_t depth = 32;
  std::size_t nodes = 100'000;
  std::size_t string_bytes = 64 * 1024;
  bool skip_byte_order_mark = false;  // real submission.json files have one; ours never do
  bool exact_integers = false;        // refuse integers beyond 2^53-1, as I-JSON does
};

// Where a scalar stood and, of a number, the digits it was written with: 1.10 is not 1.1 to whoever
// asks how exact a claim is. Pointers longer than 1,024 bytes are left out.
struct JsonScalar {
  std::size_t line = 1;
  std::string literal;
};
using JsonScalars = std::map<std::string, JsonScalar>;  // by JSON pointer

// The value of one JSON text. Throws Error{bad_input}: "<name>:<line>:<column>: <what>". Where
// `scalars` is given, it gets the place of every scalar.
nlohmann::json parse_json(std::string_view text, std::string_view name,
                          const JsonLimits& limits = {}, JsonScalars* scalars = nullptr);

// RFC 8785 bytes of a value. Throws Error{internal} for what JCS or I-JSON cannot carry (NaN,
// infinity, an integer beyond 2^53-1, invalid UTF-8).
std::string canonical_json(const nlohmann::json& value);

// ECMAScript's Number::toString of a finite double, as JCS prescribes; -0 is "0".
std::string number_text(double value);

// Line and column (from 1, columns in bytes) of a byte offset in a text.
struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;
};
TextPosition position_of(std::string_view text, std::size_t offset);

}  // namespace reference
