// SPDX-License-Identifier: Apache-2.0
// What a report says in the words of other predicates (report specification, section 10), for
// consumers that know those and not ours. Each is a statement of its own about the same subjects
// and gets a signature of its own. They say less than the report and never more: what is undecided
// is a failure to a consumer that knows three words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace verifier {

inline constexpr std::string_view kTestResultType =
    "https://in-toto.io/attestation/test-result/v0.1";
inline constexpr std::string_view kVerificationResultType =
    "https://in-toto.io/attestation/svr/v0.2";

// Canonical payloads made from a report's payload: a test result, and where the verdict is pass a
// simple verification result. Throws Error{bad_input} for a payload that read_statement refuses.
std::vector<std::string> companion_payloads(std::string_view payload);

}  // namespace verifier
