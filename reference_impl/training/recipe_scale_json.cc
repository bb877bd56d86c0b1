// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/recipe_scale.h"

#include <algorithm>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;
using Changes = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kSections[] = {"/model/", "/training/", "/quantization/", "/evaluation/",
                                     "/cache/"};
constexpr const char* kWorldSize = "/evaluation/world_size";

// The field a path names, or null: only fields inside the five sections can be scaled.
json* find_field(json& recipe, const std::string& path) {
  const bool inside = std::any_of(std::begin(kSections), std::end(kSections),
                                  [&](const char* section) { return path.starts_with(section); });
  if (!inside) {
    return nullptr;
  }
  try {
    const json::json_pointer pointer(path);
    return recipe.contains(pointer) ? &recipe.at(pointer) : nullptr;
  } catch (const json::exception&) {
    return nullptr;  // not a JSON pointer
  }
}

void change(json& field, const std::string& path, const json& value, Changes& changes) {
  if (field == value) {
    return;
  }
  const auto same = [&](const auto& row) { return row.first == path; };
  const auto row = std::find_if(changes.begin(), changes.end(), same);
  if (row == changes.end()) {
    changes.emplace_back(path, canonical_json(field) + " -> " + canonical_json(value));
  } else {
    // Changed twice: the full value stays the recipe's own.
    row->second = row->second.substr(0, row->second.find(" -> ")) + " -> " + canonical_json(value);
  }
  field = value;
}

}  // namespace

Changes scale_recipe(json& recipe, const std::string& name, const RecipeUse& use) {
  Changes changes;
  const json table = recipe.at("smoke");
  for (const auto& item : table.items()) {
    json* field = find_field(recipe, item.key());
    if (field == nullptr) {
      throw Error(ErrorKind::bad_input, name + ": /smoke has \"" + item.key() +
                                            "\", which names no field of this recipe");
    }
    if (use.smoke) {
      change(*field, item.key(), item.value(), changes);
    }
  }
  json* world_size = find_field(recipe, kWorldSize);
  if (use.world_size.has_value() && world_size != nullptr) {
    change(*world_size, kWorldSize, *use.world_size, changes);
  }
  return changes;
}

}  // namespace reference
