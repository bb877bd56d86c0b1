// SPDX-License-Identifier: Apache-2.0
// Every planted cheat is caught by the invariants that should catch it, and no honest run breaks
// one. The table of both is committed and part of the program; UPDATE_GOLDEN=1 rewrites it.
#include <algorithm>
#include <cstdlib>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "tests/support/faulty_caches.h"
#include "tests/support/faulty_loops.h"
#include "tests/support/forged_files.h"
#include "tests/support/honest_setups.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pgolf_test {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

constexpr char kTable[] = "verifier/report/kill_table.json";

struct Caught {
  std::string kind;
  std::string name;
  std::string what;
  std::vector<std::string> expected;
  Names caught_by;

  bool as_expected() const {
    return std::all_of(expected.begin(), expected.end(),
                       [&](const std::string& id) { return caught_by.count(id) == 1; });
  }
};

Names of_cache(const AuditLab& lab, const Cheat& cheat) {
  Player player;
  player.make_cache = [&](std::uint32_t) {
    return make_cheating_cache(lab.setup().cache, lab.key(), cheat);
  };
  return lab.audit_player(player);
}

Names of_loop(const AuditLab& lab, const std::function<void(std::vector<LoopRank>&)>& change) {
  const TemporaryFolder folder;
  std::vector<LoopRank> ranks = honest_loop(lab);
  change(ranks);
  const std::string root = record_loop(lab, ranks, folder.path());
  return names_of(lab.audit_files(folder.path(), root).breaches);
}

Names of_file(const AuditLab& lab, const FileCheat& cheat) {
  const TemporaryFolder folder;
  const std::string honest = lab.record(folder.path(), lab.tokens(), {});
  const std::string root = forge(lab, cheat, folder.path(), honest);
  return names_of(lab.audit_files(folder.path(), root).breaches);
}

std::vector<Caught> run_cheats() {
  const AuditLab lab(LabSetup{});
  std::vector<Caught> caught;
  for (const auto& cheats : {insertion_cheats(), scoring_cheats()}) {
    for (const CacheCheat& cheat : cheats) {
      caught.push_back(
          {"cache", cheat.name, cheat.what, cheat.expected, of_cache(lab, cheat.cheat)});
    }
  }
  // A digest under a key of the player's own: the run's key was drawn after it was frozen.
  Player own_key;
  own_key.make_cache = [&](std::uint32_t) {
    return reference::make_ngram_cache(lab.setup().cache, reference::test_digest_key());
  };
  caught.push_back({"cache",
                    "digest_key_reused",
                    "digests under a key that it knew before",
                    {"I5", "I8"},
                    lab.audit_player(own_key)});
  for (const LoopCheat& cheat : loop_cheats()) {
    caught.push_back({"loop", cheat.name, cheat.what, cheat.expected, of_loop(lab, cheat.change)});
  }
  for (const FileCheat& cheat : file_cheats()) {
    caught.push_back({"file", cheat.name, cheat.what, cheat.expected, of_file(lab, cheat)});
  }
  for (const NetworkCheat& cheat : network_cheats()) {
    Player player;
    player.make_model = cheat.make_model;
    caught.push_back({"network", cheat.name, cheat.what, cheat.expected, lab.audit_player(player)});
  }
  return caught;
}

std::string text_of(const Names& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : " ") + name;
  }
  return text;
}

json table_of(const std::vector<Caught>& cheats, std::size_t honest, std::size_t false_alarms) {
  json rows = json::array();
  std::size_t killed = 0;
  for (const Caught& cheat : cheats) {
    killed += cheat.as_expected() ? 1 : 0;
    rows.push_back({{"kind", cheat.kind},
                    {"name", cheat.name},
                    {"what", cheat.what},
                    {"expected", cheat.expected},
                    {"caughtBy", cheat.caught_by}});
  }
  return {{"schema", "pgolf-kill-table-v1"},
          {"cheats", rows},
          {"mutants", cheats.size()},
          {"killed", killed},
          {"honest", honest},
          {"falseAlarms", false_alarms}};
}

TEST(KillTable, EveryCheatIsCaughtAndTheCommittedTableSaysSo) {
  const std::vector<Caught> cheats = run_cheats();
  EXPECT_GE(cheats.size(), 30U);
  for (const Caught& cheat : cheats) {
    EXPECT_TRUE(cheat.as_expected())
        << cheat.kind << " " << cheat.name << ": caught by [" << text_of(cheat.caught_by)
        << "], expected [" << text_of({cheat.expected.begin(), cheat.expected.end()}) << "]";
  }
  std::size_t false_alarms = 0;
  const std::vector<HonestSetup> setups = honest_setups();
  EXPECT_GE(setups.size(), 200U);
  for (const HonestSetup& setup : setups) {
    const Names names = AuditLab(setup.lab).audit_player({});
    EXPECT_EQ(names, Names{}) << setup.name;
    false_alarms += names.empty() ? 0 : 1;
  }
  const json table = table_of(cheats, setups.size(), false_alarms);
  const std::filesystem::path path = source_path(kTable);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    reference::write_file(path, table.dump(1) + "\n");
  }
  EXPECT_EQ(reference::parse_json(reference::read_file(path, 1U << 20U), kTable), table)
      << "UPDATE_GOLDEN=1 rewrites the table; review the difference";
}

// The loop that the cheats change is itself honest, to the byte of its event files.
TEST(KillTable, TheUnchangedLoopIsTheReferencesOwn) {
  const AuditLab lab(LabSetup{});
  const TemporaryFolder folder;
  const std::string root = record_loop(lab, honest_loop(lab), folder / "loop");
  EXPECT_EQ(root, lab.record(folder / "reference", lab.tokens(), {}));
  EXPECT_EQ(names_of(lab.audit_files(folder / "loop", root).breaches), Names{});
}

TEST(KillTable, ACacheWithTwoHonestBooksIsHonest) {
  EXPECT_EQ(of_cache(AuditLab(LabSetup{}), Cheat{}), Names{});
}

}  // namespace
}  // namespace pgolf_test
