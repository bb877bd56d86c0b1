// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "reference_impl/base/standard_output.h"
#include "verifier/base/escape.h"
#include "verifier/base/text.h"
#include "verifier/commands.h"
#include "verifier/report/explain.h"
#include "verifier/report/glossary.h"
#include "verifier/report/words.h"
#include "verifier/verify_steps.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace verifier {
namespace {

constexpr char kDescription[] =
    "Says what a word of a report means: a check with its reasons and the rules behind it, a "
    "reason,\n"
    "a defect, an invariant (I1 to I12) or an observation of `verify facts`. Without a word: all.";

constexpr char kFooter[] =
    "Examples\n"
    "  verify explain artifact.size\n"
    "  verify explain tail-rescored\n"
    "  verify explain CLAIM_IS_ONE_RUN\n"
    "\n"
    "Exit codes: 0 explained; 64 no such word; 65 unusable rules.";

int refuse_word(const std::string& word) {
  const std::vector<std::string> nearest = nearest_words(word, explained_words());
  fmt::print(
      stderr, "verify explain: no check, reason or code is called \"{}\"; {}\n",
      escape_for_terminal(word, 100),
      nearest.empty() ? "`verify explain` lists all" : "did you mean " + joined(nearest) + "?");
  return reference::exit_code(ErrorKind::usage);
}

}  // namespace

int explain_command(int argc, char** argv) {
  std::string word;
  CLI::App app(kDescription, "verify explain");
  app.footer(kFooter);
  app.add_option("WORD", word, "id of a check, reason, defect, invariant or observation");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool help = error.get_exit_code() == 0;
    app.exit(error);
    return help ? 0 : reference::exit_code(ErrorKind::usage);
  }
  if (word.empty()) {
    reference::write_output(everything_explained());
    return 0;
  }
  const Courthouse court = open_courthouse(0, {});
  const Result<Law> law = read_law(court.root / "rules");
  if (!law.ok()) {
    fmt::print(stderr, "verify explain: {}\n", escape_for_terminal(law.failure().message));
    return reference::exit_code(law.failure().kind);
  }
  const std::optional<std::string> text = explanation_of(word, law.value().by_track);
  if (!text) {
    return refuse_word(word);
  }
  reference::write_output(*text);
  return 0;
}

}  // namespace verifier
