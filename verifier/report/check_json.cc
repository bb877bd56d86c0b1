// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/check_json.h"

#include <algorithm>
#include <limits>

#include "verifier/base/escape.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

// Valid UTF-8 whatever a file's name or a log held: the payload is read by strict readers.
std::string safe(const std::string& text) {
  return escape_for_terminal(text, 64 * 1024);
}

Status status_from_text(const std::string& text) {
  for (const Status status : {Status::pass, Status::fail, Status::inconclusive}) {
    if (text == to_string(status)) {
      return status;
    }
  }
  return Status::not_run;
}

Quantity quantity_from_json(const JsonView& view) {
  return Quantity{view.at("value").number(), view.at("unit").text()};
}

Limit limit_from_json(const JsonView& view) {
  return Limit{view.at("op").filled_text(), view.at("value").number(), view.at("unit").text()};
}

std::vector<EvidenceItem> evidence_from(const JsonView& view) {
  std::vector<EvidenceItem> items;
  for (const JsonView& item : view.items()) {
    const Descriptor named = descriptor_from_json(item);
    items.push_back({named.name, named.sha256, named.bytes.value_or(0)});
  }
  return items;
}

std::vector<Origin> origins_from(const JsonView& view) {
  std::vector<Origin> origins;
  for (const JsonView& item : view.items()) {
    const auto line = item.find("line");
    const auto pointer = item.find("pointer");
    origins.push_back({item.at("file").text(), line ? line->whole() : 0,
                       pointer ? pointer->text() : std::string()});
  }
  return origins;
}

void read_figures(const JsonView& view, Finding& finding) {
  const auto measured = view.find("measured");
  const auto limit = view.find("limit");
  finding.measured = measured ? std::optional(quantity_from_json(*measured)) : std::nullopt;
  finding.limit = limit ? std::optional(limit_from_json(*limit)) : std::nullopt;
  finding.margin = view.find_number("margin");
  finding.tolerance = view.find_number("tolerance");
  const bool decided = finding.status == Status::pass || finding.status == Status::fail;
  const bool complete = finding.measured && finding.limit && finding.margin && finding.tolerance &&
                        !finding.evidence.empty();
  if (decided && !complete) {
    view.refuse("measured, limit, margin, tolerance and evidence beside a pass or a fail");
  }
}

json origins_json(const std::vector<Origin>& origins) {
  json list = json::array();
  for (const Origin& origin : origins) {
    json one = {{"file", safe(origin.file)}};
    if (origin.line != 0) {
      one["line"] = origin.line;
    }
    if (!origin.pointer.empty()) {
      one["pointer"] = safe(origin.pointer);
    }
    list.push_back(std::move(one));
  }
  return list;
}

void write_figures(const Finding& finding, json& check) {
  if (finding.measured) {
    check["measured"] = {{"unit", finding.measured->unit}, {"value", finding.measured->value}};
  }
  if (finding.limit) {
    check["limit"] = {
        {"op", finding.limit->op}, {"unit", finding.limit->unit}, {"value", finding.limit->value}};
  }
  if (finding.margin) {
    check["margin"] = *finding.margin;
  }
  if (finding.tolerance) {
    check["tolerance"] = *finding.tolerance;
  }
}

}  // namespace

Descriptor descriptor_from_json(const JsonView& view) {
  Descriptor found;
  found.name = view.at("name").filled_text();
  found.sha256 = view.at("digest").at("sha256").hex(64);
  const auto annotations = view.find("annotations");
  if (annotations) {
    const auto size = annotations->find("size");
    const auto stored = annotations->find("stored");
    found.bytes = size ? std::optional(size->whole()) : std::nullopt;
    found.stored = stored && stored->value() == json(true);
    found.absent = annotations->find_text("absent");
  }
  return found;
}

json descriptor_to_json(const EvidenceItem& item) {
  return {{"annotations", {{"size", std::min<std::uint64_t>(item.bytes, kLargestInteger)}}},
          {"digest", {{"sha256", item.sha256}}},
          {"name", safe(item.name)}};
}

json stored_descriptor_to_json(const EvidenceItem& item, const std::vector<std::string>& stored) {
  json descriptor = descriptor_to_json(item);
  if (std::find(stored.begin(), stored.end(), item.sha256) != stored.end()) {
    descriptor["annotations"]["stored"] = true;
  }
  return descriptor;
}

void check_killed(const JsonView& view) {
  const std::uint64_t mutants = view.at("mutants").whole();
  (void)view.at("falseAlarms").whole();
  if (view.at("killed").whole() > mutants) {
    view.at("killed").refuse("at most the number of mutants");
  }
}

StatementCheck check_from_json(const JsonView& view) {
  StatementCheck check;
  Finding& finding = check.finding;
  finding.check = view.at("id").filled_text();
  const std::uint64_t version = view.at("version").whole();
  if (version < 1 || version > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
    view.at("version").refuse("a version from 1");
  }
  finding.version = static_cast<int>(version);
  finding.severity = view.at("severity").filled_text();
  if (finding.severity != "gating" && finding.severity != "advisory") {
    view.at("severity").refuse("\"gating\" or \"advisory\"");
  }
  finding.method = view.at("method").filled_text();
  finding.status = status_from_text(view.at("status").filled_text());
  finding.reason = view.at("reason").filled_text();
  finding.rule = view.at("rule").text();
  finding.evidence = evidence_from(view.at("evidence"));
  finding.message = view.at("message").text();
  read_figures(view, finding);
  const auto origins = view.find("origins");
  finding.origins = origins ? origins_from(*origins) : std::vector<Origin>();
  finding.rule_id = view.find_text("ruleId");
  finding.remedy = view.find_text("remedy");
  finding.unsettled = view.find_text("unsettled");
  check.rule_title = view.find_text("ruleTitle");
  check.rule_from = view.find_text("ruleFrom");
  check.waived = view.find("waivedBy").has_value();
  const auto detection = view.find("detection");
  if (detection) {
    check_killed(*detection);
  }
  return check;
}

json check_to_json(const Finding& finding, const Rule* rule,
                   const std::vector<std::string>& stored) {
  json check = {{"evidence", json::array()},        {"id", finding.check},
                {"message", safe(finding.message)}, {"method", finding.method},
                {"reason", finding.reason},         {"rule", finding.rule},
                {"severity", finding.severity},     {"status", to_string(finding.status)},
                {"version", finding.version}};
  for (const EvidenceItem& item : finding.evidence) {
    check["evidence"].push_back(stored_descriptor_to_json(item, stored));
  }
  write_figures(finding, check);
  if (!finding.origins.empty()) {
    check["origins"] = origins_json(finding.origins);
  }
  if (!finding.remedy.empty()) {
    check["remedy"] = safe(finding.remedy);
  }
  if (!finding.unsettled.empty()) {
    check["unsettled"] = safe(finding.unsettled);
  }
  if (rule != nullptr) {
    check["ruleId"] = rule->id;
    check["ruleTitle"] = rule->title;
    check["ruleFrom"] = rule->from;
  }
  return check;
}

json whole_to_json(std::uint64_t value) {
  return value <= kLargestInteger ? json(value) : json(std::to_string(value));
}

}  // namespace verifier
