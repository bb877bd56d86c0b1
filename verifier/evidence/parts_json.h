// SPDX-License-Identifier: Apache-2.0
// Small parts that the JSON of several kinds of evidence is made of. For *_json.cc sources alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference_impl/base/json_fields.h"

#include <nlohmann/json.hpp>

namespace verifier {

// Integers beyond 2^53-1 (the segment of a checkpoint before the first) travel as decimal strings.
nlohmann::json big_to_json(std::uint64_t value);
std::uint64_t big_from_json(reference::JsonFields& fields, const std::string& name);

// A sum that diverged is not finite, which JSON cannot carry: null stands for it.
nlohmann::json number_to_json(double value);
double number_from_json(reference::JsonFields& fields, const std::string& name);

template <typename T>
nlohmann::json list_to_json(const std::vector<T>& items, nlohmann::json (*write)(const T&)) {
  nlohmann::json list = nlohmann::json::array();
  for (const T& item : items) {
    list.push_back(write(item));
  }
  return list;
}

template <typename T>
std::vector<T> list_from_json(reference::JsonFields& fields, const std::string& name,
                              T (*read)(const nlohmann::json&, const std::string&)) {
  std::vector<T> items;
  for (const nlohmann::json& item : fields.array(name)) {
    items.push_back(read(item, fields.at(name) + "/" + std::to_string(items.size())));
  }
  return items;
}

}  // namespace verifier
