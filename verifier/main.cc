// SPDX-License-Identifier: Apache-2.0
// verify: read, gather, judge, write, sign.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <string>
#include <unistd.h>

#include "verifier/base/escape.h"
#include "verifier/checks/check.h"
#include "verifier/report/markdown.h"
#include "verifier/report/text.h"
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
  switch (options.format) {
    case OutputFormat::json:
      return report.payload + "\n";
    case OutputFormat::markdown:
      return markdown_report(report.statement);
    case OutputFormat::text:
      return text_report(report.statement, {options.color}) +
             "\nreport: " + escape_for_terminal(report.path.string()) + "\n";
  }
  return "";
}

int show(const SignedReport& report, const VerifyOptions& options) {
  const std::string text = shown(report, options);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    return refuse({ErrorKind::transient, "output", "standard output could not be written"});
  }
  return exit_code(verdict_of(report.statement));
}

// The path of a submission, whole: what a newcomer reads first.
int verify(const VerifyOptions& options, const Courthouse& court) {
  const Result<Case> matter = read_case(court, options);
  if (!matter.ok()) {
    return refuse(matter.failure());
  }
  const Result<Evidence> evidence = gather_evidence(court, matter.value(), options);
  if (!evidence.ok()) {
    return refuse(evidence.failure());
  }
  const std::vector<Finding> findings = judge_case(matter.value(), evidence.value());
  const auto statement = write_statement(court, matter.value(), evidence.value(), findings);
  if (!statement.ok()) {
    return refuse(statement.failure());
  }
  const auto report = sign_statement(court, matter.value(), options, statement.value());
  if (!report.ok()) {
    return refuse(report.failure());
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

}  // namespace
}  // namespace verifier

int main(int argc, char** argv) {
  std::signal(SIGINT, verifier::on_interrupt);
  std::signal(SIGTERM, verifier::on_interrupt);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const verifier::ParsedCommand command = verifier::parse_verify_command(argc, argv);
    if (!command.options) {
      return command.exit_code;
    }
    const verifier::Courthouse court = verifier::open_courthouse(
        std::time(nullptr), verifier::progress_on_standard_error(command.options->quiet));
    return verifier::verify(*command.options, court);
  } catch (const reference::Error& error) {
    fmt::print(stderr, "verify: {}\n", verifier::escape_for_terminal(error.what()));
    return reference::exit_code(error.kind());
  } catch (const std::exception& error) {
    fmt::print(stderr, "verify: a bug of ours: {}\n", verifier::escape_for_terminal(error.what()));
    return reference::exit_code(reference::ErrorKind::internal);
  }
}
