// SPDX-License-Identifier: Apache-2.0
// Paths that a script makes from its own, kept inside its folder.
#pragma once

#include <string>
#include <string_view>

#include "verifier/source/python_value.h"

namespace verifier {

// The path behind a separator: `path / text` and os.path.join. Unknown where it leaves the folder.
PyValue joined_path(const PyValue& folder, std::string_view text);

// "parent", "name" or "stem" of a path.
PyValue path_part(const PyValue& path, std::string_view part);

// A relative text, as open() and the like take it, as a path of the folder.
PyValue as_path(const PyValue& value);

// The path with another last part, or with another extension.
PyValue with_name(const PyValue& path, std::string_view name);
PyValue with_suffix(const PyValue& path, std::string_view suffix);

}  // namespace verifier
