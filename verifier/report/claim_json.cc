// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/claim_json.h"

#include <cmath>

#include "verifier/base/escape.h"
#include "verifier/report/check_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr std::string_view kClaimFile = "submission.json";

json value_json(std::uint64_t value) {
  return whole_to_json(value);
}
// As written where a double cannot carry it.
json value_json(const Decimal& value) {
  return std::isfinite(value.value) ? json(value.value) : json(escape_for_terminal(value.text));
}
json value_json(const std::string& value) {
  return escape_for_terminal(value);
}
json value_json(bool value) {
  return value;
}

template <typename T>
void add(const MaybeClaim<T>& claim, const char* name, json& out) {
  if (claim) {
    out[name] = value_json(claim->value);
  }
}

json per_seed_json(const Claims& claims) {
  json list = json::array();
  for (const Claims::PerSeed& seed : claims.per_seed) {
    json one = {{"seed", value_json(seed.seed)}, {"valBpb", value_json(seed.val_bpb.value)}};
    add(seed.artifact_bytes, "artifactBytes", one);
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

json claim_json(const Submission& submission) {
  const Claims& claims = submission.claims;
  json claim = json::object();
  add(claims.val_bpb, "valBpb", claim);
  add(claims.val_loss, "valLoss", claim);
  add(claims.val_bpb_std, "valBpbStd", claim);
  add(claims.bytes_total, "bytesTotal", claim);
  add(claims.bytes_code, "bytesCode", claim);
  add(claims.name, "name", claim);
  add(claims.author, "author", claim);
  add(claims.date, "date", claim);
  add(claims.track, "track", claim);
  add(claims.under_1500_lines, "under1500Lines", claim);
  for (const Claim<std::uint64_t>& seed : claims.seeds) {
    claim["seeds"].push_back(value_json(seed.value));
  }
  if (!claims.per_seed.empty()) {
    claim["perSeed"] = per_seed_json(claims);
  }
  for (const SubmittedFile& file : submission.files) {
    if (file.path == kClaimFile) {
      claim["file"] = descriptor_to_json({file.path, file.sha256, file.bytes});
    }
  }
  return claim;
}

}  // namespace verifier
