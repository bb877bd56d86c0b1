// SPDX-License-Identifier: Apache-2.0
// Evaluation loops that cheat. A loop is a list of steps over an honest cache; a cheat changes the
// list: what is done, in which order, what is written down of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/support/audit_lab.h"

namespace pgolf_test {

struct LoopStep {
  enum class Kind { prefill, score, update, checkpoint };
  Kind kind = Kind::score;
  std::uint64_t segment = 0;  // what is written down
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool done = true;     // really happens
  bool written = true;  // stands in the event file
  // What really is inserted, where it is not first..last.
  std::uint64_t really_first = 0;
  std::uint64_t really_last = 0;
  // Changes the scores before they are written down.
  std::function<void(std::vector<reference::PositionScore>&)> report;
};

struct LoopRank {
  std::vector<LoopStep> steps;
  std::uint64_t coded_bits_hidden = 0;  // subtracted from each SCORE and from CLOSE
  double nats_hidden = 0;               // subtracted in CLOSE
};

// The honest loop of every rank.
std::vector<LoopRank> honest_loop(const AuditLab& lab);

// Runs the lists and leaves event and network files in a folder; the event root.
std::string record_loop(const AuditLab& lab, const std::vector<LoopRank>& ranks,
                        const std::filesystem::path& folder);

struct LoopCheat {
  std::string name;
  std::string what;
  std::vector<std::string> expected;
  std::function<void(std::vector<LoopRank>&)> change;
};
std::vector<LoopCheat> loop_cheats();

}  // namespace pgolf_test
