// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/claims.h"

#include <array>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"
#include "verifier/submission/claim_values_json.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/per_seed_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

// "2026-03-26" or a time that starts with it.
MaybeClaim<std::string> read_date(const ClaimSource& source) {
  auto date = text_at(source, "/date");
  constexpr std::string_view kShape = "0000-00-00";
  if (!date || date->value.size() < kShape.size()) {
    return std::nullopt;
  }
  date->value.resize(kShape.size());
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const char c = date->value[i];
    if (kShape[i] == '0' ? (c < '0' || c > '9') : c != '-') {
      return std::nullopt;
    }
  }
  return date;
}

bool boasts_of_lines(const std::string& text) {
  constexpr std::array<std::string_view, 4> kBoasts = {"under 1500 lines", "under 1,500 lines",
                                                       "< 1500 lines", "<1500 lines"};
  for (const std::string_view boast : kBoasts) {
    if (text.find(boast) != std::string::npos) {
      return true;
    }
  }
  return false;
}

MaybeClaim<bool> read_line_flag(const ClaimSource& source) {
  const auto compliance = source.root.find("compliance");
  if (compliance == source.root.end() || !compliance->is_object()) {
    return std::nullopt;
  }
  for (const auto& [key, value] : compliance->items()) {
    if (key.find("1500") != std::string::npos && value.is_boolean() && value.get<bool>()) {
      return Claim<bool>{true, origin_at(source, member_pointer("/compliance", key))};
    }
  }
  return std::nullopt;
}

// A flag of the compliance object, or a sentence in one of the texts.
MaybeClaim<bool> read_line_boast(const ClaimSource& source) {
  if (auto flag = read_line_flag(source)) {
    return flag;
  }
  for (const char* pointer : {"/blurb", "/notes", "/summary", "/description"}) {
    const auto text = text_at(source, pointer);
    if (text && boasts_of_lines(text->value)) {
      return Claim<bool>{true, text->origin};
    }
  }
  return std::nullopt;
}

Claims claims_of(const ClaimSource& source) {
  Claims claims;
  claims.val_bpb = first_number(source, "", {"val_bpb", "mean_val_bpb", "val_bpb_mean"});
  claims.val_loss = first_number(source, "", {"val_loss", "mean_val_loss", "val_loss_mean"});
  claims.val_bpb_std = first_number(source, "", {"val_bpb_std", "std_val_bpb", "std"});
  claims.bytes_total = first_count(source, "",
                                   {"bytes_total", "total_bytes", "artifact_bytes",
                                    "artifact_bytes_max", "artifact_size_bytes"});
  claims.bytes_code = first_count(source, "", {"bytes_code", "code_bytes"});
  claims.name = text_at(source, "/name");
  claims.author = text_at(source, "/author");
  claims.date = read_date(source);
  claims.track = text_at(source, "/track");
  claims.seeds = read_seeds(source);
  claims.per_seed = read_per_seed(source);
  claims.under_1500_lines = read_line_boast(source);
  return claims;
}

}  // namespace

std::optional<Claims> read_claims(const std::string& path, std::string_view bytes,
                                  std::vector<Defect>& defects) {
  reference::JsonLimits limits;
  limits.skip_byte_order_mark = true;
  reference::JsonScalars scalars;
  json root;
  try {
    root = reference::parse_json(bytes, path, limits, &scalars);
  } catch (const reference::Error& error) {
    if (error.kind() == reference::ErrorKind::internal) {
      throw;
    }
    defects.push_back({std::string(defect::kJsonBroken), {path, 0, ""}, error.what()});
    return std::nullopt;
  }
  if (!root.is_object()) {
    defects.push_back({std::string(defect::kJsonShape),
                       {path, 1, ""},
                       path + ":1: the value is no object, but " + root.type_name()});
    return std::nullopt;
  }
  return claims_of({path, root, scalars});
}

}  // namespace verifier
