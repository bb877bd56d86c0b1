// SPDX-License-Identifier: Apache-2.0
// The closed list of words for what can be malformed in a submission. The checks tree.layout and
// tree.schema turn them into findings; a word is never changed once a report has carried it.
#pragma once

#include <string_view>

namespace verifier::defect {

// The tree (security specification, F-01, F-02).
inline constexpr std::string_view kPath = "path-refused";
inline constexpr std::string_view kTwin = "path-twin";
inline constexpr std::string_view kNotRegular = "not-a-regular-file";
inline constexpr std::string_view kUnreadable = "unreadable-file";
inline constexpr std::string_view kTooLarge = "file-too-large";
inline constexpr std::string_view kTooMany = "tree-too-large";
// Read all the same: a checkout may share its files with another.
inline constexpr std::string_view kHardLink = "hard-link";

// A git object that the tree names and the repository lacks: nobody's fault, and nothing to read.
inline constexpr std::string_view kObjectMissing = "object-missing";

// submission.json.
inline constexpr std::string_view kJsonBroken = "json-broken";
inline constexpr std::string_view kJsonShape = "json-not-an-object";

// Logs.
inline constexpr std::string_view kLogEmpty = "log-empty";
inline constexpr std::string_view kLogBinary = "log-binary";
inline constexpr std::string_view kLogLineCut = "log-line-cut";
inline constexpr std::string_view kLogCut = "log-cut";
inline constexpr std::string_view kSeedTwice = "seed-twice";

// Whether a defect concerns the tree itself rather than what a file says, and breaks its rules.
bool is_of_tree(std::string_view code);

}  // namespace verifier::defect
