// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/utf8.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestInteger = 9007199254740991;  // 2^53 - 1, the I-JSON bound

// The next code point of valid UTF-8; throws on anything else.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const Utf8Point point = utf8_at(text, at);
  if (point.size == 0) {
    throw Error(ErrorKind::internal, "canonical JSON: invalid UTF-8");
  }
  at += point.size;
  return point.value;
}

// UTF-16 code units: the order JCS sorts members in differs from that of UTF-8 bytes above U+FFFF.
std::u16string utf16(std::string_view text) {
  std::u16string units;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_code_point(text, at);
    if (point < 0x10000) {
      units += static_cast<char16_t>(point);
    } else {
      units += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U));
      units += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FFU));
    }
  }
  return units;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void write_escaped(char c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  static constexpr std::string_view kShort = "\b\t\n\f\r\"\\";
  static constexpr std::string_view kLetters = "btnfr\"\\";
  const std::size_t index = kShort.find(c);
  out += '\\';
  if (index != std::string_view::npos) {
    out += kLetters[index];
    return;
  }
  out += "u00";
  out += kHex[static_cast<unsigned char>(c) >> 4U];
  out += kHex[static_cast<unsigned char>(c) & 15U];
}

void write_string(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t point = next_code_point(text, at);
    if (point < 0x20 || point == '"' || point == '\\') {
      write_escaped(text[begin], out);
    } else {
      out.append(text, begin, at - begin);
    }
  }
  out += '"';
}

std::string integer_text(const json& value) {
  const bool fits = value.is_number_unsigned()
                        ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kLargestInteger)
                        : value.get<std::int64_t>() >= -kLargestInteger;
  require(fits, "canonical JSON: the integer " + value.dump() + " is beyond 2^53-1");
  return value.dump();
}

void write_value(const json& value, std::string& out);

void write_member(const std::string& name, const json& value, bool first, std::string& out) {
  if (!first) {
    out += ',';
  }
  write_string(name, out);
  out += ':';
  write_value(value, out);
}

// Members in the order of their names' UTF-16 code units.
std::vector<json::const_iterator> sorted_members(const json& value) {
  std::vector<std::pair<std::u16string, json::const_iterator>> named;
  for (auto it = value.begin(); it != value.end(); ++it) {
    named.emplace_back(utf16(it.key()), it);
  }
  std::sort(named.begin(), named.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<json::const_iterator> members;
  members.reserve(named.size());
  for (const auto& item : named) {
    members.push_back(item.second);
  }
  return members;
}

void write_object(const json& value, std::string& out) {
  out += '{';
  bool plain = true;
  for (auto it = value.begin(); it != value.end(); ++it) {
    plain = plain && is_ascii(it.key());
  }
  bool first = true;
  if (plain) {
    // The library keeps members in the order of their bytes, which is the same here.
    for (auto it = value.begin(); it != value.end(); ++it) {
      write_member(it.key(), *it, first, out);
      first = false;
    }
  } else {
    for (const auto& it : sorted_members(value)) {
      write_member(it.key(), *it, first, out);
      first = false;
    }
  }
  out += '}';
}

void write_array(const json& value, std::string& out) {
  out += '[';
  bool first = true;
  for (const json& item : value) {
    out += first ? "" : ",";
    first = false;
    write_value(item, out);
  }
  out += ']';
}

void write_value(const json& value, std::string& out) {
  if (value.is_object()) {
    write_object(value, out);
  } else if (value.is_array()) {
    write_array(value, out);
  } else if (value.is_string()) {
    write_string(value.get_ref<const std::string&>(), out);
  } else if (value.is_number_integer()) {
    out += integer_text(value);
  } else if (value.is_number_float()) {
    out += number_text(value.get<double>());
  } else {
    require(value.is_null() || value.is_boolean(), "canonical JSON: a value of no JSON type");
    out += value.dump();
  }
}

}  // namespace

std::string number_text(double value) {
  require(std::isfinite(value), "canonical JSON: a number that is not finite");
  if (value == 0) {
    return "0";
  }
  char buffer[40];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value),
                                    std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(result.ptr - buffer));
  const std::size_t e = text.find('e');
  std::string digits(1, text[0]);
  if (e > 2) {
    digits += text.substr(2, e - 2);
  }
  int exponent = 0;
  const std::size_t sign = text[e + 1] == '+' ? 1 : 0;
  std::from_chars(text.data() + e + 1 + sign, text.data() + text.size(), exponent);
  // ECMA-262 6.1.6.1.20: k digits, the decimal point stands after n of them.
  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;
  std::string out = value < 0 ? "-" : "";
  const auto count = [](int size) { return static_cast<std::size_t>(size); };
  if (k <= n && n <= 21) {
    out += digits + std::string(count(n - k), '0');
  } else if (0 < n && n <= 21) {
    out += digits.substr(0, count(n)) + "." + digits.substr(count(n));
  } else if (-6 < n && n <= 0) {
    out += "0." + std::string(count(-n), '0') + digits;
  } else {
    out += digits.substr(0, 1) + (k > 1 ? "." + digits.substr(1) : "") + "e" + (n > 0 ? "+" : "-") +
           std::to_string(n > 0 ? n - 1 : 1 - n);
  }
  return out;
}

std::string canonical_json(const json& value) {
  std::string out;
  write_value(value, out);
  return out;
}

}  // namespace reference
