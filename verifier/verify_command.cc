// SPDX-License-Identifier: Apache-2.0
#include "verifier/verify_command.h"

#include <cstdlib>
#include <unistd.h>

#include "reference_impl/base/error.h"
#include "verifier/report/text.h"
#include "verifier/rulebook/rulebook.h"

#include <CLI/CLI.hpp>

namespace verifier {
namespace {

constexpr char kDescription[] =
    "Judges a Parameter Golf submission: reads its folder or a pull request's git objects, reruns\n"
    "its recipe where there is one, applies the rules of its day, and writes a signed report.\n"
    "Nothing that was submitted is executed.\n";

constexpr char kFooter[] =
    "Examples\n"
    "  verify submissions/806                        rerun the recipe at smoke scale, judge, sign\n"
    "  verify path/to/records/folder                 judge a folder by its files and logs\n"
    "  verify --repo repo.git --pr 1019              a pull request, no checkout\n"
    "  verify --repo . --ref my-branch               your own branch, before you open one\n"
    "  verify --repo repo.git --pr 65 records/track_10min_16mb/NAME    one of its several folders\n"
    "  verify --repo repo.git --all --output out --jobs 4              every refs/pull/N/head\n"
    "  verify --repo repo.git --labels labels.jsonl --format json      the checks against people\n"
    "  verify --repo repo.git --pr 1019 --date 2026-05-02              by the law of another day\n"
    "  verify --format json FOLDER | jq .predicate.summary\n"
    "  verify --until static submissions/796         without the rerun\n"
    "  verify facts FOLDER                           what was read, as JSON (see verify facts -h)\n"
    "  verify explain seeds.count                    what a check or a word of a report means\n"
    "A folder that is called facts or explain is written ./facts or ./explain.\n"
    "\n"
    "From git: the head is compared with the place where it left --base (default refs/heads/main,\n"
    "else HEAD). The law is that of --date, else of the pull request's first commit on the "
    "folder,\n"
    "else of the claimed date. --all writes OUTPUT/N/statement.json, unsigned, and\n"
    "OUTPUT/index.json, one line a pull request; submitted files stay in git. Sign one with\n"
    "`sign-report --help`. A run that was killed goes on where it stopped.\n"
    "\n"
    "Exit codes\n"
    "  0 pass   1 fail   2 inconclusive   64 wrong usage or no such folder   65 unusable rules,\n"
    "  recipe or data   69 a needed accelerator is absent   70 a bug of ours   75 disk or system\n"
    "  refused, try again   130 interrupted.   --all ends with 0 when its work is done.\n"
    "\n"
    "The report can be checked without this program's word for it: see `verify-report --help`.\n";

constexpr unsigned kMostJobs = 256;

// Words, not enumerators: CLI11 would print those through the room's own to_string.
struct Words {
  std::string until;
  std::string format = "text";
};

void add_options(CLI::App& app, VerifyOptions& options, Words& words) {
  app.add_option("folder", options.folder,
                 "the submission's folder; with --repo its path in the tree, where there are "
                 "several");
  app.add_option("--until", words.until,
                 "last stage: static (files and logs) or rerun; each includes the earlier ones")
      ->check(CLI::IsMember({"static", "rerun"}));
  app.add_option("--format", words.format, "what standard output carries")
      ->check(CLI::IsMember(format_words()));
  app.add_option("--output", options.output, "folder of the report (default reports/<name>)");
  app.add_option("--track", options.track, "track of the submission (default: from its path)")
      ->check(CLI::IsMember({"track_10min_16mb", "track_non_record_16mb"}));
  app.add_option("--date", options.date, "the day whose law applies, YYYY-MM-DD");
  app.add_option("--data", options.data, "folder of the real FineWeb shards (default: smoke data)");
  app.add_option("--key", options.key, "private Ed25519 key to sign with (default: made once)");
  app.add_option("--profile", options.profile, "scale of the rerun: smoke or official (8 GPUs)")
      ->check(CLI::IsMember({"smoke", "official"}));
  app.add_flag("--quiet", options.quiet, "no progress on standard error");
}

void add_git_options(CLI::App& app, VerifyOptions& options) {
  const std::string group = "From git";
  app.add_option("--repo", options.repository, "a repository, bare or not; it is only read")
      ->group(group);
  app.add_option("--pr", options.number, "judge refs/pull/N/head")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
      ->group(group);
  app.add_option("--ref", options.ref, "judge this branch, ref or commit")->group(group);
  app.add_option("--base", options.base, "branch that the head is compared with")->group(group);
  app.add_flag("--all", options.all, "judge every refs/pull/N/head by its files; needs --output")
      ->group(group);
  app.add_option("--labels", options.labels,
                 "judge the heads that this file labels, and count what the checks find")
      ->group(group);
  app.add_option("--jobs", options.jobs, "threads for --all and --labels (default 1)")
      ->check(CLI::Range(1U, kMostJobs))
      ->group(group);
}

[[noreturn]] void refuse(const std::string& option, const std::string& what) {
  throw CLI::ValidationError(option, what);
}

void require_folder_alone(const CLI::App& app, const VerifyOptions& options) {
  for (const char* option : {"--pr", "--ref", "--base", "--all", "--labels", "--jobs"}) {
    if (app.count(option) != 0) {
      refuse(option, "needs a repository: verify --repo GITDIR " + std::string(option) + " ...");
    }
  }
  if (options.folder.empty()) {
    refuse("folder", "name a submission's folder, or a repository with --repo GITDIR --pr N");
  }
}

void require_git_question(const CLI::App& app, const VerifyOptions& options) {
  const std::size_t asked =
      app.count("--pr") + app.count("--ref") + app.count("--all") + app.count("--labels");
  if (asked != 1) {
    refuse("--repo", "goes with one of --pr N, --ref REF, --all and --labels FILE; " +
                         std::to_string(asked) + " of them were given");
  }
  for (const char* option : {"--data", "--profile"}) {
    if (app.count(option) != 0) {
      refuse(option, "belongs to a rerun, which needs a folder on disk, not --repo");
    }
  }
  if (options.until == Stage::rerun) {
    refuse("--until", "a rerun needs a folder on disk, not --repo");
  }
  if (options.all && (options.output.empty() || !options.folder.empty() || !options.key.empty())) {
    refuse("--all", "needs --output DIR, and takes neither a folder nor --key");
  }
  if (!options.all && options.labels.empty() && app.count("--jobs") != 0) {
    refuse("--jobs", "belongs to --all and --labels");
  }
}

void settle(const CLI::App& app, const Words& words, VerifyOptions& options) {
  if (!words.until.empty()) {
    options.until = words.until == "rerun" ? Stage::rerun : Stage::static_only;
  }
  options.format = format_from_word(words.format).value_or(Format::text);
  if (!options.date.empty() && !is_date(options.date)) {
    refuse("--date", "expected a day of the calendar such as 2026-04-01");
  }
  if (app.count("--repo") == 0) {
    require_folder_alone(app, options);
  } else {
    require_git_question(app, options);
  }
}

}  // namespace

ParsedCommand parse_verify_command(int argc, char** argv) {
  VerifyOptions options;
  Words words;
  CLI::App app(kDescription, "verify");
  app.footer(kFooter);
  add_options(app, options, words);
  add_git_options(app, options);
  try {
    app.parse(argc, argv);
    settle(app, words, options);
  } catch (const CLI::ParseError& error) {
    const bool help = error.get_exit_code() == 0;
    app.exit(error);
    return {std::nullopt, help ? 0 : reference::exit_code(ErrorKind::usage)};
  }
  options.color = wants_color(std::getenv("NO_COLOR"), ::isatty(STDOUT_FILENO) == 1);
  return {options, 0};
}

}  // namespace verifier
