// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/audit_evidence.h"

#include "reference_impl/base/json_fields.h"
#include "verifier/evidence/parts_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

json breach_to_json(const InvariantBreach& breach) {
  return {{"invariant", breach.invariant},
          {"count", breach.count},
          {"rank", big_to_json(breach.rank)},
          {"segment", big_to_json(breach.segment)},
          {"first", big_to_json(breach.first)},
          {"last", big_to_json(breach.last)},
          {"what", breach.what}};
}

InvariantBreach breach_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  InvariantBreach breach;
  breach.invariant = fields.text("invariant");
  breach.count = fields.count("count");
  breach.rank = big_from_json(fields, "rank");
  breach.segment = big_from_json(fields, "segment");
  breach.first = big_from_json(fields, "first");
  breach.last = big_from_json(fields, "last");
  breach.what = fields.text("what");
  fields.finish();
  return breach;
}

}  // namespace

json item_to_json(const EvidenceItem& item) {
  return {{"name", item.name}, {"sha256", item.sha256}, {"bytes", item.bytes}};
}

EvidenceItem item_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  EvidenceItem item{fields.text("name"), fields.text("sha256"), fields.count("bytes")};
  fields.finish();
  return item;
}

json event_audit_to_json(const EventAudit& audit) {
  return {{"positions", audit.positions},
          {"scorings", audit.scorings},
          {"positions_scored", audit.positions_scored},
          {"rescored_positions", audit.rescored_positions},
          {"first_rescored", audit.first_rescored},
          {"last_rescored", audit.last_rescored},
          {"most_scorings", audit.most_scorings},
          {"scored_after_insert", audit.scored_after_insert},
          {"updates_between_repeats", audit.updates_between_repeats},
          {"digest_set", audit.digest_set},
          {"checked", audit.checked},
          {"breaches", list_to_json(audit.breaches, breach_to_json)},
          {"files", list_to_json(audit.files, item_to_json)}};
}

EventAudit event_audit_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  EventAudit audit;
  audit.positions = fields.count("positions");
  audit.scorings = fields.count("scorings");
  audit.positions_scored = fields.count("positions_scored");
  audit.rescored_positions = fields.count("rescored_positions");
  audit.first_rescored = fields.count("first_rescored");
  audit.last_rescored = fields.count("last_rescored");
  audit.most_scorings = fields.count("most_scorings");
  audit.scored_after_insert = fields.count("scored_after_insert");
  audit.updates_between_repeats = fields.flag("updates_between_repeats");
  audit.digest_set = fields.text("digest_set");
  audit.checked = fields.texts("checked");
  audit.breaches = list_from_json(fields, "breaches", breach_from_json);
  audit.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return audit;
}

json prefix_audit_to_json(const PrefixAudit& audit) {
  return {{"perturbations", audit.perturbations},
          {"rows", audit.rows},
          {"scores_compared", audit.scores_compared},
          {"perturbed_from", audit.perturbed_from},
          {"run_scores_compared", audit.run_scores_compared},
          {"checked", audit.checked},
          {"breaches", list_to_json(audit.breaches, breach_to_json)},
          {"files", list_to_json(audit.files, item_to_json)}};
}

PrefixAudit prefix_audit_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  PrefixAudit audit;
  audit.perturbations = fields.count("perturbations");
  audit.rows = fields.count("rows");
  audit.scores_compared = fields.count("scores_compared");
  audit.perturbed_from = fields.count("perturbed_from");
  audit.run_scores_compared = fields.count("run_scores_compared");
  audit.checked = fields.texts("checked");
  audit.breaches = list_from_json(fields, "breaches", breach_from_json);
  audit.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return audit;
}

json normalization_to_json(const NormalizationAudit& audit) {
  return {{"positions", audit.positions},
          {"bytes", audit.bytes},
          {"z_least", number_to_json(audit.z_least)},
          {"z_median", number_to_json(audit.z_median)},
          {"z_mean", number_to_json(audit.z_mean)},
          {"z_most", number_to_json(audit.z_most)},
          {"share_above", number_to_json(audit.share_above)},
          {"once_nats", number_to_json(audit.once_nats)},
          {"normalized_nats", number_to_json(audit.normalized_nats)},
          {"files", list_to_json(audit.files, item_to_json)}};
}

NormalizationAudit normalization_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  NormalizationAudit audit;
  audit.positions = fields.count("positions");
  audit.bytes = fields.count("bytes");
  audit.z_least = number_from_json(fields, "z_least");
  audit.z_median = number_from_json(fields, "z_median");
  audit.z_mean = number_from_json(fields, "z_mean");
  audit.z_most = number_from_json(fields, "z_most");
  audit.share_above = number_from_json(fields, "share_above");
  audit.once_nats = number_from_json(fields, "once_nats");
  audit.normalized_nats = number_from_json(fields, "normalized_nats");
  audit.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return audit;
}

json decoding_to_json(const DecodingAudit& audit) {
  return {{"positions", audit.positions},
          {"claimed_bits", number_to_json(audit.claimed_bits)},
          {"normalized_bits", number_to_json(audit.normalized_bits)},
          {"coded_bits", audit.coded_bits},
          {"claims_unlike_rows", audit.claims_unlike_rows},
          {"decoded", audit.decoded},
          {"reason", audit.reason},
          {"files", list_to_json(audit.files, item_to_json)}};
}

DecodingAudit decoding_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  DecodingAudit audit;
  audit.positions = fields.count("positions");
  audit.claimed_bits = number_from_json(fields, "claimed_bits");
  audit.normalized_bits = number_from_json(fields, "normalized_bits");
  audit.coded_bits = fields.count("coded_bits");
  audit.claims_unlike_rows = fields.count("claims_unlike_rows");
  audit.decoded = fields.flag("decoded");
  audit.reason = fields.text("reason");
  audit.files = list_from_json(fields, "files", item_from_json);
  fields.finish();
  return audit;
}

}  // namespace verifier
