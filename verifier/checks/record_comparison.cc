// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/record_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "verifier/statistics/power.h"

namespace verifier {
namespace {

using statistics::GainVerdict;
using statistics::Summary;

constexpr std::array<RuleParam, 8> kParams = {{{"margin", ParamKind::number},
                                               {"margin_unit", ParamKind::word},
                                               {"alpha", ParamKind::number},
                                               {"runs", ParamKind::number},
                                               {"other_margin", ParamKind::number},
                                               {"other_margin_unit", ParamKind::word},
                                               {"other_alpha", ParamKind::number},
                                               {"other_source", ParamKind::word}}};

Reading reading_of(const Rule& rule, const std::string& prefix, const std::string& source) {
  return {rule.number(prefix + "margin"),
          statistics::margin_unit(rule.word(prefix + "margin_unit")), rule.number(prefix + "alpha"),
          source};
}

std::uint64_t own_number(const CheckInput& input) {
  return input.evidence.pull_request.ok() ? input.evidence.pull_request.value().number : 0;
}

bool same_scores(const BoardRecord& record, const ClaimedSamples& samples) {
  std::vector<double> theirs = scores_of(record);
  std::vector<double> own = samples.scores();
  std::sort(theirs.begin(), theirs.end());
  std::sort(own.begin(), own.end());
  return theirs.size() == own.size() &&
         std::equal(theirs.begin(), theirs.end(), own.begin(), [&](double a, double b) {
           return std::fabs(a - b) <= std::max(record.resolution, samples.resolution);
         });
}

// The best row before the day that is not the submission itself: a folder may carry a later date
// than its pull request.
const BoardRecord* record_of_the_day(const CheckInput& input, const ClaimedSamples& samples) {
  const std::uint64_t own = own_number(input);
  for (const BoardRecord* row : rows_before(input.board, input.submission.track, input.date, own)) {
    const bool itself = (own > 0 && row->pull_request == own) || same_scores(*row, samples);
    if (!itself) {
      return row;
    }
  }
  return nullptr;
}

struct Groups {
  std::vector<double> fresh;
  std::vector<double> reference;
  double fresh_resolution = 0;
  const BoardRecord* record = nullptr;
};

ReadingResult read(const Groups& groups, const Reading& reading, double least_runs) {
  ReadingResult result;
  result.reading = reading;
  result.margin_bpb =
      statistics::margin_bpb(reading.margin, reading.unit, groups.record->bytes_per_token);
  statistics::GainRule rule;
  rule.margin = result.margin_bpb;
  rule.alpha = reading.alpha;
  rule.least_runs = static_cast<std::size_t>(least_runs);
  const auto published = groups.record->summary ? summary_of(*groups.record) : std::nullopt;
  result.verdict =
      statistics::gain_verdict({groups.fresh, std::nullopt, groups.fresh_resolution},
                               {groups.reference, published, groups.record->resolution}, rule);
  return result;
}

void add_power(RecordComparison& comparison) {
  const auto fresh = summary_of(comparison.samples);
  const auto reference = summary_of(*comparison.record);
  const bool tested = comparison.in_force.verdict.test.has_value();
  if (!tested || !fresh || !reference) {
    return;
  }
  for (ReadingResult* result : {&comparison.in_force, &comparison.other}) {
    result->smallest_passing_gain = statistics::smallest_passing_gain(
        *fresh, *reference, result->margin_bpb, result->reading.alpha);
  }
  Power power;
  power.gain_bpb = 2 * std::max(comparison.in_force.margin_bpb, comparison.other.margin_bpb);
  const auto chance = [&](const ReadingResult& result) {
    return statistics::power_welch(*fresh, *reference, power.gain_bpb - result.margin_bpb,
                                   result.reading.alpha);
  };
  power.in_force = chance(comparison.in_force);
  power.other = chance(comparison.other);
  comparison.power = power;
}

}  // namespace

std::span<const RuleParam> record_params() {
  return kParams;
}

std::vector<double> scores_of(const BoardRecord& record) {
  std::vector<double> scores;
  scores.reserve(record.runs.size());
  for (const BoardRun& run : record.runs) {
    scores.push_back(run.val_bpb);
  }
  return scores;
}

std::optional<Summary> summary_of(const BoardRecord& record) {
  if (record.summary) {
    return statistics::summary_of(record.summary->runs, record.summary->mean_bpb,
                                  record.summary->deviation_bpb, record.resolution);
  }
  return record.runs.size() < 2
             ? std::nullopt
             : std::optional(statistics::summarize(scores_of(record), record.resolution));
}

std::optional<Summary> summary_of(const ClaimedSamples& samples) {
  return samples.runs.size() < 2
             ? std::nullopt
             : std::optional(statistics::summarize(samples.scores(), samples.resolution));
}

RecordComparison compare_with_record(const CheckInput& input) {
  RecordComparison comparison;
  comparison.samples = samples_of(input.submission);
  if (comparison.samples.runs.empty()) {
    comparison.absent = "no-runs";
    return comparison;
  }
  comparison.record = record_of_the_day(input, comparison.samples);
  if (comparison.record == nullptr) {
    comparison.absent = "no-earlier-record";
    return comparison;
  }
  const Groups groups{comparison.samples.scores(), scores_of(*comparison.record),
                      comparison.samples.resolution, comparison.record};
  const double runs = input.rule.number("runs");
  comparison.in_force = read(groups, reading_of(input.rule, "", input.rule.source), runs);
  comparison.other =
      read(groups, reading_of(input.rule, "other_", input.rule.word("other_source")), runs);
  add_power(comparison);
  return comparison;
}

}  // namespace verifier
