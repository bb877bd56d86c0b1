// SPDX-License-Identifier: Apache-2.0
// What this build's audit catches: the table of planted cheats and honest runs that the test run
// makes (tests/verifier/gather/kill_table_test.cc), committed as kill_table.json and part of the
// program. Every report names it by digest and totals (report-and-signing.md section 3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/evidence/evidence.h"

namespace verifier {

struct PlantedCheat {
  std::string kind;  // "cache", "loop", "file", "network"
  std::string name;
  std::string what;
  std::vector<std::string> expected;   // invariants that must catch it
  std::vector<std::string> caught_by;  // invariants that did
};

struct SelfTest {
  EvidenceItem corpus;  // the table itself: name, digest, size
  std::uint64_t mutants = 0;
  std::uint64_t killed = 0;  // caught by every invariant that must
  std::uint64_t honest = 0;  // honest runs beside them
  std::uint64_t false_alarms = 0;
  std::vector<PlantedCheat> cheats;
};

// The table as it was committed; valid for the whole run.
std::string_view kill_table_text();

// The same, read.
SelfTest embedded_self_test();

// Of the planted cheats that a check must catch, how many it does: a check's `detection`.
struct Detection {
  std::uint64_t mutants = 0;
  std::uint64_t killed = 0;  // caught by every invariant of the check that must
};

// None for a check that judges by other things than the audit's invariants.
std::optional<Detection> detection_of(const SelfTest& self_test, std::string_view check);

}  // namespace verifier
