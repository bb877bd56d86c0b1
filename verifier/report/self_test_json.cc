// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/self_test.h"

#include <algorithm>
#include <array>

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/evidence/parts_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

constexpr char kName[] = "kill_table.json";

// Which invariants a check judges by (report specification, section 5.1).
struct Judged {
  std::string_view check;
  std::array<std::string_view, 6> invariants;

  bool by(std::string_view id) const {
    return std::find(invariants.begin(), invariants.end(), id) != invariants.end();
  }
};
constexpr std::array<Judged, 5> kJudged = {
    {{"causality.prefix", {"I9", "I10"}},
     {"causality.score-first", {"I1", "I3", "I4", "I5", "I6", "I8"}},
     {"causality.single-pass", {"I2", "I7"}},
     {"distribution.normalized", {"I11"}},
     {"replay.deterministic", {"I12"}}}};

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

PlantedCheat cheat_from_json(const nlohmann::json& value, const std::string& where) {
  reference::JsonFields fields(value, where);
  PlantedCheat cheat;
  cheat.kind = fields.text("kind");
  cheat.name = fields.text("name");
  cheat.what = fields.text("what");
  cheat.expected = fields.texts("expected");
  cheat.caught_by = fields.texts("caughtBy");
  fields.finish();
  return cheat;
}

}  // namespace

SelfTest embedded_self_test() {
  const std::string_view text = kill_table_text();
  const nlohmann::json table = reference::parse_json(text, kName);
  reference::JsonFields fields(table, kName);
  SelfTest self_test;
  self_test.corpus = {kName, reference::to_hex(reference::sha256(text)), text.size()};
  require(fields.text("schema") == "pgolf-kill-table-v1", "a kill table of another schema");
  self_test.mutants = fields.count("mutants");
  self_test.killed = fields.count("killed");
  self_test.honest = fields.count("honest");
  self_test.false_alarms = fields.count("falseAlarms");
  self_test.cheats = list_from_json(fields, "cheats", cheat_from_json);
  fields.finish();
  return self_test;
}

std::optional<Detection> detection_of(const SelfTest& self_test, std::string_view check) {
  const auto judged = std::find_if(kJudged.begin(), kJudged.end(),
                                   [&](const Judged& one) { return one.check == check; });
  if (judged == kJudged.end()) {
    return std::nullopt;
  }
  Detection detection;
  for (const PlantedCheat& cheat : self_test.cheats) {
    const auto must = [&](const std::string& id) { return judged->by(id); };
    const auto missed = [&](const std::string& id) {
      return must(id) && !holds(cheat.caught_by, id);
    };
    if (std::any_of(cheat.expected.begin(), cheat.expected.end(), must)) {
      ++detection.mutants;
      detection.killed += std::any_of(cheat.expected.begin(), cheat.expected.end(), missed) ? 0 : 1;
    }
  }
  return detection;
}

}  // namespace verifier
