// SPDX-License-Identifier: Apache-2.0
// The law as data: rules/<track>.json, append-only. A rule holds numbers, names and units, never
// expressions; a check reads its own rule's params and nothing else. Gives the rule of a check that
// is in force on a date, and the later rules that would change the answer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/rulebook/board.h"

namespace verifier {

// A param that a check reads from its rule.
enum class ParamKind { number, word, list };
struct RuleParam {
  std::string_view name;
  ParamKind kind = ParamKind::number;
};

// What the loader must know of a check to hold a rules file against it.
struct KnownCheck {
  std::string_view id;
  std::span<const RuleParam> params;
};

// One way the rule can be read where practice departs from text; printed, never decides.
struct OtherReading {
  std::string says;
  std::string source;
};

struct Rule {
  std::string id;     // unique for ever, e.g. "A1"
  std::string check;  // check id
  std::string title;
  std::string pointer;    // JSON pointer into the rules file, "/rules/0"
  std::string severity;   // "gating" or "advisory"
  std::string authority;  // "README", "ruling", "practice", "community"
  std::string source;
  std::string from;                                       // YYYY-MM-DD, first day in force
  std::optional<std::string> until;                       // last day in force
  std::map<std::string, double> numbers;                  // params that are numbers
  std::map<std::string, std::string> words;               // params that are strings
  std::map<std::string, std::vector<std::string>> lists;  // params that are lists of strings
  std::optional<OtherReading> unsettled;
  // Why the check does not apply in this track and time. Such a rule has no params and no examples.
  std::optional<std::string> not_applicable;
  std::vector<std::string> accepts;  // example files, relative to the rules folder
  std::vector<std::string> rejects;

  // A number param; Error{internal} when the check asks for one the rule does not have (the loader
  // has validated the params against what the check declares, so that is a bug of ours).
  double number(std::string_view name) const;
  const std::string& word(std::string_view name) const;
  const std::vector<std::string>& list(std::string_view name) const;
};

struct Rulebook {
  std::string file;    // name
  std::string sha256;  // of the exact bytes
  std::uint64_t bytes = 0;
  std::string track;
  std::vector<Rule> rules;
  std::map<std::string, std::string> pins;  // pinned digests and totals by name
  Board board;                              // earlier records; empty until the caller sets it

  // The rule of a check in force on a day; null where there is none. At most one, by validation.
  const Rule* in_force(std::string_view check, std::string_view date) const;
  // Rules of that check that came into force after the day.
  std::vector<const Rule*> later(std::string_view check, std::string_view date) const;
};

// Parses and validates against the checks there are; throws Error{bad_input} with file and place.
Rulebook rulebook_from_text(std::string_view text, const std::string& file_name,
                            std::span<const KnownCheck> checks);

// Whether a text is a day of the calendar, YYYY-MM-DD; such days order as their texts do.
bool is_date(std::string_view text);

}  // namespace verifier
