// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/trust.h"

#include <algorithm>

#include "reference_impl/base/json_text.h"
#include "verifier/base/utc_time.h"
#include "verifier/report/view_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

// A moment, or a whole day: its first second, or its last where the end of a window is meant.
std::optional<std::int64_t> moment(const JsonView& key, std::string_view member, bool day_ends) {
  const auto view = key.find(member);
  if (!view || view->is_null()) {
    return std::nullopt;
  }
  const std::string written = view->value().is_string() ? view->text() : "";
  const std::string whole_day = written + (day_ends ? "T23:59:59Z" : "T00:00:00Z");
  const std::optional<std::int64_t> of_day = rfc3339_seconds(whole_day);
  return of_day ? *of_day : view->utc_seconds();
}

TrustedKey read_key(const JsonView& view, const std::string& file_name) {
  view.allow_only({"public", "role", "from", "until", "revoked"});
  TrustedKey key;
  key.key = public_key_from_pem(view.at("public").text(), file_name + ": a key's \"public\"");
  const auto role = view.find("role");
  key.role = role ? role->text() : key.role;
  if (key.role != "verifier" && key.role != "maintainer") {
    role->refuse("\"verifier\" or \"maintainer\"");
  }
  key.from = moment(view, "from", false);
  key.until = moment(view, "until", true);
  key.revoked = moment(view, "revoked", false);
  return key;
}

std::vector<std::string> list(const JsonView& root, std::string_view member) {
  const auto view = root.find(member);
  return view ? view->texts() : std::vector<std::string>();
}

std::vector<PublicKey> distinct(const std::vector<PublicKey>& keys) {
  std::vector<PublicKey> found;
  for (const PublicKey& key : keys) {
    if (std::find(found.begin(), found.end(), key) == found.end()) {
      found.push_back(key);
    }
  }
  return found;
}

void read_threshold(const JsonView& root, Trust& trust) {
  const auto threshold = root.find("threshold");
  trust.threshold = threshold ? threshold->whole() : 1;
  std::vector<PublicKey> signers;
  for (const TrustedKey& key : trust.keys) {
    if (key.role == "verifier") {
      signers.push_back(key.key);
    }
  }
  const std::size_t most = distinct(signers).size();
  if (trust.threshold < 1 || trust.threshold > most) {
    root.refuse("a threshold from 1 to the " + std::to_string(most) +
                " distinct keys of role \"verifier\"");
  }
}

}  // namespace

Trust trust_from_text(std::string_view text, const std::string& file_name) {
  const nlohmann::json value = reference::parse_json(text, file_name);
  const JsonView root(value, file_name);
  root.allow_only(
      {"keys", "threshold", "repositories", "rules", "verifiers", "required", "maxAgeSeconds"});
  Trust trust;
  for (const JsonView& key : root.at("keys").items()) {
    trust.keys.push_back(read_key(key, file_name));
  }
  read_threshold(root, trust);
  trust.repositories = list(root, "repositories");
  const auto rules = root.find("rules");
  if (rules) {
    for (const JsonView& digest : rules->items()) {
      trust.rules.push_back(digest.hex(64));
    }
  }
  trust.verifiers = list(root, "verifiers");
  trust.required = list(root, "required");
  const auto age = root.find("maxAgeSeconds");
  if (age && !age->is_null()) {
    trust.max_age_seconds = static_cast<std::int64_t>(age->whole());
  }
  return trust;
}

Trust trust_in_key(const PublicKey& key) {
  Trust trust;
  trust.keys.push_back({key, "verifier", std::nullopt, std::nullopt, std::nullopt});
  return trust;
}

std::vector<PublicKey> keys_valid_at(const Trust& trust, std::int64_t now_seconds) {
  std::vector<PublicKey> keys;
  for (const TrustedKey& key : trust.keys) {
    const bool inside = (!key.from || *key.from <= now_seconds) &&
                        (!key.until || now_seconds <= *key.until) &&
                        (!key.revoked || now_seconds < *key.revoked);
    if (inside && key.role == "verifier") {
      keys.push_back(key.key);
    }
  }
  return distinct(keys);
}

}  // namespace verifier
