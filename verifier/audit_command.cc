// SPDX-License-Identifier: Apache-2.0
// `verify audit EVENTS`: a run's event files read back and held against the invariants.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <optional>

#include "reference_impl/base/file.h"
#include "reference_impl/base/standard_output.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/run_record.h"
#include "reference_impl/tokens/shard.h"
#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/commands.h"
#include "verifier/gather/event_audit.h"
#include "verifier/gather/recipe_view.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestEventFileBytes = 1ULL << 30U;
constexpr std::uint64_t kLargestTextBytes = 16ULL << 20U;
constexpr std::size_t kSecretBytes = 64;

constexpr char kDescription[] =
    "Reads a run's event files back and holds them against the invariants of the causality audit:\n"
    "every digest, insertion and score is computed again from the tokens. The files are never\n"
    "trusted.\n";

constexpr char kFooter[] =
    "EVENTS is a folder with events-<rank>.bin (and neural-<rank>.bin, without which scores are "
    "not\n"
    "computed again), as `reference evaluate --output` leaves it, or one of its event files.\n\n"
    "Examples\n"
    "  verify audit run/ --data build/data/smoke\n"
    "  verify audit out/ --data shards/ --recipe submissions/796/recipe.json --profile official\n\n"
    "Exit codes\n"
    "  0 every invariant of the files is kept   1 one is broken   2 the scores could not be\n"
    "  computed again   64 wrong usage   65 unusable files, tokens or recipe\n";

struct Options {
  fs::path events;
  fs::path data;
  fs::path recipe;
  fs::path audit_key;
  std::string profile;
  std::string format = "text";
};

// What one line of the answer says.
struct Row {
  const char* invariant;
  const char* what;
};
constexpr std::array<Row, 12> kRows = {
    {{"I1", "SCORE and UPDATE alternate, PREFILL first and once"},
     {"I2", "every position is scored once"},
     {"I3", "scored before inserted, after everything before it"},
     {"I4", "nothing changes while a segment is scored"},
     {"I5", "an update inserts what the tokens say"},
     {"I6", "a prefill is the state the rank before ended with"},
     {"I7", "the ranks share the recipe's windows without gap"},
     {"I8", "checkpoints, roots and names are those of the tokens"},
     {"I9", "no score depends on later tokens"},
     {"I10", "no distribution depends on its own token"},
     {"I11", "scores are entries of their rows"},
     {"I12", "scores and sums are those of a second computation"}}};

std::string init_digest(const fs::path& folder, std::uint32_t& world_size, std::uint64_t& last) {
  std::string digest;
  world_size = 1;
  for (std::uint32_t rank = 0; rank < world_size; ++rank) {
    const fs::path path = folder / reference::event_file_name(rank);
    const reference::EventFile file = reference::read_event_file(
        reference::read_file(path, kLargestEventFileBytes), path.string());
    const auto& init = std::get<reference::InitEvent>(file.records.front().event);
    if (rank == 0) {
      if (init.world_size == 0 || init.world_size > 1024) {
        throw Error(ErrorKind::bad_input, path.string() + ": INIT names a world of " +
                                              std::to_string(init.world_size) + " ranks");
      }
      world_size = static_cast<std::uint32_t>(init.world_size);
      digest = reference::to_hex(init.config_digest);
    }
    for (const reference::EventRecord& record : file.records) {
      const auto* score = std::get_if<reference::ScoreEvent>(&record.event);
      last = score != nullptr ? std::max(last, score->last) : last;
    }
  }
  return digest;
}

// Where a recipe may be: beside the events, or with a submission of the project.
std::vector<fs::path> recipe_places(const fs::path& folder) {
  std::vector<fs::path> places = {folder / "recipe.json", folder.parent_path() / "recipe.json"};
  std::error_code none;
  for (fs::path at = fs::read_symlink("/proc/self/exe", none); at.has_relative_path();
       at = at.parent_path()) {
    if (fs::is_directory(at / "submissions")) {
      for (const auto& entry : fs::directory_iterator(at / "submissions")) {
        places.push_back(entry.path() / "recipe.json");
      }
    }
  }
  return places;
}

// The recipe of the run: the one named, one beside the events, or a submission's whose cache has
// the digest that INIT names.
RecipeView find_recipe(const Options& options, const fs::path& folder, const std::string& digest) {
  const std::vector<fs::path> candidates =
      options.recipe.empty() ? recipe_places(folder) : std::vector<fs::path>{options.recipe};
  for (const fs::path& path : candidates) {
    for (const char* profile : {"smoke", "official"}) {
      if (!fs::exists(path) || (!options.profile.empty() && options.profile != profile)) {
        continue;
      }
      RecipeView view =
          read_recipe_view(reference::read_file(path, kLargestTextBytes), path.string(), profile);
      if (view.config_digest == digest || !options.profile.empty()) {
        return view;
      }
    }
  }
  throw Error(ErrorKind::bad_input,
              (options.recipe.empty() ? "no recipe beside the events or in submissions/"
                                      : options.recipe.string() + ": it") +
                  std::string(" has a cache with the digest that INIT names, ") + digest +
                  "; give --recipe, and --profile to hold the events against it all the same");
}

