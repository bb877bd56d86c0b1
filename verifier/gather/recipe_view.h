// SPDX-License-Identifier: Apache-2.0
// The few parts of a recipe the court needs to audit a run by itself: the cache's configuration and
// the window geometry, at the profile that was run. The court reads them from the recipe, never
// from what the run says about itself; the player validates the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reference_impl/ngram/cache_config.h"

namespace verifier {

struct RecipeView {
  std::string sha256;         // of the file's bytes
  std::string config_digest;  // SHA-256 of the RFC 8785 bytes of the `cache` object in use
  reference::CacheConfig cache;
  std::uint32_t seq_len = 0;
  std::uint32_t stride = 0;
  std::uint32_t world_size = 0;
  bool score_once = false;  // strict mode: the tail is scored once
};

// `text` is a recipe.json, `where` its name for messages, `profile` "smoke" (the recipe's `smoke`
// table is applied) or "official". Throws Error{bad_input}.
RecipeView read_recipe_view(std::string_view text, const std::string& where,
                            const std::string& profile);

}  // namespace verifier
