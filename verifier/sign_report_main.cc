// SPDX-License-Identifier: Apache-2.0
// sign-report: the only program that sees a private key. It reads a statement, looks at everything
// the statement rests on once more, signs the canonical bytes and writes the report. It runs last,
// after every process that was launched has ended.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <vector>

#include "reference_impl/base/file.h"
#include "verifier/base/escape.h"
#include "verifier/report/envelope.h"
#include "verifier/report/keys.h"
#include "verifier/report/signing.h"
#include "verifier/report/verification.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

namespace {

namespace fs = std::filesystem;
using verifier::Error;
using verifier::ErrorKind;

constexpr const char* kDescription =
    "Signs a verification statement (Ed25519, DSSE) and writes the report.\n"
    "The statement is refused when the strict reader refuses it, when its aggregate, counts or\n"
    "facts digest do not recompute, or when evidence under DIR/evidence has changed.";

constexpr const char* kFooter =
    "Example:\n"
    "  sign-report reports/806/statement.json --output reports/806\n"
    "  verify-report reports/806/report.dsse.json --key ~/.config/pgolf/signer.pub.pem\n"
    "\n"
    "The default key is ${XDG_CONFIG_HOME:-~/.config}/pgolf/signer.pem. It is made on first use, "
    "with\n"
    "mode 0600; its public half signer.pub.pem lies beside it. With the openssl command line:\n"
    "  openssl genpkey -algorithm ED25519 -out signer.pem && chmod 600 signer.pem\n"
    "  openssl pkey -in signer.pem -pubout -out signer.pub.pem\n"
    "\n"
    "Exit codes: 0 signed; 64 usage; 65 unusable statement or key; 70 internal error;\n"
    "75 the disk refused.";

// Never throws: standard error may lie on the very disk that is full.
void say(const std::string& sentence) {
  const std::string line = "sign-report: " + sentence + "\n";
  (void)std::fwrite(line.data(), 1, line.size(), stderr);
}

struct Options {
  std::string statement;
  std::string key;
  std::string output;
  std::string submission;
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Best effort: no core file and no swap for a process that holds a private key.
void keep_memory_private() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  (void)::mlockall(MCL_CURRENT | MCL_FUTURE);
}

verifier::SigningKey key_for(const Options& options) {
  std::vector<fs::path> not_inside{options.output};
  if (!options.submission.empty()) {
    not_inside.emplace_back(options.submission);
  }
  if (!options.key.empty()) {
    return verifier::load_signing_key(options.key, not_inside);
  }
  const fs::path path =
      verifier::default_key_path(environment("XDG_CONFIG_HOME"), environment("HOME"));
  if (verifier::make_signing_key(path, not_inside)) {
    say(fmt::format("made a new signing key: {} (public half: {})", path.string(),
                    verifier::public_half_path(path).string()));
  }
  return verifier::load_signing_key(path, not_inside);
}

std::int64_t now_seconds() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

int refuse(const std::string& what, const verifier::Failure& failure) {
  say(fmt::format("{}: {}: {}", what, failure.reason,
                  verifier::escape_for_terminal(failure.message)));
  return reference::exit_code(failure.kind);
}

int run(const Options& options) {
  keep_memory_private();
  const fs::path output(options.output);
  const std::string text = reference::read_file(options.statement, verifier::kLargestEnvelopeBytes);
  const fs::path evidence = output / verifier::kEvidenceFolder;
  const auto payload = verifier::payload_to_sign(text, evidence);
  if (!payload.ok()) {
    return refuse("not signed", payload.failure());
  }
  reference::make_folder(output);
  const verifier::SigningKey key = key_for(options);
  const auto envelopes = verifier::sign_with_companions(key, payload.value());
  // A report that its own reader would refuse is never written.
  const auto verified = verifier::verify_report(
      verifier::envelope_text(envelopes.front()), "report",
      verifier::trust_in_key(key.public_key()),
      {.now_seconds = now_seconds(), .submission_sha256 = {}, .evidence_folder = evidence});
  if (!verified.ok()) {
    return refuse("not written", verified.failure());
  }
  verifier::write_report(output, envelopes);
  say(fmt::format("{} signed by key {}", (output / verifier::kReportFile).string(),
                  verifier::key_id(key.public_key())));
  return 0;
}

int guarded(const Options& options) {
  try {
    if (options.key.find("PRIVATE KEY") != std::string::npos) {
      throw Error(ErrorKind::usage, "--key takes the name of a file, never a key itself");
    }
    return run(options);
  } catch (const Error& error) {
    say(verifier::escape_for_terminal(error.what()));
    return reference::exit_code(error.kind());
  } catch (const std::exception& error) {
    say("internal error: " + verifier::escape_for_terminal(error.what()));
    return reference::exit_code(ErrorKind::internal);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{kDescription, "sign-report"};
  app.footer(kFooter);
  app.add_option("STATEMENT.json", options.statement, "the in-toto statement to sign")->required();
  app.add_option("--key", options.key, "private key, PKCS#8 PEM, readable by its owner alone");
  app.add_option("--output", options.output, "folder of the report; evidence/ lies in it")
      ->required();
  app.add_option("--submission", options.submission,
                 "the folder judged; a key inside it is refused");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : reference::exit_code(ErrorKind::usage);
  }
  return guarded(options);
}
