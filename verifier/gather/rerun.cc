// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/rerun.h"

#include <algorithm>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/record/run_record.h"
#include "reference_impl/tokens/shard.h"
#include "verifier/gather/event_audit.h"
#include "verifier/gather/host.h"
#include "verifier/gather/normalization_audit.h"
#include "verifier/gather/score_audits.h"

namespace verifier {
namespace {

using reference::RunRecord;

constexpr std::uint64_t kLargestRecordBytes = 16ULL << 20U;
constexpr std::uint64_t kLargestArtifactBytes = 1ULL << 30U;
constexpr std::size_t kAuditSecretBytes = 64;  // key, then salt

// What all runs of one verification share.
struct Court {
  const RerunPlan& plan;
  const EvidenceStore& store;
  const Progress& progress;
  RecipeView recipe;
  std::vector<std::uint16_t> tokens;  // the validation stream before truncation
  reference::PieceTable pieces;
  std::filesystem::path secret_file;
  std::string secret;

  PlayerRun player_run(std::uint64_t seed, const std::filesystem::path& folder) const {
    return {plan.recipe, seed, plan.profile, plan.data, folder, {}, secret_file};
  }
};

// The piece table beside the shards, else the official one: what the player takes.
reference::PieceTable pieces_of(const std::filesystem::path& data) {
  const std::filesystem::path path = data / "pieces.tsv";
  return std::filesystem::exists(path)
             ? reference::parse_piece_table(reference::read_file(path, kLargestRecordBytes),
                                            path.string())
             : reference::official_piece_table();
}

RunRecord read_record(const std::filesystem::path& folder, const std::string& command) {
  const auto path = folder / reference::run_record_file_name(command);
  return reference::run_record_from_text(reference::read_file(path, kLargestRecordBytes),
                                         path.string());
}

// A finished part of an earlier, interrupted verification: same folder, complete, its files intact.
bool is_finished(const std::filesystem::path& folder, const std::string& command) {
  const Result<RunRecord> record = attempt([&] { return read_record(folder, command); });
  if (!record.ok() || record.value().termination != "complete") {
    return false;
  }
  if (command == "train") {
    const Result<std::string> artifact = attempt([&] {
      return reference::to_hex(
          reference::sha256(reference::read_file(folder / "artifact.bin", kLargestArtifactBytes)));
    });
    return artifact.ok() && record.value().training &&
           artifact.value() == record.value().training->artifact.sha256;
  }
  return true;
}

// Draws the digest key once a work folder, after the submission was read.
std::string draw_secret(const std::filesystem::path& file) {
  const Result<std::string> earlier =
      attempt([&] { return reference::read_file(file, kAuditSecretBytes); });
  if (earlier.ok() && earlier.value().size() == kAuditSecretBytes) {
    return earlier.value();
  }
  std::string secret = random_bytes(kAuditSecretBytes);
  reference::write_file(file, secret);
  return secret;
}

std::vector<EvidenceItem> store_run_files(const Court& court, const std::filesystem::path& folder,
                                          const std::string& prefix) {
  std::vector<EvidenceItem> items;
  for (const char* name :
       {"train.log", "train-record.json", "artifact.bin", "evaluate.log", "evaluate-record.json"}) {
    if (std::filesystem::exists(folder / name)) {
      items.push_back(court.store.put_file(prefix + name, folder / name));
    }
  }
  return items;
}

std::vector<EvidenceItem> store_code_files(const Court& court, const std::filesystem::path& folder,
                                           const std::string& prefix) {
  std::vector<EvidenceItem> items;
  for (const char* name : {"tokens.code", "encode.json", "decode.json"}) {
    if (std::filesystem::exists(folder / name)) {
      items.push_back(court.store.put_file(prefix + name, folder / name));
    }
  }
  return items;
}

std::vector<EvidenceItem> store_event_files(const Court& court, const RunRecord& record,
                                            const std::filesystem::path& folder,
                                            const std::string& prefix) {
  std::vector<EvidenceItem> items;
  for (const reference::NamedFile& file : record.evaluation->event_files) {
    items.push_back(court.store.put_file(prefix + file.name, folder / file.name));
  }
  return items;
}

AuditInput audit_input(const Court& court, const RunRecord& record,
                       const std::filesystem::path& folder) {
  AuditInput input;
  input.folder = folder;
  input.tokens = std::span(court.tokens).first(record.evaluation->val_tokens + 1);
  input.recipe = court.recipe;
  input.world_size = record.world_size;
  input.event_root = record.evaluation->event_root;
  input.key = court.secret.substr(0, 32);
  input.salt = court.secret.substr(32);
  return input;
}

// Reads the run's events back, and sums its scores over the vocabulary on the way.
void audit_scores(const Court& court, const std::filesystem::path& folder, RerunRun& run) {
  const RunRecord& record = run.evaluate;
  const std::uint64_t targets = record.evaluation->val_tokens;
  if (targets == 0 || targets >= court.tokens.size()) {
    run.audit = Failure{ErrorKind::bad_input, "malformed",
                        "the run says it scored " + std::to_string(targets) +
                            " positions, the validation stream has " +
                            std::to_string(court.tokens.size()) + " tokens"};
    return;
  }
  const std::string prefix = "run-" + std::to_string(record.seed) + "/";
  court.progress("auditing the events of seed " + std::to_string(record.seed));
  AuditInput input = audit_input(court, record, folder);
  NormalizationCount sums(input.tokens, court.pieces);
  input.on_scored = [&sums](const SegmentReplay& segment) { sums.take(segment); };
  run.audit = audit_events(input);
  if (!run.audit.ok()) {
    return;
  }
  const std::vector<EvidenceItem> files = store_event_files(court, record, folder, prefix);
  run.audit.value().files = files;
  run.normalization = attempt([&] { return sums.finish(); });
  const ScoreAuditInput questions{court.plan.programs, court.player_run(record.seed, folder),
                                  audit_input(court, record, folder), court.pieces, court.progress};
  run.prefix = audit_prefix(questions);
  run.decoding = audit_decoding(questions);
  if (run.normalization.ok()) {
    run.normalization.value().files = files;
  }
  if (run.prefix.ok()) {
    run.prefix.value().files = files;
  }
  if (run.decoding.ok()) {
    run.decoding.value().files = store_code_files(court, folder, prefix);
  }
}

// Trains and evaluates one seed; parts that are finished already are not repeated.
Result<RerunRun> run_seed(const Court& court, std::uint64_t seed) {
  const std::string name = "seed-" + std::to_string(seed);
  const std::filesystem::path folder = court.plan.work / name;
  reference::make_folder(folder);
  RerunRun run;
  const PlayerRun player = court.player_run(seed, folder);
  for (const char* command : {"train", "evaluate"}) {
    if (is_finished(folder, command)) {
      court.progress(name + ": " + command + " was finished by an earlier, interrupted run");
      continue;
    }
    const bool training = std::string(command) == "train";
    const Result<ProcessOutcome> outcome =
        training ? launch_train(court.plan.programs, player, court.progress)
                 : launch_evaluate(court.plan.programs, player, court.progress);
    if (!outcome.ok()) {
      return outcome.failure();
    }
    (training ? run.train_wall_ns : run.eval_wall_ns) = outcome.value().wall_ns;
  }
  run.train = read_record(folder, "train");
  run.evaluate = read_record(folder, "evaluate");
  if (!run.train.training || !run.evaluate.evaluation) {
    return Failure{ErrorKind::internal, "reference-failed",
                   name + ": the run records lack their training or evaluation part"};
  }
  run.files = store_run_files(court, folder, "run-" + std::to_string(seed) + "/");
  audit_scores(court, folder, run);
  return run;
}

double claimed_sum_nats(const RunRecord& record) {
  const auto& scores = record.evaluation->scores;
  const auto it = std::find_if(scores.begin(), scores.end(),
                               [](const auto& score) { return score.label == "cache"; });
  require(it != scores.end(), "an evaluation record without the score \"cache\"");
  return it->sum_nats;
}

// Evaluates the first seed's artifact once more, in a fresh folder.
Result<ReplayEvidence> replay(const Court& court, const RerunRun& first) {
  const std::uint64_t seed = first.evaluate.seed;
  const std::string name = "seed-" + std::to_string(seed);
  const std::filesystem::path folder = court.plan.work / (name + "-replay");
  reference::make_folder(folder);
  PlayerRun player = court.player_run(seed, folder);
  player.artifact = court.plan.work / name / "artifact.bin";
  court.progress(name + ": evaluating once more, to compare digests and sums");
  const Result<ProcessOutcome> outcome =
      launch_evaluate(court.plan.programs, player, court.progress);
  if (!outcome.ok()) {
    return outcome.failure();
  }
  const RunRecord again = read_record(folder, "evaluate");
  if (!again.evaluation) {
    return Failure{ErrorKind::internal, "reference-failed", "the replay left no evaluation"};
  }
  ReplayEvidence evidence;
  evidence.seed = seed;
  evidence.first_event_root = first.evaluate.evaluation->event_root;
  evidence.second_event_root = again.evaluation->event_root;
  evidence.first_sum_nats = claimed_sum_nats(first.evaluate);
  evidence.second_sum_nats = claimed_sum_nats(again);
  evidence.files = store_run_files(court, folder, "replay-" + std::to_string(seed) + "/");
  return evidence;
}

}  // namespace

Result<RerunEvidence> gather_rerun(const RerunPlan& plan, const EvidenceStore& store,
                                   const Progress& progress) {
  reference::make_folder(plan.work);
  Court court{plan, store, progress, {}, {}, {}, plan.work / "audit-secret", {}};
  const Result<RecipeView> recipe = attempt([&] {
    return read_recipe_view(reference::read_file(plan.recipe, kLargestRecordBytes),
                            plan.recipe.string(), plan.profile);
  });
  if (!recipe.ok()) {
    return recipe.failure();
  }
  court.recipe = recipe.value();
  const auto tokens = attempt([&] { return reference::read_split(plan.data, "val").tokens; });
  if (!tokens.ok()) {
    return tokens.failure();
  }
  court.tokens = tokens.value();
  const auto pieces = attempt([&] { return pieces_of(plan.data); });
  if (!pieces.ok()) {
    return pieces.failure();
  }
  court.pieces = pieces.value();
  court.secret = draw_secret(court.secret_file);

  RerunEvidence evidence;
  evidence.profile = plan.profile;
  evidence.full_scale = plan.profile == "official";
  for (const std::uint64_t seed : plan.seeds) {
    Result<RerunRun> run = run_seed(court, seed);
    if (!run.ok()) {
      return run.failure();
    }
    evidence.runs.push_back(std::move(run.value()));
  }
  evidence.replay = replay(court, evidence.runs.front());
  return evidence;
}

}  // namespace verifier
