// SPDX-License-Identifier: Apache-2.0
// Whom a reader of reports trusts, and for what: keys with their windows, how many must have
// signed, which rules and verifiers are accepted, which checks must be there, how old a report may
// be. It comes from the reader alone, never from a report (report specification, section 9). A list
// that is empty or absent restricts nothing; an unknown member is an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/report/signature.h"

namespace verifier {

struct TrustedKey {
  PublicKey key;
  std::string role = "verifier";     // or "maintainer", which signs waivers and no reports
  std::optional<std::int64_t> from;  // seconds since 1970, first and last moment of its window
  std::optional<std::int64_t> until;
  std::optional<std::int64_t> revoked;
};

struct Trust {
  std::vector<TrustedKey> keys;
  std::size_t threshold = 1;              // distinct public keys
  std::vector<std::string> repositories;  // of the verifier's source
  std::vector<std::string> rules;         // SHA-256 of rules files
  std::vector<std::string> verifiers;     // versions, or SHA-256 of executables
  std::vector<std::string> required;      // check ids, besides those of the payload's policy
  std::optional<std::int64_t> max_age_seconds;
};

// Parses a trust file; throws Error{bad_input} with file and place.
Trust trust_from_text(std::string_view text, const std::string& file_name);

// One key, without window, threshold 1, nothing else restricted.
Trust trust_in_key(const PublicKey& key);

// The distinct keys that may sign reports at a moment: role "verifier", inside their window, not
// revoked. No time but the reader's own clock counts here: a signer could write any.
std::vector<PublicKey> keys_valid_at(const Trust& trust, std::int64_t now_seconds);

}  // namespace verifier
