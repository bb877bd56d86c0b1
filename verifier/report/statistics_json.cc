// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/statistics_json.h"

#include <cmath>

#include "verifier/checks/record_comparison.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr double kLn2 = 0.69314718055994530942;
constexpr std::string_view kCheck = "stats.beats-record";

json seed_score(const std::optional<std::uint64_t>& seed, double val_bpb) {
  json run = {{"valBpb", val_bpb}};
  if (seed) {
    run["seed"] = *seed;
  }
  return run;
}

json samples_json(const ClaimedSamples& samples) {
  json runs = json::array();
  for (const SampleRun& run : samples.runs) {
    json one = seed_score(run.seed, run.val_bpb);
    one["source"] = run.from_log ? "log" : "claim";
    runs.push_back(std::move(one));
  }
  json object = {{"runs", std::move(runs)}, {"unit", "bpb"}};
  if (const auto summary = summary_of(samples)) {
    object["mean"] = summary->mean;
    object["deviation"] = std::sqrt(summary->variance);
  }
  return object;
}

json reference_json(const BoardRecord& record) {
  json runs = json::array();
  for (const BoardRun& run : record.runs) {
    runs.push_back(seed_score(run.seed, run.val_bpb));
  }
  json object = {{"bytesPerToken", record.bytes_per_token},
                 {"created", record.created},
                 {"mean", mean_bpb(record)},
                 {"name", record.name},
                 {"pullRequest", record.pull_request},
                 {"runs", std::move(runs)},
                 {"source", record.source},
                 {"tokenizer", record.tokenizer}};
  if (const auto summary = summary_of(record)) {
    object["deviation"] = std::sqrt(summary->variance);
  }
  return object;
}

json margin_json(const ReadingResult& result, double bytes_per_token) {
  return {{"bpb", result.margin_bpb},
          {"natsPerByte", result.margin_bpb * kLn2},
          {"natsPerToken", result.margin_bpb * kLn2 * bytes_per_token},
          {"stated", result.reading.margin},
          {"unit", statistics::to_string(result.reading.unit)}};
}

std::string_view status_word(statistics::GainStatus status) {
  return status == statistics::GainStatus::pass   ? "pass"
         : status == statistics::GainStatus::fail ? "fail"
                                                  : "inconclusive";
}

json test_json(const RecordComparison& comparison, const ReadingResult& result, double power) {
  const statistics::GainVerdict& verdict = result.verdict;
  json object = {{"alpha", result.reading.alpha},
                 {"direction", "less"},
                 {"gain", verdict.gain},
                 {"margin", margin_json(result, comparison.record->bytes_per_token)},
                 {"reason", verdict.reason},
                 {"rule", result.reading.source},
                 {"status", status_word(verdict.status)}};
  if (verdict.test) {
    object["test"] = verdict.test_name;
    object["t"] = verdict.test->t;
    object["df"] = verdict.test->df;
    object["p"] = verdict.test->p;
    object["floorActive"] = verdict.floor_active;
  }
  if (result.smallest_passing_gain) {
    object["smallestPassingGain"] = *result.smallest_passing_gain;
  }
  if (comparison.power) {
    object["power"] = {{"gain", comparison.power->gain_bpb}, {"value", power}};
  }
  return object;
}

json tests_json(const RecordComparison& comparison) {
  const Power power = comparison.power.value_or(Power{});
  json in_force = test_json(comparison, comparison.in_force, power.in_force);
  in_force["reading"] = "in-force";
  json other = test_json(comparison, comparison.other, power.other);
  other["reading"] = "other";
  return json::array({std::move(in_force), std::move(other)});
}

json without_tests(const ClaimedSamples& samples, const std::string& reason) {
  return {{"absent", reason}, {"samples", samples_json(samples)}, {"tests", json::array()}};
}

}  // namespace

json statistics_json(const Report& report) {
  const Rule* rule = report.rulebook.in_force(kCheck, report.date);
  if (rule == nullptr || rule->not_applicable) {
    return without_tests(samples_of(report.submission),
                         rule == nullptr ? "no-rule" : "not-applicable");
  }
  const RecordComparison comparison =
      compare_with_record({*rule, report.submission, report.evidence, report.stage, report.date,
                           report.rulebook.board});
  if (!comparison.absent.empty()) {
    return without_tests(comparison.samples, comparison.absent);
  }
  return {{"reference", reference_json(*comparison.record)},
          {"samples", samples_json(comparison.samples)},
          {"tests", tests_json(comparison)}};
}

}  // namespace verifier
