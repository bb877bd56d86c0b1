// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/recipe_view.h"

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/base/result.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw Error(ErrorKind::bad_input, where + ": " + what);
}

const json& member(const json& object, const std::string& pointer, const std::string& where) {
  const json::json_pointer path(pointer);
  if (!object.contains(path)) {
    refuse(where, pointer + " is missing");
  }
  return object.at(path);
}

std::uint32_t count_at(const json& recipe, const std::string& pointer, const std::string& where) {
  const json& value = member(recipe, pointer, where);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0 ||
      value.get<std::uint64_t>() > 1'000'000) {
    refuse(where,
           pointer + " is " + value.dump() + ", expected a whole number from 1 to 1,000,000");
  }
  return value.get<std::uint32_t>();
}

void apply_smoke_table(json& recipe, const std::string& where) {
  const json table = member(recipe, "/smoke", where);
  if (!table.is_object()) {
    refuse(where, "/smoke is not an object");
  }
  for (const auto& [pointer, value] : table.items()) {
    if (pointer.empty() || pointer[0] != '/') {
      refuse(where, "/smoke: \"" + pointer + "\" is not a path into the recipe");
    }
    member(recipe, pointer, where);
    recipe[json::json_pointer(pointer)] = value;
  }
}

}  // namespace

RecipeView read_recipe_view(std::string_view text, const std::string& where,
                            const std::string& profile) {
  json recipe = reference::parse_json(text, where);
  if (!recipe.is_object()) {
    refuse(where, "is not a JSON object");
  }
  if (profile == "smoke") {
    apply_smoke_table(recipe, where);
  }
  const json& cache = member(recipe, "/cache", where);
  RecipeView view;
  view.sha256 = reference::to_hex(reference::sha256(text));
  view.config_digest = reference::to_hex(reference::sha256(reference::canonical_json(cache)));
  view.cache = reference::cache_config_from_json(cache, where + " /cache");
  view.seq_len = count_at(recipe, "/evaluation/seq_len", where);
  view.stride = count_at(recipe, "/evaluation/stride", where);
  view.world_size = count_at(recipe, "/evaluation/world_size", where);
  view.score_once = recipe.at("evaluation").value("score_once", false);
  return view;
}

}  // namespace verifier
