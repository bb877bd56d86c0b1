// SPDX-License-Identifier: Apache-2.0
#include "tests/support/evidence_builder.h"

namespace pgolf_test {
namespace {

const char* const kDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

verifier::EventAudit honest_audit() {
  verifier::EventAudit audit;
  audit.positions = 10'000;
  audit.scorings = 10'000;
  audit.positions_scored = 10'000;
  audit.most_scorings = 1;
  audit.checked = {"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"};
  audit.files = {{"events-0.bin", kDigest, 1234}};
  return audit;
}

reference::RunRecord record(const std::string& command) {
  reference::RunRecord record;
  record.command = command;
  record.profile = "smoke";
  record.recipe_sha256 = kDigest;
  record.seed = 1337;
  record.termination = "complete";
  record.device = "cpu";
  return record;
}

verifier::RerunRun honest_run() {
  verifier::RerunRun run;
  run.train = record("train");
  run.train.training = reference::TrainingPart{100, 5'000'000'000, 3.5, 1000, {"a", kDigest, 9}};
  run.evaluate = record("evaluate");
  reference::EvaluationPart evaluation;
  evaluation.val_tokens = 10'000;
  evaluation.val_bytes = 24'000;
  evaluation.event_root = kDigest;
  evaluation.token_digest = kDigest;
  // 2.4 bytes a token; ln 2 x 2.4 = 1.663553233343869, so this loss is one bit per byte.
  evaluation.scores = {{"cache", 1.663553233343869, 1.0, 16635.53233343869, 10'000, 24'000}};
  run.evaluate.evaluation = evaluation;
  run.audit = honest_audit();
  run.prefix = verifier::PrefixAudit{
      12, 12, 9'000, 5'000, 4'999, {"I9", "I10", "I11"}, {}, {{"events-0.bin", kDigest, 1234}}};
  run.normalization = verifier::NormalizationAudit{
      10'000, 24'000, 1.0, 1.0, 1.0, 1.0, 0.0, 16635.5, 16635.5, {{"events-0.bin", kDigest, 1234}}};
  run.decoding = verifier::DecodingAudit{2'048, 4'915.2, 4'915.2, 4'928,
                                         0,     true,    "",      {{"tokens.code", kDigest, 616}}};
  run.files = {{"evaluate-record.json", kDigest, 99}};
  return run;
}

}  // namespace

verifier::Evidence honest_rerun() {
  verifier::RerunEvidence rerun;
  rerun.profile = "smoke";
  rerun.runs = {honest_run()};
  verifier::ReplayEvidence replay;
  replay.seed = 1337;
  replay.first_event_root = kDigest;
  replay.second_event_root = kDigest;
  replay.first_sum_nats = 16635.5;
  replay.second_sum_nats = 16635.5;
  replay.files = {{"events-0.bin", kDigest, 1234}};
  rerun.replay = replay;
  verifier::Evidence evidence;
  evidence.rerun = rerun;
  return evidence;
}

verifier::RerunEvidence& rerun_of(verifier::Evidence& evidence) {
  return evidence.rerun.value();
}

verifier::EventAudit& audit_of(verifier::Evidence& evidence) {
  return rerun_of(evidence).runs.at(0).audit.value();
}

reference::Score& score_of(verifier::Evidence& evidence) {
  return rerun_of(evidence).runs.at(0).evaluate.evaluation->scores.at(0);
}

verifier::Evidence no_rerun(const std::string& reason) {
  verifier::Evidence evidence;
  evidence.rerun =
      verifier::Failure{verifier::ErrorKind::resource_absent, reason, "it could not be made"};
  return evidence;
}

}  // namespace pgolf_test
