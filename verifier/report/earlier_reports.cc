// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/earlier_reports.h"

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "verifier/report/envelope.h"
#include "verifier/report/statement.h"

namespace verifier {

EarlierReports keep_earlier_report(const std::filesystem::path& output,
                                   const std::string& submission_sha256) {
  const std::filesystem::path path = output / "report.dsse.json";
  const Result<std::string> text =
      attempt([&] { return reference::read_file(path, kLargestEnvelopeBytes); });
  if (!text.ok()) {
    return {};
  }
  const Result<Envelope> envelope = read_envelope(text.value(), path.string());
  if (!envelope.ok()) {
    return {};
  }
  const Result<Statement> statement = read_statement(envelope.value().payload);
  if (!statement.ok() || statement.value().submission_sha256 != submission_sha256) {
    return {};
  }
  const std::string digest = reference::to_hex(reference::sha256(text.value()));
  reference::make_folder(output / "earlier");
  reference::write_file(output / "earlier" / (digest + ".dsse.json"), text.value());
  EarlierReports earlier{statement.value().summary.attempt,
                         statement.value().summary.previous_attempts};
  earlier.digests.push_back(digest);
  return earlier;
}

}  // namespace verifier
