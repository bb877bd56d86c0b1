// SPDX-License-Identifier: Apache-2.0
// Changes a recipe's JSON before it is read: its own `smoke` table, and the world size of the
// command line. What was changed is told, never silent.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reference_impl/training/recipe.h"

#include <nlohmann/json_fwd.hpp>

namespace reference {

// Applies `use` to `recipe`, whose `smoke` is an object, and returns what changed as pointer ->
// "full -> used". Throws Error{bad_input} for a path that names no field, even where the table is
// not applied.
std::vector<std::pair<std::string, std::string>> scale_recipe(nlohmann::json& recipe,
                                                              const std::string& name,
                                                              const RecipeUse& use);

}  // namespace reference
