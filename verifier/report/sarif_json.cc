// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/sarif.h"

#include <algorithm>
#include <map>

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"
#include "verifier/base/utc_time.h"
#include "verifier/checks/check.h"
#include "verifier/report/words.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestMessageBytes = 1000;
constexpr std::size_t kMostRelatedLocations = 5;
// For the rules, the run's own members and the last result.
constexpr std::size_t kReservedBytes = 200'000;
constexpr std::string_view kFolderId = "SUBMISSION";

// Text whose "[words](place)" no viewer takes for a link.
std::string plain(const std::string& text) {
  std::string safe = escape_for_terminal(text, kLongestMessageBytes);
  for (std::size_t at = safe.find("]("); at != std::string::npos; at = safe.find("](", at)) {
    safe.insert(at + 1, " ");
  }
  return safe;
}

// A path as a relative URI reference: everything but letters, digits, "-._~" and "/" is encoded.
std::string uri_of(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    uri += letter || std::string_view("-._~/").find(c) != std::string_view::npos
               ? std::string(1, c)
               : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

// One statement being written in one profile.
struct Writer {
  const Statement& statement;
  SarifProfile profile;
  std::string folder;

  bool is_full() const { return profile == SarifProfile::full; }
  json location(const Origin& origin) const;
  json result(const StatementCheck& check) const;
  std::vector<const StatementCheck*> checks() const;
};

json Writer::location(const Origin& origin) const {
  json file = {{"uri", uri_of(is_full() ? origin.file : folder + origin.file)}};
  if (is_full()) {
    file["uriBaseId"] = kFolderId;
  }
  json physical = {{"artifactLocation", std::move(file)}};
  if (origin.line != 0) {
    physical["region"] = {{"startLine", origin.line}};
  }
  json one = {{"physicalLocation", std::move(physical)}};
  if (!origin.pointer.empty()) {
    one["message"] = {{"text", plain(to_string(origin))}};
  }
  return one;
}

std::string kind_of(const Finding& finding) {
  switch (finding.status) {
    case Status::pass:
      return "pass";
    case Status::fail:
      return "fail";
    case Status::inconclusive:
      return "open";
    case Status::not_run:
      break;
  }
  return finding.reason == "not-applicable" ? "notApplicable" : "open";
}

std::string message_of(const StatementCheck& check) {
  const Finding& finding = check.finding;
  return std::string(to_string(finding.status)) + " " + finding.check + ": " + told_text(check) +
         (finding.remedy.empty() ? "" : "; to do: " + finding.remedy);
}

std::string fingerprint(const Finding& finding) {
  const std::string file = finding.origins.empty() ? "" : finding.origins.front().file;
  return reference::to_hex(reference::sha256(finding.check + "\n" + file));
}

json Writer::result(const StatementCheck& check) const {
  const Finding& finding = check.finding;
  const bool is_fail = finding.status == Status::fail;
  const std::string level = is_fail ? (finding.severity == "advisory" ? "warning" : "error")
                                    : (is_full() ? "none" : "warning");
  // A page of alerts drops what has no place, so a finding without one stands at the claim.
  const Origin claim{"submission.json", 0, ""};
  json locations = json::array();
  json related = json::array();
  if (!finding.origins.empty() || !is_full()) {
    locations.push_back(location(finding.origins.empty() ? claim : finding.origins.front()));
  }
  for (std::size_t i = 1; i < std::min(finding.origins.size(), kMostRelatedLocations + 1); ++i) {
    related.push_back(location(finding.origins[i]));
  }
  json one = {{"kind", is_full() ? kind_of(finding) : "fail"},
              {"level", level},
              {"locations", std::move(locations)},
              {"message", {{"text", plain(message_of(check))}}},
              {"partialFingerprints", {{"checkAndPath/v1", fingerprint(finding)}}},
              {"properties",
               {{"reason", finding.reason},
                {"severity", finding.severity},
                {"status", to_string(finding.status)}}},
              {"ruleId", finding.check}};
  if (!related.empty()) {
    one["relatedLocations"] = std::move(related);
  }
  return one;
}

std::vector<const StatementCheck*> Writer::checks() const {
  std::vector<const StatementCheck*> kept = checks_by_weight(statement);
  if (!is_full()) {
    kept.erase(std::remove_if(kept.begin(), kept.end(),
                              [](const StatementCheck* check) {
                                return check->finding.status != Status::fail &&
                                       !blocks(check->finding);
                              }),
               kept.end());
    std::stable_partition(kept.begin(), kept.end(),
                          [](const StatementCheck* check) { return blocks(check->finding); });
  }
  return kept;
}

json rule_json(const StatementCheck& check) {
  const std::string& id = check.finding.check;
  const CheckEntry* entry = find_check(id);
  const std::string sentence = entry != nullptr ? std::string(entry->sentence) : id;
  const std::string title = check.rule_title.empty() ? sentence : check.rule_title;
  return {{"defaultConfiguration",
           {{"level", check.finding.severity == "advisory" ? "warning" : "error"}}},
          {"fullDescription", {{"text", plain(title)}}},
          {"help", {{"text", plain(sentence + " `verify explain " + id + "` says more.")}}},
          {"id", id},
          {"shortDescription", {{"text", plain(sentence)}}}};
}

struct Results {
  json results = json::array();
  json rules = json::array();
  std::size_t left_out = 0;
};

Results results_of(const Writer& writer) {
  const std::size_t most = writer.is_full() ? kMostSarifResults : kMostGithubResults;
  const std::vector<const StatementCheck*> checks = writer.checks();
  Results found;
  std::size_t bytes = 0;
  for (const StatementCheck* check : checks) {
    json result = writer.result(*check);
    json rule = rule_json(*check);
    bytes += result.dump().size() + rule.dump().size() + 2;
    if (found.results.size() == most || bytes > kLargestSarifBytes - kReservedBytes) {
      break;
    }
    found.results.push_back(std::move(result));
    found.rules.push_back(std::move(rule));
  }
  found.left_out = checks.size() - found.results.size();
  return found;
}

}  // namespace

std::string sarif_report(const Statement& statement, SarifProfile profile,
                         const std::string& folder) {
  const bool open_folder = !folder.empty() && folder.back() != '/';
  const Writer writer{statement, profile, open_folder ? folder + "/" : folder};
  Results found = results_of(writer);
  const Verdict verdict = verdict_of(statement);
  json run = {{"invocations",
               {{{"endTimeUtc", rfc3339_text(statement.summary.finished_seconds)},
                 {"executionSuccessful", true},
                 {"exitCode", exit_code(verdict)},
                 {"startTimeUtc", rfc3339_text(statement.summary.started_seconds)}}}},
              {"properties",
               {{"reportDigest", statement.payload_sha256},
                {"resultsLeftOut", found.left_out},
                {"sentence", plain(deciding_sentence(statement))},
                {"verdict", verdict_word(verdict)}}},
              {"results", std::move(found.results)},
              {"tool",
               {{"driver",
                 {{"name", "verify"},
                  {"rules", std::move(found.rules)},
                  {"version", plain(statement.verifier.version)}}}}}};
  if (writer.is_full()) {
    run["originalUriBaseIds"][kFolderId] = {{"description", {{"text", "the submission's folder"}}}};
  }
  return reference::canonical_json({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                                    {"runs", json::array({std::move(run)})},
                                    {"version", "2.1.0"}}) +
         "\n";
}

}  // namespace verifier
