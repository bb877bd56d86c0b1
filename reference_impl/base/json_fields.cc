// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/json_fields.h"

#include "reference_impl/base/error.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

// A value as a message shows it: short, on one line.
std::string shown(const nlohmann::json& value) {
  constexpr std::size_t kMost = 60;
  const std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

}  // namespace

JsonFields::JsonFields(const nlohmann::json& object, std::string where)
    : object_(&object), where_(std::move(where)) {
  if (!object.is_object()) {
    throw Error(ErrorKind::bad_input, where_ + ": found " + shown(object) + ", expected an object");
  }
}

bool JsonFields::has(const std::string& name) const {
  return object_->contains(name);
}

const nlohmann::json& JsonFields::value(const std::string& name) {
  const auto it = object_->find(name);
  if (it == object_->end()) {
    throw Error(ErrorKind::bad_input, where_ + ": the field \"" + name + "\" is missing");
  }
  asked_.insert(name);
  return *it;
}

std::string JsonFields::text(const std::string& name) {
  const nlohmann::json& found = value(name);
  if (!found.is_string()) {
    refuse(name, "found " + shown(found) + ", expected a string");
  }
  return found.get<std::string>();
}

bool JsonFields::flag(const std::string& name) {
  const nlohmann::json& found = value(name);
  if (!found.is_boolean()) {
    refuse(name, "found " + shown(found) + ", expected true or false");
  }
  return found.get<bool>();
}

std::uint64_t JsonFields::count(const std::string& name, std::uint64_t most, std::uint64_t least) {
  const nlohmann::json& found = value(name);
  const bool whole =
      found.is_number_unsigned() || (found.is_number_integer() && found.get<std::int64_t>() >= 0);
  const bool good =
      whole && found.get<std::uint64_t>() <= most && found.get<std::uint64_t>() >= least;
  if (!good) {
    refuse(name, "found " + shown(found) + ", expected an integer from " + std::to_string(least) +
                     " to " + std::to_string(most));
  }
  return found.get<std::uint64_t>();
}

double JsonFields::number(const std::string& name) {
  const nlohmann::json& found = value(name);
  if (!found.is_number()) {
    refuse(name, "found " + shown(found) + ", expected a number");
  }
  return found.get<double>();
}

const nlohmann::json& JsonFields::array(const std::string& name) {
  const nlohmann::json& found = value(name);
  if (!found.is_array()) {
    refuse(name, "found " + shown(found) + ", expected an array");
  }
  return found;
}

std::vector<std::string> JsonFields::texts(const std::string& name) {
  std::vector<std::string> texts;
  for (const nlohmann::json& item : array(name)) {
    if (!item.is_string()) {
      refuse(name + "/" + std::to_string(texts.size()),
             "found " + shown(item) + ", expected a string");
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

void JsonFields::finish() const {
  for (const auto& item : object_->items()) {
    if (asked_.count(item.key()) == 0) {
      throw Error(ErrorKind::bad_input,
                  where_ + ": the field " + shown(item.key()) + " is unknown");
    }
  }
}

void JsonFields::refuse(const std::string& name, const std::string& what) const {
  throw Error(ErrorKind::bad_input, at(name) + ": " + what);
}

}  // namespace reference
