// SPDX-License-Identifier: Apache-2.0
// What `verify explain` says: of a check its sentence, its weight, the reasons it can give and the
// rules behind it with dates and sources, both readings where there are two; of any other word of a
// report what it means. Everything here is ours, so nothing is escaped.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/rulebook/rulebook.h"

namespace verifier {

// Rulebooks by track.
using Rulebooks = std::map<std::string, Rulebook>;

// The explanation of a check's id or of a word of the glossary; nothing for any other word.
std::optional<std::string> explanation_of(std::string_view word, const Rulebooks& rulebooks);

// A line for every check and every word.
std::string everything_explained();

// Every word that explanation_of knows.
std::vector<std::string> explained_words();

}  // namespace verifier
