// SPDX-License-Identifier: Apache-2.0
// The last look before a signature: a statement is signed only when the strict reader accepts it,
// its aggregate, counts and facts digest recompute, and its evidence still has the bytes it is
// named by (report specification, section 9). Evidence that the statement calls stored must be
// there; any other digest may name something kept elsewhere (a submission's own file, a data
// shard), and is compared where a file of that name lies in the store.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/report/envelope.h"

namespace verifier {

inline constexpr std::string_view kReportFile = "report.dsse.json";
inline constexpr std::string_view kEvidenceFolder = "evidence";

// The canonical payload of a statement's text; a Failure's reason is the step that refused it.
Result<std::string> payload_to_sign(std::string_view statement_text,
                                    const std::filesystem::path& evidence_folder);

// The signed report first, then what it says in the words of other predicates, each signed by
// itself (companions.h).
std::vector<Envelope> sign_with_companions(const SigningKey& key, const std::string& payload);

// Writes report.sigstore.json (the first envelope alone), report.intoto.jsonl (a line an envelope)
// and, last, report.dsse.json, each whole or not at all. Throws Error{transient} when the disk
// refuses.
void write_report(const std::filesystem::path& folder, const std::vector<Envelope>& envelopes);

}  // namespace verifier
