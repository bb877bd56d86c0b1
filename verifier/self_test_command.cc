// SPDX-License-Identifier: Apache-2.0
// `verify --self-test`: what the audit of this build catches, cheat by cheat.
#include <iterator>
#include <string>
#include <string_view>

#include "reference_impl/base/standard_output.h"
#include "verifier/base/text.h"
#include "verifier/commands.h"
#include "verifier/report/self_test.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace verifier {
namespace {

constexpr char kDescription[] =
    "Shows what the audit of this build catches: every planted cheat, the invariants that must\n"
    "catch it and those that did, and how many honest runs it left in peace. The table is made by\n"
    "the test run; every report names it by digest.\n";

constexpr char kFooter[] =
    "Exit codes\n"
    "  0 every cheat is caught and no honest run raised an alarm   1 otherwise   64 wrong usage\n";

std::string table_of(const SelfTest& self_test) {
  std::string text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "{:<8} {:<32} {:<14} {:<20} {}\n", "kind", "cheat", "must catch", "caught by",
                 "what it does");
  for (const PlantedCheat& cheat : self_test.cheats) {
    fmt::format_to(out, "{:<8} {:<32} {:<14} {:<20} {}\n", cheat.kind, cheat.name,
                   joined(cheat.expected, " "), joined(cheat.caught_by, " "), cheat.what);
  }
  fmt::format_to(out, "\n{} cheats, {} caught as they must be; {} honest runs, {} false alarms\n",
                 self_test.mutants, self_test.killed, self_test.honest, self_test.false_alarms);
  fmt::format_to(out, "table: {} {} bytes, sha256 {}\n", self_test.corpus.name,
                 self_test.corpus.bytes, self_test.corpus.sha256);
  return text;
}

}  // namespace

int self_test_command(int argc, char** argv) {
  CLI::App app(kDescription, "verify --self-test");
  app.footer(kFooter);
  std::string format = "text";
  app.add_option("--format", format, "text, or json: the table itself")
      ->check(CLI::IsMember({"text", "json"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : reference::exit_code(ErrorKind::usage);
  }
  const SelfTest self_test = embedded_self_test();
  reference::write_output(format == "json" ? std::string(kill_table_text()) : table_of(self_test));
  return self_test.killed == self_test.mutants && self_test.false_alarms == 0 ? 0 : 1;
}

}  // namespace verifier