// Key and salt: of the file, of the run's record, else the published test key.
void take_secret(const Options& options, const fs::path& folder, AuditInput& input) {
  const reference::DigestKey test_key = reference::test_digest_key();
  input.key.assign(test_key.begin(), test_key.end());
  input.salt.assign(32, '\0');
  if (!options.audit_key.empty()) {
    const std::string secret = reference::read_file(options.audit_key, kSecretBytes);
    if (secret.size() != kSecretBytes) {
      throw Error(ErrorKind::bad_input, options.audit_key.string() + ": has " +
                                            std::to_string(secret.size()) +
                                            " bytes, expected 64: key, then salt");
    }
    input.key = secret.substr(0, 32);
    input.salt = secret.substr(32);
  }
  const fs::path path = folder / reference::run_record_file_name("evaluate");
  if (!fs::exists(path)) {
    return;
  }
  const reference::RunRecord record =
      reference::run_record_from_text(reference::read_file(path, kLargestTextBytes), path.string());
  if (!record.evaluation) {
    return;
  }
  input.event_root = record.evaluation->event_root;
  if (options.audit_key.empty()) {
    const auto key = reference::digest_from_hex(record.evaluation->audit_key);
    const auto salt = reference::digest_from_hex(record.evaluation->audit_salt);
    input.key.assign(key.begin(), key.end());
    input.salt.assign(salt.begin(), salt.end());
  }
}

EventAudit audit(const Options& options) {
  const fs::path folder =
      fs::is_directory(options.events) ? options.events : options.events.parent_path();
  AuditInput input;
  input.folder = folder;
  std::uint64_t last = 0;
  const std::string digest = init_digest(folder, input.world_size, last);
  input.recipe = find_recipe(options, folder, digest);
  take_secret(options, folder, input);
  const reference::TokenSplit split = reference::read_split(options.data, "val");
  if (last == 0 || last >= split.tokens.size()) {
    throw Error(ErrorKind::bad_input,
                options.data.string() + ": has " + std::to_string(split.tokens.size()) +
                    " validation tokens, the events score up to position " + std::to_string(last));
  }
  input.tokens = std::span(split.tokens).first(last + 1);
  const Result<EventAudit> result = audit_events(input);
  if (!result.ok()) {
    throw Error(result.failure().kind, result.failure().message);
  }
  return result.value();
}

const InvariantBreach* breach_of(const EventAudit& result, const std::string& invariant) {
  const auto found =
      std::find_if(result.breaches.begin(), result.breaches.end(),
                   [&](const InvariantBreach& breach) { return breach.invariant == invariant; });
  return found == result.breaches.end() ? nullptr : &*found;
}

bool was_checked(const EventAudit& result, const std::string& invariant) {
  return std::find(result.checked.begin(), result.checked.end(), invariant) != result.checked.end();
}

std::string table_of(const EventAudit& result) {
  std::string text;
  const auto out = std::back_inserter(text);
  for (const Row& row : kRows) {
    const InvariantBreach* breach = breach_of(result, row.invariant);
    const bool checked = was_checked(result, row.invariant);
    fmt::format_to(out, "{:<4} {:<7} {}\n", row.invariant,
                   breach != nullptr ? "BREACH"
                   : checked         ? "pass"
                                     : "-",
                   row.what);
    if (breach != nullptr) {
      fmt::format_to(out,
                     "             {} times, first on rank {}, segment {}, positions {} to {}:\n"
                     "             {}\n",
                     grouped(breach->count), breach->rank, breach->segment, grouped(breach->first),
                     grouped(breach->last), escape_for_terminal(breach->what, 512));
    }
  }
  fmt::format_to(out,
                 "\n{} scorings of {} positions, {} scored more than once, {} after insertion\n",
                 grouped(result.scorings), grouped(result.positions),
                 grouped(result.rescored_positions), grouped(result.scored_after_insert));
  text += "-: not asked of event files; a rerun by `verify SUBMISSION` asks it\n";
  return text;
}

int answer(const Options& options) {
  const EventAudit result = audit(options);
  reference::write_output(options.format == "json" ? event_audit_to_json(result).dump(1) + "\n"
                                                   : table_of(result));
  return !result.breaches.empty() ? 1 : was_checked(result, "I12") ? 0 : 2;
}

}  // namespace

int audit_command(int argc, char** argv) {
  Options options;
  CLI::App app(kDescription, "verify audit");
  app.footer(kFooter);
  app.add_option("events", options.events, "folder of event files, or one of them")
      ->required()
      ->check(CLI::ExistingPath);
  app.add_option("--data", options.data, "folder of the shards that were scored")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--recipe", options.recipe, "the run's recipe (default: found by its digest)")
      ->check(CLI::ExistingFile);
  app.add_option("--profile", options.profile, "scale of the run (default: found by its digest)")
      ->check(CLI::IsMember({"smoke", "official"}));
  app.add_option("--audit-key", options.audit_key,
                 "64 bytes, key then salt (default: the run record's, else the test key)")
      ->check(CLI::ExistingFile);
  app.add_option("--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : reference::exit_code(ErrorKind::usage);
  }
  try {
    return answer(options);
  } catch (const Error& error) {
    fmt::print(stderr, "verify audit: {}\n", escape_for_terminal(error.what()));
    return reference::exit_code(error.kind());
  }
}

}  // namespace verifier
