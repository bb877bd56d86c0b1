// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/claims.h"

#include <algorithm>
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

// A flag of the compliance object that says yes.
MaybeClaim<bool> read_flag(const ClaimSource& source, const std::string& key) {
  const json::json_pointer at("/compliance/" + key);
  const json* flag = source.root.contains(at) ? &source.root.at(at) : nullptr;
  if (flag == nullptr || *flag != json(true)) {
    return std::nullopt;
  }
  return Claim<bool>{true, origin_at(source, at.to_string())};
}

// Whether a pointer leads to a value called `name`, or to one of the values listed under it.
bool leads_to(const std::string& pointer, std::string_view name) {
  const std::size_t last = pointer.rfind('/');
  const std::size_t before =
      last == 0 || last == std::string::npos ? last : pointer.rfind('/', last - 1);
  const std::string_view whole = pointer;
  const auto token = [&](std::size_t begin, std::size_t end) {
    return whole.substr(begin + 1, end - begin - 1);
  };
  return last != std::string::npos &&
         (token(last, pointer.size()) == name || (before != last && token(before, last) == name));
}

// Whether a pointer leads to a claim about the submitted runs, not about other runs it mentions.
bool is_of_the_claim(const std::string& pointer) {
  constexpr std::array<std::string_view, 6> kContainers = {
      "/seed_results/", "/seeds/", "/per_seed/", "/per_seed_results/", "/runs/", "/results/"};
  const bool contained =
      std::any_of(kContainers.begin(), kContainers.end(),
                  [&](std::string_view container) { return pointer.starts_with(container); });
  const std::size_t second = pointer.find('/', 1);
  const bool listed_at_top = second != std::string::npos && second + 1 < pointer.size() &&
                             pointer[second + 1] >= '0' && pointer[second + 1] <= '9';
  return contained || second == std::string::npos || listed_at_top;
}

// The largest number that has one of these names, or is listed under it, at the top or of a seed.
template <std::size_t N>
MaybeClaim<double> longest_seconds(const ClaimSource& source,
                                   const std::array<std::string_view, N>& names) {
  MaybeClaim<double> longest;
  for (const auto& [pointer, scalar] : source.scalars) {
    const bool named = is_of_the_claim(pointer) &&
                       std::any_of(names.begin(), names.end(),
                                   [&path = pointer](auto name) { return leads_to(path, name); });
    const auto number = named ? number_at(source, pointer) : std::nullopt;
    if (number && (!longest || number->value.value > longest->value)) {
      longest = Claim<double>{number->value.value, number->origin};
    }
  }
  return longest;
}

Claims claims_of(const ClaimSource& source) {
  Claims claims;
  claims.val_bpb = first_number(source, "", {"val_bpb", "mean_val_bpb", "val_bpb_mean"});
  claims.val_loss = first_number(source, "", {"val_loss", "mean_val_loss", "val_loss_mean"});
  claims.val_bpb_std = first_number(source, "", {"val_bpb_std", "std_val_bpb", "std"});
  claims.t_statistic = first_number(source, "", {"t_statistic", "welch_t"});
  claims.p_value = first_number(source, "", {"p_value", "p_value_one_sided"});
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
  constexpr std::array<std::string_view, 7> kEvalKeys = {
      "eval_time_seconds", "eval_time_s",           "eval_seconds",   "eval_ops_seconds",
      "eval_time_sec",     "ttt_eval_time_seconds", "ttt_eval_time_s"};
  constexpr std::array<std::string_view, 4> kTrainKeys = {"training_time_seconds", "train_time_s",
                                                          "train_time_seconds", "train_seconds"};
  claims.eval_s = longest_seconds(source, kEvalKeys);
  claims.train_s = longest_seconds(source, kTrainKeys);
  claims.under_1500_lines = read_line_boast(source);
  claims.artifact_under_16mb = read_flag(source, "artifact_under_16mb");
  claims.train_under_600s = read_flag(source, "train_under_600s");
  claims.eval_under_600s = read_flag(source, "eval_under_600s");
  claims.three_seeds = read_flag(source, "three_seeds");
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
