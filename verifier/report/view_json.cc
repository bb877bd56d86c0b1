// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/view_json.h"

#include <algorithm>
#include <charconv>

#include "reference_impl/base/error.h"
#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr std::size_t kShownBytes = 80;

std::string shown(const json& value) {
  if (value.is_object() || value.is_array()) {
    return value.is_object() ? "an object" : "an array";
  }
  if (value.is_string()) {
    return "\"" + escape_for_terminal(value.get_ref<const std::string&>(), kShownBytes) + "\"";
  }
  return value.dump();
}

}  // namespace

JsonView::JsonView(const json& value, std::string name, std::string pointer)
    : value_(&value), name_(std::move(name)), pointer_(std::move(pointer)) {}

void JsonView::refuse(const std::string& expected) const {
  throw reference::Error(reference::ErrorKind::bad_input,
                         name_ + " " + (pointer_.empty() ? "/" : pointer_) + ": expected " +
                             expected + ", found " + shown(*value_));
}

std::optional<JsonView> JsonView::find(std::string_view member) const {
  if (!value_->is_object()) {
    refuse("an object");
  }
  const auto it = value_->find(member);
  if (it == value_->end()) {
    return std::nullopt;
  }
  return JsonView(*it, name_, pointer_ + "/" + std::string(member));
}

JsonView JsonView::at(std::string_view member) const {
  std::optional<JsonView> found = find(member);
  if (!found) {
    refuse("an object with the member \"" + std::string(member) + "\"");
  }
  return *found;
}

std::string JsonView::find_text(std::string_view member) const {
  const std::optional<JsonView> found = find(member);
  return found ? found->text() : std::string();
}

std::optional<double> JsonView::find_number(std::string_view member) const {
  const std::optional<JsonView> found = find(member);
  return found ? std::optional(found->number()) : std::nullopt;
}

std::vector<JsonView> JsonView::items() const {
  if (!value_->is_array()) {
    refuse("an array");
  }
  std::vector<JsonView> views;
  views.reserve(value_->size());
  for (std::size_t i = 0; i < value_->size(); ++i) {
    views.emplace_back((*value_)[i], name_, pointer_ + "/" + std::to_string(i));
  }
  return views;
}

std::vector<std::string> JsonView::members() const {
  if (!value_->is_object()) {
    refuse("an object");
  }
  std::vector<std::string> names;
  for (const auto& item : value_->items()) {
    names.push_back(item.key());
  }
  return names;
}

void JsonView::allow_only(const std::vector<std::string_view>& allowed) const {
  for (const std::string& name : members()) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      refuse("no member \"" + escape_for_terminal(name, kShownBytes) + "\"");
    }
  }
}

std::string JsonView::text() const {
  if (!value_->is_string()) {
    refuse("a string");
  }
  return value_->get<std::string>();
}

std::string JsonView::filled_text() const {
  std::string found = text();
  if (found.empty()) {
    refuse("a string that is not empty");
  }
  return found;
}

std::vector<std::string> JsonView::texts() const {
  std::vector<std::string> found;
  for (const JsonView& item : items()) {
    found.push_back(item.filled_text());
  }
  return found;
}

std::int64_t JsonView::integer() const {
  // 56.0 is the integer 56 to JCS and to every reader that has one type of number.
  const bool exact = value_->is_number() &&
                     value_->get<double>() >= -static_cast<double>(kLargestInteger) &&
                     value_->get<double>() <= static_cast<double>(kLargestInteger);
  if (!exact || static_cast<double>(value_->get<std::int64_t>()) != value_->get<double>()) {
    refuse("an integer within 2^53-1");
  }
  return value_->get<std::int64_t>();
}

std::uint64_t JsonView::whole() const {
  if (integer() < 0) {
    refuse("an integer from 0 to " + std::to_string(kLargestInteger));
  }
  return static_cast<std::uint64_t>(integer());
}

std::uint64_t JsonView::whole_or_text() const {
  if (!value_->is_string()) {
    return whole();
  }
  const std::string digits = text();
  std::uint64_t found = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), found);
  if (result.ec != std::errc() || result.ptr != digits.data() + digits.size() || digits.empty()) {
    refuse("an integer from 0, as a number or a decimal string");
  }
  return found;
}

double JsonView::number() const {
  if (!value_->is_number()) {
    refuse("a number");
  }
  return value_->get<double>();
}

std::string JsonView::hex(std::size_t digits) const {
  std::string found = value_->is_string() ? text() : "";
  if (found.size() != digits || found.find_first_not_of("0123456789abcdef") != std::string::npos) {
    refuse(std::to_string(digits) + " lowercase hexadecimal digits");
  }
  return found;
}

std::int64_t JsonView::utc_seconds() const {
  const std::optional<std::int64_t> seconds =
      value_->is_string() ? rfc3339_seconds(text()) : std::nullopt;
  if (!seconds) {
    refuse("a time such as 2026-01-02T03:04:05Z");
  }
  return *seconds;
}

bool JsonView::is_null() const {
  return value_->is_null();
}
bool JsonView::is_object() const {
  return value_->is_object();
}

}  // namespace verifier
