// SPDX-License-Identifier: Apache-2.0
// What the checks on source share: no evidence, unread text, and how places are written.
#pragma once

#include <optional>
#include <string>

#include "verifier/checks/check.h"
#include "verifier/evidence/source_evidence.h"

namespace verifier {

// Not run, where the entry point was not looked at; the reason is "no-script" or "not-gathered".
std::optional<Finding> without_source(const CheckInput& input);

// Inconclusive, "source-unreadable", with the place; nothing where the source was read.
std::optional<Finding> with_unread_source(const CheckInput& input);

// "train_gpt.py (unpacked):12", escaped; a line of 0 is left out.
std::string shown_place(const SourcePlace& place);

// The file of the folder that a place is in. A line of an unpacked text has none there.
Origin origin_of(const SourcePlace& place);

}  // namespace verifier
