// SPDX-License-Identifier: Apache-2.0
#include "tests/support/sample_report.h"

#include <algorithm>

namespace pgolf_test {

using verifier::EvidenceItem;
using verifier::Finding;
using verifier::Report;
using verifier::Status;

namespace {

const std::string kSomeDigest(64, 'a');
const std::string kOtherDigest(64, 'b');

Finding& finding_of(Report& report, const std::string& id) {
  return *std::find_if(report.findings.begin(), report.findings.end(),
                       [&](const Finding& finding) { return finding.check == id; });
}

verifier::Rule sample_rule() {
  verifier::Rule rule;
  rule.id = "A1";
  rule.check = "artifact.size";
  rule.title = "Artifact of at most 16,000,000 bytes";
  rule.pointer = "/rules/0";
  rule.severity = "gating";
  rule.from = "2026-03-18";
  return rule;
}

verifier::RerunRun sample_run(std::uint64_t seed) {
  verifier::RerunRun run;
  run.train.command = "train";
  run.train.seed = seed;
  run.train.recipe_sha256 = kSomeDigest;
  run.train.termination = "complete";
  run.train.scaled = {{"model/layers", "11 -> 2"}};
  run.train.not_implemented = {"quantization/method"};
  run.train.train_shards = {{"train_0.bin", kSomeDigest, 2048}};
  run.evaluate = run.train;
  run.evaluate.command = "evaluate";
  run.evaluate.val_shards = {{"val_0.bin", kOtherDigest, 1024}};
  run.evaluate.token_table = {"tokens.json", kOtherDigest, 77};
  run.train.training = reference::TrainingPart{.steps = 10,
                                               .train_ns = 900,
                                               .last_train_loss = 3.5,
                                               .model_params = 5,
                                               .artifact = {"artifact.bin", kOtherDigest, 4096}};
  reference::EvaluationPart part;
  part.scores = {{"non_overlapping", 3.5, 2.25, 350, 100, 225}, {"cache", 3.0, 2.0, 300, 100, 225}};
  part.val_tokens = 100;
  part.val_bytes = 225;
  part.event_root = kSomeDigest;
  part.event_count = 12;
  part.audit_key = kOtherDigest;
  part.audit_salt = "00ff";
  run.evaluate.evaluation = part;
  verifier::EventAudit audit;
  audit.digest_set = "shared";
  run.audit = audit;
  run.train_wall_ns = 1'500'000'000;
  run.eval_wall_ns = 250'000'000;
  run.files = {{"run-1/train.log", kSomeDigest, 300}};
  return run;
}

}  // namespace

Finding sample_finding(const std::string& id, Status status, const std::string& severity) {
  Finding finding;
  finding.check = id;
  finding.severity = severity;
  finding.method = "static";
  finding.status = status;
  finding.reason = status == Status::not_run ? "not-built" : "within-limit";
  finding.evidence = {EvidenceItem{"submission.json", kSomeDigest, 120}};
  finding.message = "found what was looked for";
  if (status == Status::pass || status == Status::fail) {
    const double measured = status == Status::pass ? 15'994'785 : 17'172'122;
    finding.measured = verifier::Quantity{measured, "byte"};
    finding.limit = verifier::Limit{"<=", 16'000'000, "byte"};
  }
  return finding;
}

Report passing_report() {
  Report report;
  report.submission.name = "806";
  report.submission.track = "track_10min_16mb";
  report.submission.manifest_sha256 = std::string(64, '5');
  report.submission.files = {{"submission.json", 120, kSomeDigest, "100644"}};
  report.submission.claims.val_bpb = {{1.0806, 4, "1.0806"}, {"submission.json", 0, "/val_bpb"}};
  report.submission.claims.name = {"Ünïcode \x1b[31m name", {"submission.json", 0, "/name"}};
  report.rulebook = {.file = "track_10min_16mb.json",
                     .sha256 = kOtherDigest,
                     .bytes = 9000,
                     .track = "track_10min_16mb",
                     .rules = {sample_rule()},
                     .pins = {},
                     .board = {}};
  for (const std::string& id : verifier::required_checks(verifier::Stage::static_only)) {
    report.findings.push_back(sample_finding(id, Status::pass));
  }
  report.findings.push_back(sample_finding("source.lines", Status::fail, "advisory"));
  report.findings.push_back(sample_finding("source.signs", Status::not_run, "advisory"));
  report.findings = verifier::well_formed(report.findings);
  finding_of(report, "artifact.size").rule = "/rules/0";
  finding_of(report, "artifact.size").rule_id = "A1";
  report.date = "2026-03-20";
  report.verifier = {"0.1.0",
                     {"verify", kSomeDigest, 5'000'000},
                     "git+https://verify.example/repo",
                     "0123456789abcdef0123456789abcdef01234567"};
  report.host = {.hardware = {"hardware.json", kSomeDigest, 10},
                 .software = {"software.json", kSomeDigest, 10},
                 .sandbox = {"sandbox.json", kSomeDigest, 10},
                 .image = {},
                 .clock_uncertainty_ns = 5'000'000};
  report.nonce = std::string(32, '\x07');
  report.started_seconds = 1767323045;
  report.finished_seconds = 1767323105;
  return report;
}

Report failing_report() {
  Report report = passing_report();
  Finding fail = sample_finding("artifact.size", Status::fail);
  fail.rule = "/rules/0";
  fail.rule_id = "A1";
  fail.reason = "over-limit";
  fail.message = "17,172,122 bytes \x1b]8;;http://x\x07 `|<b>@team</b>|` against 16,000,000";
  fail.origins = {{"train_seed42.log", 812, ""}, {"submission.json", 0, "/bytes_total"}};
  fail.remedy = "make it smaller";
  finding_of(report, "artifact.size") = verifier::well_formed({fail}).front();
  return report;
}

Report inconclusive_report() {
  Report report = passing_report();
  Finding undecided = sample_finding("time.train", Status::inconclusive);
  undecided.reason = "within-clock-uncertainty";
  undecided.message = "600 s inside the clock's uncertainty";
  finding_of(report, "time.train") = undecided;
  return report;
}

Report report_with_runs() {
  Report report = passing_report();
  verifier::RerunEvidence rerun;
  rerun.profile = "smoke";
  rerun.runs = {sample_run(42), sample_run(1337)};
  rerun.runs[1].train.training.reset();
  rerun.runs[1].train.termination = "disk full";
  rerun.runs[1].evaluate.evaluation.reset();
  rerun.runs[1].files.clear();
  rerun.runs[1].exit_code = 75;
  report.evidence.rerun = rerun;
  return report;
}

Report report_of_statuses(std::size_t shift) {
  constexpr Status kStatuses[] = {Status::pass, Status::fail, Status::inconclusive,
                                  Status::not_run};
  Report report = report_with_runs();
  report.stage = verifier::Stage::rerun;
  report.findings.clear();
  for (const verifier::CheckEntry& check : verifier::all_checks()) {
    const bool advisory = check.weight == verifier::Weight::advisory;
    const Status status = kStatuses[(report.findings.size() + shift) % 4];
    report.findings.push_back(
        sample_finding(std::string(check.id), status, advisory ? "advisory" : "gating"));
    report.findings.back().method =
        check.first_stage == verifier::Stage::rerun ? "rerun" : "static";
    report.findings.back().origins = {{"train_seed42.log", report.findings.size(), ""}};
  }
  report.findings = verifier::well_formed(report.findings);
  return report;
}

verifier::Statement statement_of(const Report& report) {
  return verifier::read_statement(verifier::statement_text(report)).value();
}

}  // namespace pgolf_test
