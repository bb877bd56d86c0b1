// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/self_test.h"

#include <algorithm>

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

constexpr char kName[] = "kill_table.json";

std::vector<std::string> words_of(reference::JsonFields& fields, const std::string& name) {
  std::vector<std::string> words;
  for (const nlohmann::json& word : fields.array(name)) {
    words.push_back(word.get<std::string>());
  }
  return words;
}

PlantedCheat cheat_from_json(const nlohmann::json& value, const std::string& where) {
  reference::JsonFields fields(value, where);
  PlantedCheat cheat;
  cheat.kind = fields.text("kind");
  cheat.name = fields.text("name");
  cheat.what = fields.text("what");
  cheat.expected = words_of(fields, "expected");
  cheat.caught_by = words_of(fields, "caughtBy");
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
  for (const nlohmann::json& cheat : fields.array("cheats")) {
    self_test.cheats.push_back(cheat_from_json(
        cheat, std::string(kName) + " /cheats/" + std::to_string(self_test.cheats.size())));
  }
  fields.finish();
  return self_test;
}

std::uint64_t cheats_expected_by(const SelfTest& self_test,
                                 const std::vector<std::string>& invariants) {
  const auto concerns = [&](const PlantedCheat& cheat) {
    return std::any_of(cheat.expected.begin(), cheat.expected.end(), [&](const std::string& id) {
      return std::find(invariants.begin(), invariants.end(), id) != invariants.end();
    });
  };
  return static_cast<std::uint64_t>(
      std::count_if(self_test.cheats.begin(), self_test.cheats.end(), concerns));
}

}  // namespace verifier
