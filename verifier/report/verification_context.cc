// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/verification_context.h"

#include <algorithm>

#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/evidence_folder.h"

namespace verifier {
namespace {

constexpr std::int64_t kClockDifferenceSeconds = 300;  // allowed between signer and reader

std::optional<Failure> refused(const std::string& step, const std::string& message) {
  return Failure{ErrorKind::bad_input, step, message};
}

bool accepts(const std::vector<std::string>& list, const std::string& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

std::optional<Failure> rules_problem(const Trust& trust, const Statement& statement) {
  if (accepts(trust.rules, statement.policy.rules_sha256)) {
    return std::nullopt;
  }
  return refused("rules", "the report was judged by rules " + statement.policy.rules_sha256 +
                              ", which the trust file does not accept");
}

std::optional<Failure> verifier_problem(const Trust& trust, const Statement& statement) {
  const VerifierIdentity& verifier = statement.verifier;
  if (!accepts(trust.verifiers, verifier.version) &&
      !accepts(trust.verifiers, verifier.binary_sha256)) {
    return refused("verifier", "verifier version " + escape_for_terminal(verifier.version, 100) +
                                   " (" + verifier.binary_sha256 +
                                   ") is not among those the trust file accepts");
  }
  if (!accepts(trust.repositories, verifier.source_uri)) {
    return refused("verifier", "the verifier was built from " +
                                   escape_for_terminal(verifier.source_uri, 200) +
                                   ", which the trust file does not accept");
  }
  return std::nullopt;
}

std::optional<Failure> subject_problem(const VerificationContext& context, VerifiedReport& report) {
  if (!context.submission_sha256) {
    report.notes.push_back(
        "the submission was not compared; name its folder with --submission DIR");
    return std::nullopt;
  }
  if (*context.submission_sha256 == report.statement.submission_sha256) {
    return std::nullopt;
  }
  return refused("subject", "the folder in hand has the manifest digest " +
                                *context.submission_sha256 + ", the report judges " +
                                report.statement.submission_sha256);
}

std::optional<Failure> nonce_problem(const Statement& statement) {
  const auto nonce = reference::digest_from_hex(statement.nonce_value);
  if (reference::to_hex(reference::sha256(nonce)) == statement.nonce_commitment) {
    return std::nullopt;
  }
  return refused("nonce", "the nonce's commitment is not the SHA-256 of its 32 bytes");
}

std::optional<Failure> evidence_problem(const VerificationContext& context,
                                        VerifiedReport& report) {
  std::error_code error;
  if (!context.evidence_folder || !std::filesystem::is_directory(*context.evidence_folder, error)) {
    report.notes.push_back("no evidence is at hand beside the report, so none was hashed again");
    return std::nullopt;
  }
  const EvidenceCheck check =
      check_evidence(*context.evidence_folder, report.statement.descriptors);
  if (!check.different.empty()) {
    return refused("evidence", check.different.front());
  }
  report.notes.push_back(std::to_string(check.matched) +
                         " evidence files hashed again and found unchanged, " +
                         std::to_string(check.missing.size()) + " stored ones are not at hand");
  return std::nullopt;
}

// A key must also have been inside its window at the time the report names.
bool some_window_holds(const Trust& trust, const PublicKey& key, std::int64_t when) {
  return std::any_of(trust.keys.begin(), trust.keys.end(), [&](const TrustedKey& trusted) {
    return trusted.key == key && (!trusted.from || *trusted.from <= when) &&
           (!trusted.until || when <= *trusted.until);
  });
}

std::optional<Failure> freshness_problem(const Trust& trust, const VerificationContext& context,
                                         const VerifiedReport& report) {
  const Summary& summary = report.statement.summary;
  const std::string finished = rfc3339_text(summary.finished_seconds);
  if (summary.finished_seconds < summary.started_seconds) {
    return refused("freshness", "the report ended before it started, at " + finished);
  }
  if (summary.finished_seconds > context.now_seconds + kClockDifferenceSeconds) {
    return refused("freshness",
                   "the report says it was finished at " + finished + ", which is in the future");
  }
  if (trust.max_age_seconds &&
      context.now_seconds - summary.finished_seconds > *trust.max_age_seconds) {
    return refused("freshness", "the report was finished at " + finished + ", more than the " +
                                    std::to_string(*trust.max_age_seconds) +
                                    " s ago that the trust file allows");
  }
  const auto in_window = static_cast<std::size_t>(
      std::count_if(report.signers.begin(), report.signers.end(), [&](const PublicKey& key) {
        return some_window_holds(trust, key, summary.finished_seconds);
      }));
  if (in_window < trust.threshold) {
    return refused("freshness", "the report was finished at " + finished +
                                    ", outside the window of a key that signed it");
  }
  return std::nullopt;
}

std::optional<Failure> attempts_problem(const Summary& summary) {
  if (summary.attempt == summary.previous_attempts.size() + 1) {
    return std::nullopt;
  }
  return refused("attempts", "attempt " + std::to_string(summary.attempt) + " names " +
                                 std::to_string(summary.previous_attempts.size()) +
                                 " earlier reports");
}

}  // namespace

std::optional<Failure> context_problem(const Trust& trust, const VerificationContext& context,
                                       VerifiedReport& report) {
  std::optional<Failure> problem = rules_problem(trust, report.statement);
  problem = problem ? problem : verifier_problem(trust, report.statement);
  problem = problem ? problem : subject_problem(context, report);
  problem = problem ? problem : nonce_problem(report.statement);
  problem = problem ? problem : evidence_problem(context, report);
  problem = problem ? problem : freshness_problem(trust, context, report);
  problem = problem ? problem : attempts_problem(report.statement.summary);
  return problem;
}

}  // namespace verifier
