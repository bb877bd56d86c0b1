// SPDX-License-Identifier: Apache-2.0
// verify: read, gather, judge, write, sign. The subcommands stand in sources of their own.
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <string>
#include <string_view>
#include <unistd.h>

#include "reference_impl/base/standard_output.h"
#include "verifier/base/escape.h"
#include "verifier/checks/check.h"
#include "verifier/commands.h"
#include "verifier/labels_command.h"
#include "verifier/population_command.h"
#include "verifier/report/projections.h"
#include "verifier/verify_command.h"
#include "verifier/verify_steps.h"

#include <fmt/format.h>

namespace verifier {
namespace {

int refuse(const Failure& failure) {
  fmt::print(stderr, "verify: {}\n", escape_for_terminal(failure.message));
  return reference::exit_code(failure.kind);
}

std::string shown(const SignedReport& report, const VerifyOptions& options) {
  const std::string text =
      projection(report.statement, report.payload, options.format, {options.color, report.folder});
  return options.format == Format::text
             ? text + "\nreport: " + escape_for_terminal(report.path.string()) + "\n"
             : text;
}

int show(const SignedReport& report, const VerifyOptions& options) {
  const std::string text = shown(report, options);
  reference::write_output(text);
  return exit_code(verdict_of(report.statement));
}

// The path of a submission, whole: what a newcomer reads first.
Result<int> verify(const VerifyOptions& options, const Courthouse& court) {
  const Result<Case> matter = read_case(court, options);
  if (!matter.ok()) {
    return matter.failure();
  }
  const Result<Evidence> evidence = gather_evidence(court, matter.value(), options);
  if (!evidence.ok()) {
    return evidence.failure();
  }
  const std::vector<Finding> findings = judge_case(matter.value(), evidence.value());
  const auto statement = write_statement(court, matter.value(), evidence.value(), findings);
  if (!statement.ok()) {
    return statement.failure();
  }
  const auto report = sign_statement(court, matter.value(), options, statement.value());
  if (!report.ok()) {
    return report.failure();
  }
  return show(report.value(), options);
}

// Says one sentence and goes; files are renamed into place whole, so nothing half stays behind.
extern "C" void on_interrupt(int signal_number) {
  static constexpr char kSentence[] =
      "\nverify: interrupted; no report was written, start again to continue\n";
  [[maybe_unused]] const ssize_t said = ::write(STDERR_FILENO, kSentence, sizeof kSentence - 1);
  ::_exit(128 + signal_number);
}

Progress progress_on_standard_error(bool quiet) {
  const auto start = std::chrono::steady_clock::now();
  return [quiet, start](const std::string& line) {
    if (!quiet) {
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
      fmt::print(stderr, "[{:7.1f} s] {}\n", elapsed.count(), escape_for_terminal(line));
    }
  };
}

// What verify does when its first argument is exactly this word.
struct Subcommand {
  std::string_view word;
  int (*run)(int argc, char** argv);
};
constexpr std::array<Subcommand, 4> kSubcommands = {{{"facts", facts_command},
                                                     {"explain", explain_command},
                                                     {"audit", audit_command},
                                                     {"--self-test", self_test_command}}};

int run(int argc, char** argv) {
  for (const Subcommand& subcommand : kSubcommands) {
    if (argc > 1 && argv[1] == subcommand.word) {
      return subcommand.run(argc - 1, argv + 1);
    }
  }
  const ParsedCommand command = parse_verify_command(argc, argv);
  if (!command.options) {
    return command.exit_code;
  }
  const Courthouse court =
      open_courthouse(std::time(nullptr), progress_on_standard_error(command.options->quiet));
  // The exit code of what was done, or why it could not be.
  const Result<int> code = !command.options->labels.empty()
                               ? labels_command(*command.options, court)
                           : command.options->all ? population_command(*command.options, court)
                                                  : verify(*command.options, court);
  return code.ok() ? code.value() : refuse(code.failure());
}

}  // namespace
}  // namespace verifier

int main(int argc, char** argv) {
  std::signal(SIGINT, verifier::on_interrupt);
  std::signal(SIGTERM, verifier::on_interrupt);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return verifier::run(argc, argv);
  } catch (const reference::Error& error) {
    return verifier::refuse({error.kind(), "", error.what()});
  } catch (const std::exception& error) {
    fmt::print(stderr, "verify: a bug of ours: {}\n", verifier::escape_for_terminal(error.what()));
    return reference::exit_code(reference::ErrorKind::internal);
  }
}
