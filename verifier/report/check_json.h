// SPDX-License-Identifier: Apache-2.0
// One check of the predicate, both ways (report specification, section 5). A pass or a fail that
// does not carry measured, limit, margin, tolerance and evidence is refused when read and never
// written.
#pragma once

#include <string>
#include <vector>

#include "verifier/evidence/evidence.h"
#include "verifier/report/statement.h"
#include "verifier/report/view_json.h"
#include "verifier/rulebook/rulebook.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// Reads one element of predicate.checks.
StatementCheck check_from_json(const JsonView& view);

// Writes one finding; `rule` may be null. `stored` lists the digests whose bytes lie in evidence/.
nlohmann::json check_to_json(const Finding& finding, const Rule* rule,
                             const std::vector<std::string>& stored);

// Refuses numbers of planted cheats that cannot be: `detection`, `verifier.selfTest`.
void check_killed(const JsonView& view);

// A ResourceDescriptor, both ways. A descriptor that is read must have a name and a sha256.
Descriptor descriptor_from_json(const JsonView& view);
nlohmann::json descriptor_to_json(const EvidenceItem& item);
// The same, marked where its bytes lie in evidence/.
nlohmann::json stored_descriptor_to_json(const EvidenceItem& item,
                                         const std::vector<std::string>& stored);

// A number, or beyond 2^53-1 a decimal string.
nlohmann::json whole_to_json(std::uint64_t value);

}  // namespace verifier
