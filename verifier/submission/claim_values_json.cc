// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/claim_values_json.h"

#include <algorithm>
#include <cmath>

#include "verifier/submission/decimal.h"
#include "verifier/submission/log_cursor.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr double kMaxExact = 9007199254740991.0;

const json* value_at(const ClaimSource& source, const std::string& pointer) {
  const json::json_pointer at(pointer);
  return source.root.contains(at) ? &source.root.at(at) : nullptr;
}

std::string trimmed_number_text(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" ~");
  const std::size_t end = text.find_last_not_of(' ');
  return start == std::string::npos ? "" : text.substr(start, end - start + 1);
}

// The digits of a scalar that is a number or a string; empty for anything else.
std::string digits_at(const ClaimSource& source, const std::string& pointer) {
  const json* value = value_at(source, pointer);
  if (value == nullptr) {
    return "";
  }
  if (value->is_string()) {
    return trimmed_number_text(value->get<std::string>());
  }
  const auto place = source.scalars.find(pointer);
  return value->is_number() && place != source.scalars.end() ? place->second.literal : "";
}

}  // namespace

Origin origin_at(const ClaimSource& source, const std::string& pointer) {
  const auto place = source.scalars.find(pointer);
  return {source.file, place == source.scalars.end() ? 0 : place->second.line, pointer};
}

std::string member_pointer(const std::string& parent, const std::string& name) {
  std::string pointer = parent + "/";
  for (const char c : name) {
    pointer += c == '~' ? "~0" : (c == '/' ? "~1" : std::string(1, c));
  }
  return pointer;
}

MaybeClaim<Decimal> number_at(const ClaimSource& source, const std::string& pointer) {
  const json* value = value_at(source, pointer);
  if (value != nullptr && value->is_object()) {
    return number_at(source, member_pointer(pointer, "mean"));
  }
  const auto number = parse_decimal(digits_at(source, pointer));
  if (!number) {
    return std::nullopt;
  }
  return Claim<Decimal>{*number, origin_at(source, pointer)};
}

MaybeClaim<std::uint64_t> count_at(const ClaimSource& source, const std::string& pointer) {
  std::string digits = digits_at(source, pointer);
  digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
  const auto number = parse_decimal(digits);
  const bool whole = number && number->value >= 0 && number->value <= kMaxExact &&
                     std::floor(number->value) == number->value;
  if (!whole) {
    return std::nullopt;
  }
  return Claim<std::uint64_t>{static_cast<std::uint64_t>(number->value),
                              origin_at(source, pointer)};
}

MaybeClaim<std::string> text_at(const ClaimSource& source, const std::string& pointer) {
  const json* value = value_at(source, pointer);
  if (value == nullptr || !value->is_string()) {
    return std::nullopt;
  }
  return Claim<std::string>{value->get<std::string>(), origin_at(source, pointer)};
}

MaybeClaim<Decimal> first_number(const ClaimSource& source, const std::string& parent,
                                 std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto number = number_at(source, member_pointer(parent, name))) {
      return number;
    }
  }
  return std::nullopt;
}

MaybeClaim<std::uint64_t> first_count(const ClaimSource& source, const std::string& parent,
                                      std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto count = count_at(source, member_pointer(parent, name))) {
      return count;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> seed_of_key(std::string_view key) {
  LogCursor in(key);
  if (in.take("seed") && !in.take("_")) {
    in.take("-");
  }
  const auto seed = in.integer();
  return in.at_end() ? seed : std::nullopt;
}

}  // namespace verifier
