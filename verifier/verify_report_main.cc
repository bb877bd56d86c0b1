// SPDX-License-Identifier: Apache-2.0
// verify-report: whether a report can be believed, without believing whoever sent it. It needs the
// report and a public key or trust file of the reader's own; the folder that was judged and the
// evidence are compared where they are at hand.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/base/standard_output.h"
#include "verifier/base/escape.h"
#include "verifier/gather/folder_source.h"
#include "verifier/report/projections.h"
#include "verifier/report/signing.h"
#include "verifier/report/text.h"
#include "verifier/report/verdict_json.h"
#include "verifier/report/verification.h"
#include "verifier/submission/submission_reader.h"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

namespace {

namespace fs = std::filesystem;
using verifier::Error;
using verifier::ErrorKind;

constexpr const char* kDescription =
    "Verifies a signed report: size, envelope, signatures, payload type, statement, schema, "
    "aggregate,\n"
    "required checks, rules, verifier, submission, nonce, evidence, age, attempts, in this order.";

constexpr const char* kFooter =
    "Examples:\n"
    "  verify-report reports/806/report.dsse.json --key ~/.config/pgolf/signer.pub.pem\n"
    "  verify-report report.dsse.json --trust trust.json --submission submissions/806\n"
    "\n"
    "Take the key from somebody you trust, never from the report. A trust file is JSON:\n"
    "  {\"keys\": [{\"public\": \"-----BEGIN PUBLIC KEY-----\\n...\", \"role\": \"verifier\",\n"
    "             \"from\": \"2026-01-01\", \"until\": \"2026-12-31\"}], \"threshold\": 1,\n"
    "   \"rules\": [\"<sha256 of the rules file>\"], \"verifiers\": [\"0.1.0\"],\n"
    "   \"repositories\": [], \"required\": [\"artifact.size\"], \"maxAgeSeconds\": 86400}\n"
    "An empty or absent list accepts anything.\n"
    "\n"
    "The signature alone, without this program (the payload type has 28 characters):\n"
    "  jq -r .payload report.dsse.json | base64 -d > payload.json\n"
    "  jq -r '.signatures[0].sig' report.dsse.json | base64 -d > sig.bin\n"
    "  { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' $(wc -c < payload.json);\n"
    "    cat payload.json; } > pae.bin\n"
    "  openssl pkeyutl -verify -pubin -inkey signer.pub.pem -rawin -in pae.bin -sigfile sig.bin\n"
    "\n"
    "Exit codes: 0 verified, verdict pass; 1 verified, fail; 2 verified, inconclusive;\n"
    "3 not verified (the step is named); 64 usage; 65 unusable key or trust file.";

// Never throws: standard error may lie on the very disk that is full.
void say(const std::string& sentence) {
  const std::string line = "verify-report: " + sentence + "\n";
  (void)std::fwrite(line.data(), 1, line.size(), stderr);
}

struct Options {
  std::string report;
  std::string key;
  std::string trust;
  std::string submission;
  std::string format = "text";
};

constexpr std::uint64_t kLargestTrustBytes = 1024 * 1024;

verifier::Trust trust_of(const Options& options) {
  if (!options.trust.empty()) {
    return verifier::trust_from_text(reference::read_file(options.trust, kLargestTrustBytes),
                                     options.trust);
  }
  return verifier::trust_in_key(verifier::public_key_from_pem(
      reference::read_file(options.key, kLargestTrustBytes), options.key));
}

// A file that is larger than any report is read far enough to be refused for its size.
std::string report_text(const std::string& path) {
  try {
    return reference::read_file(path, 2 * verifier::kLargestEnvelopeBytes);
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, std::string(error.what()) + "; name a report.dsse.json");
  }
}

// The same reading of the folder that `verify` does, so that equal folders have equal digests.
std::string manifest_sha256(const fs::path& folder) {
  const auto source = verifier::read_folder(folder);
  if (!source.ok()) {
    throw Error(source.failure().kind, source.failure().message);
  }
  return verifier::read_submission(source.value()).manifest_sha256;
}

verifier::VerificationContext context_of(const Options& options) {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  verifier::VerificationContext context;
  context.now_seconds = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  context.evidence_folder = fs::path(options.report).parent_path() / verifier::kEvidenceFolder;
  if (!options.submission.empty()) {
    context.submission_sha256 = manifest_sha256(options.submission);
  }
  return context;
}

std::string output_of(const verifier::Result<verifier::VerifiedReport>& result,
                      const Options& options) {
  if (options.format == "json") {
    return verifier::verification_json(result) + "\n";
  }
  if (!result.ok()) {
    return "";
  }
  const bool color = verifier::wants_color(std::getenv("NO_COLOR"), ::isatty(STDOUT_FILENO) == 1);
  const verifier::Format format =
      verifier::format_from_word(options.format).value_or(verifier::Format::text);
  std::string text = verifier::projection(result.value().statement, result.value().payload, format,
                                          {.color = color, .folder = options.submission});
  if (format != verifier::Format::text) {
    return text;
  }
  for (const verifier::PublicKey& key : result.value().signers) {
    text += "verified: signed by key " + verifier::key_id(key) + "\n";
  }
  for (const std::string& note : result.value().notes) {
    text += "note: " + verifier::escape_for_terminal(note) + "\n";
  }
  return text;
}

int run(const Options& options) {
  const verifier::Trust trust = trust_of(options);
  const std::string text = report_text(options.report);
  const auto result = verifier::verify_report(text, options.report, trust, context_of(options));
  if (!result.ok()) {
    say(fmt::format("NOT VERIFIED at step {}: {}", result.failure().reason,
                    verifier::escape_for_terminal(result.failure().message)));
  }
  reference::write_output(output_of(result, options));
  return verifier::verification_exit_code(result);
}

int guarded(const Options& options) {
  try {
    if (options.key.empty() == options.trust.empty()) {
      throw Error(ErrorKind::usage, "name either --key PUB.pem or --trust FILE (see --help)");
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
  CLI::App app{kDescription, "verify-report"};
  app.footer(kFooter);
  app.add_option("REPORT", options.report, "report.dsse.json")->required();
  app.add_option("--key", options.key, "public key, PEM");
  app.add_option("--trust", options.trust, "trust file, JSON");
  app.add_option("--submission", options.submission, "the folder in hand, to compare its digest");
  app.add_option("--format", options.format, "what standard output carries")
      ->check(CLI::IsMember(verifier::format_words()));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : reference::exit_code(ErrorKind::usage);
  }
  return guarded(options);
}
