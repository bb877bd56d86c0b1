// SPDX-License-Identifier: Apache-2.0
// How well the checks find what people found: labels of reviewed pull requests held against the
// findings on their heads. For each violation class a second look, written apart from the checks,
// says from the raw facts whether the fault stands in the head at all: a label whose fault does not
// (fixed since, never visible in files) and an accepted head whose own files show the fault are
// listed with the reason and count neither for nor against a check.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/checks/finding.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

struct Label {
  std::uint64_t pull_request = 0;
  std::string verdict;  // "ruled_invalid", "merged_record", "clean_by_community", ...
  std::vector<std::string> violations;
  std::string confidence;  // "high", "medium", "low"
};

// One JSON object a line; Error{bad_input} names file, line and member.
std::vector<Label> labels_from_text(std::string_view text, const std::string& file);

// One head seen through one violation class.
struct ClassLook {
  bool named = false;   // a failing check of the class names it
  bool stands = false;  // the raw facts show the fault
  std::string why;      // what the second look saw
};

// The classes that can be seen without running anything, in the order of the table.
std::vector<std::string_view> label_classes();

// Every class's look at one head; keyed by class.
std::map<std::string, ClassLook> look_at(const Submission& submission, const Evidence& evidence,
                                         const std::vector<Finding>& findings);

struct ClassRow {
  std::uint64_t labelled = 0;   // with confidence high, and standing in the head
  std::uint64_t found = 0;      // of those, named
  std::uint64_t false_ = 0;     // accepted heads that are named although the fault does not stand
  std::uint64_t contested = 0;  // accepted heads whose own files show the fault
};

struct LabelNote {
  std::uint64_t pull_request = 0;
  std::string violation;
  std::string reason;
};

struct LabelTable {
  std::map<std::string, ClassRow> classes;
  std::vector<LabelNote> excluded;
  std::vector<LabelNote> mistakes;  // labels not found and false alarms, each by its pull request
};

// What became of one labelled head: its looks, or why there are none.
struct LabelledHead {
  std::map<std::string, ClassLook> looks;
  std::string unread;  // in words; empty where it was judged
};

LabelTable label_table(const std::vector<Label>& labels,
                       const std::map<std::uint64_t, LabelledHead>& heads);

// {"classes": {"OVER_CAP": {"labelled", "found", "false", "contested", "precision", "recall"}},
//  "excluded": [{"pr", "class", "reason"}], "mistakes": the same}; a ratio of nothing is null.
nlohmann::json label_table_json(const LabelTable& table);

}  // namespace verifier
