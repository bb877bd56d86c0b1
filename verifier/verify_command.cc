// SPDX-License-Identifier: Apache-2.0
#include "verifier/verify_command.h"

#include <cstdlib>
#include <unistd.h>

#include "reference_impl/base/error.h"

#include <CLI/CLI.hpp>

namespace verifier {
namespace {

constexpr char kDescription[] =
    "Judges a Parameter Golf submission: reads its folder, reruns its recipe where there is one,\n"
    "applies the rules of its day, and writes a signed report. Nothing of the folder is "
    "executed.\n";

constexpr char kFooter[] =
    "Examples\n"
    "  verify submissions/806                        rerun the recipe at smoke scale, judge, sign\n"
    "  verify path/to/records/folder                 judge a folder by its files and logs\n"
    "  verify --format json FOLDER | jq .predicate.summary\n"
    "  verify --until static submissions/796         without the rerun\n"
    "\n"
    "Exit codes\n"
    "  0 pass   1 fail   2 inconclusive   64 wrong usage or no such folder   65 unusable rules,\n"
    "  recipe or data   69 a needed accelerator is absent   70 a bug of ours   75 disk or system\n"
    "  refused, try again   130 interrupted\n"
    "\n"
    "The report can be checked without this program's word for it: see `verify-report --help`.\n";

}  // namespace

ParsedCommand parse_verify_command(int argc, char** argv) {
  VerifyOptions options;
  CLI::App app(kDescription, "verify");
  app.footer(kFooter);
  app.add_option("folder", options.folder, "the submission's folder")->required();
  // Words, not enumerators: CLI11 would print those through the room's own to_string.
  std::string until;
  std::string format = "text";
  app.add_option("--until", until,
                 "last stage: static (files and logs) or rerun; each includes the earlier ones")
      ->check(CLI::IsMember({"static", "rerun"}));
  app.add_option("--format", format, "what standard output carries")
      ->check(CLI::IsMember({"text", "json", "md"}));
  app.add_option("--output", options.output, "folder of the report (default reports/<name>)");
  app.add_option("--track", options.track, "track of the submission (default: from its path)")
      ->check(CLI::IsMember({"track_10min_16mb", "track_non_record_16mb"}));
  app.add_option("--data", options.data, "folder of the real FineWeb shards (default: smoke data)");
  app.add_option("--key", options.key, "private Ed25519 key to sign with (default: made once)");
  app.add_option("--profile", options.profile, "scale of the rerun: smoke or official (8 GPUs)")
      ->check(CLI::IsMember({"smoke", "official"}));
  app.add_flag("--quiet", options.quiet, "no progress on standard error");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool help = error.get_exit_code() == 0;
    app.exit(error);
    return {std::nullopt, help ? 0 : reference::exit_code(ErrorKind::usage)};
  }
  if (!until.empty()) {
    options.until = until == "rerun" ? Stage::rerun : Stage::static_only;
  }
  options.format = format == "json" ? OutputFormat::json
                   : format == "md" ? OutputFormat::markdown
                                    : OutputFormat::text;
  options.color = ::isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr;
  return {options, 0};
}

}  // namespace verifier
