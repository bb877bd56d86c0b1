// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/launch.h"

#include "verifier/base/escape.h"

namespace verifier {
namespace {

constexpr std::chrono::hours kLimit{2};

Failure failure_of(const ProcessOutcome& outcome, const std::string& verb) {
  const std::string said = outcome.last_error_line.empty()
                               ? "it said nothing"
                               : escape_for_terminal(outcome.last_error_line);
  const std::string message = verb + " ended with " + std::to_string(outcome.exit_code) + " (" +
                              outcome.ended_by + "): " + said;
  switch (outcome.exit_code) {
    case 65:
      return {ErrorKind::bad_input, "bad-input", said};
    case 69:
      return {ErrorKind::resource_absent, "no-accelerator", said};
    case 75:
      return {ErrorKind::transient, "transient", said};
    default:
      return {ErrorKind::internal, "reference-failed", message};
  }
}

Result<ProcessOutcome> launch(const ProcessSpec& spec, const std::string& verb) {
  Result<ProcessOutcome> outcome = run_process(spec);
  if (outcome.ok() && (outcome.value().exit_code != 0 || outcome.value().ended_by != "exit")) {
    return failure_of(outcome.value(), verb);
  }
  return outcome;
}

ProcessSpec player(const Programs& programs, const std::string& verb, const PlayerRun& run,
                   const Progress& progress) {
  ProcessSpec spec;
  spec.program = programs.reference;
  spec.arguments = {verb,
                    "--recipe",
                    run.recipe.string(),
                    "--seed",
                    std::to_string(run.seed),
                    "--profile",
                    run.profile,
                    "--data",
                    run.data.string(),
                    "--output",
                    run.output.string()};
  spec.limit = kLimit;
  spec.on_error_line = progress;
  return spec;
}

ProcessSpec coder(const Programs& programs, const std::string& verb, const CodeRun& run,
                  const Progress& progress) {
  ProcessSpec spec;
  spec.program = programs.reference;
  spec.arguments = {verb,
                    "--recipe",
                    run.player.recipe.string(),
                    "--artifact",
                    run.player.artifact.string(),
                    "--profile",
                    run.player.profile};
  spec.limit = kLimit;
  spec.on_error_line = progress;
  return spec;
}

}  // namespace

Programs programs_beside(const std::filesystem::path& verify_program) {
  const auto build = verify_program.parent_path().parent_path();
  return {build / "reference_impl" / "reference", build / "verifier" / "sign-report"};
}

Result<ProcessOutcome> launch_train(const Programs& programs, const PlayerRun& run,
                                    const Progress& progress) {
  return launch(player(programs, "train", run, progress), "reference train");
}

Result<ProcessOutcome> launch_evaluate(const Programs& programs, const PlayerRun& run,
                                       const Progress& progress) {
  ProcessSpec spec = player(programs, "evaluate", run, progress);
  if (!run.artifact.empty()) {
    spec.arguments.insert(spec.arguments.end(), {"--artifact", run.artifact.string()});
  }
  if (!run.audit_key.empty()) {
    spec.arguments.insert(spec.arguments.end(), {"--audit-key", run.audit_key.string()});
  }
  if (run.perturb_from != 0) {
    spec.arguments.insert(spec.arguments.end(),
                          {"--perturb-from", std::to_string(run.perturb_from)});
  }
  return launch(spec, "reference evaluate");
}

Result<ProcessOutcome> launch_encode(const Programs& programs, const CodeRun& run,
                                     const Progress& progress) {
  ProcessSpec spec = coder(programs, "encode", run, progress);
  spec.arguments.insert(spec.arguments.end(),
                        {"--data", run.player.data.string(), "--output", run.code.string(),
                         "--tokens", std::to_string(run.tokens)});
  spec.standard_output = run.encode_output;
  return launch(spec, "reference encode");
}

Result<ProcessOutcome> launch_decode(const Programs& programs, const CodeRun& run,
                                     const Progress& progress) {
  ProcessSpec spec = coder(programs, "decode", run, progress);
  spec.arguments.insert(spec.arguments.end(),
                        {"--input", run.code.string(), "--output", run.shard.string()});
  spec.standard_output = run.decode_output;
  return launch(spec, "reference decode");
}

Result<ProcessOutcome> launch_make_data(const Programs& programs,
                                        const std::filesystem::path& output,
                                        const Progress& progress) {
  ProcessSpec spec;
  spec.program = programs.reference;
  spec.arguments = {"make-data", "--profile", "smoke", "--output", output.string()};
  spec.limit = kLimit;
  spec.on_error_line = progress;
  return launch(spec, "reference make-data");
}

Result<ProcessOutcome> launch_sign_report(const Programs& programs,
                                          const std::filesystem::path& statement,
                                          const std::filesystem::path& output,
                                          const std::filesystem::path& key,
                                          const Progress& progress) {
  ProcessSpec spec;
  spec.program = programs.sign_report;
  spec.arguments = {statement.string(), "--output", output.string()};
  if (!key.empty()) {
    spec.arguments.insert(spec.arguments.end(), {"--key", key.string()});
  }
  spec.limit = std::chrono::minutes(5);
  spec.on_error_line = progress;
  return launch(spec, "sign-report");
}

}  // namespace verifier
