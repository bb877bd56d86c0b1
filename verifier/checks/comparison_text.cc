// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/comparison_text.h"

#include <cmath>

#include "verifier/base/numbers.h"

namespace verifier {
namespace {

constexpr double kLn2 = 0.69314718055994530942;

// Three significant digits where a fixed number of decimals would show only zeros.
std::string chance(double value) {
  if (value >= 0.001 || value <= 0) {
    return fixed(value, 3);
  }
  const int power = static_cast<int>(std::floor(std::log10(value)));
  return fixed(value / std::pow(10, power), 2) + "e" + std::to_string(power);
}

std::string bpb(double value) {
  return fixed(value, 5) + " bpb";
}

std::string in_every_unit(double value, double bytes_per_token) {
  return bpb(value) + " (" + fixed(value * kLn2 * bytes_per_token, 5) + " nats per token, " +
         fixed(value * kLn2, 5) + " nats per byte)";
}

std::string group_text(std::size_t runs, double mean,
                       const std::optional<statistics::Summary>& summary) {
  return counted(runs, "run") + ", mean " + fixed(mean, 5) +
         (summary ? ", deviation " + fixed(std::sqrt(summary->variance), 5) : "");
}

std::string name_of(const BoardRecord& record) {
  return record.pull_request == 0
             ? "the baseline"
             : "PR " + std::to_string(record.pull_request) + " of " + record.created;
}

std::string margin_text(const ReadingResult& result, double bytes_per_token) {
  if (!(result.margin_bpb > 0)) {
    return "without margin";
  }
  return "margin " + in_every_unit(result.margin_bpb, bytes_per_token) + " at the record's " +
         fixed(bytes_per_token, 4) + " bytes a token";
}

std::string test_text(const statistics::GainVerdict& verdict) {
  if (!verdict.test) {
    return "no test can be made of so few or so equal scores";
  }
  const statistics::TestResult& test = *verdict.test;
  return "t " + fixed(test.t, 4) + ", " + fixed(test.df, 4) + " degrees of freedom, p " +
         chance(test.p) +
         (verdict.floor_active ? " (a spread is below what the scores' digits can show)" : "");
}

std::string outlook(const RecordComparison& comparison, const ReadingResult& result) {
  if (!result.smallest_passing_gain) {
    return "";
  }
  std::string text = "; a gain of " + bpb(*result.smallest_passing_gain) + " would just pass";
  if (comparison.power) {
    const bool in_force = &result == &comparison.in_force;
    text += ", a true gain of " + bpb(comparison.power->gain_bpb) + " passes with chance " +
            chance(in_force ? comparison.power->in_force : comparison.power->other);
  }
  return text;
}

}  // namespace

std::string groups_text(const RecordComparison& comparison) {
  const BoardRecord& record = *comparison.record;
  const std::vector<double> scores = comparison.samples.scores();
  std::size_t runs = record.runs.size();
  if (record.summary) {
    runs = record.summary->runs;
  }
  return group_text(scores.size(), statistics::mean(scores), summary_of(comparison.samples)) +
         ", against " + name_of(record) + " (" +
         group_text(runs, mean_bpb(record), summary_of(record)) + "): gain " +
         in_every_unit(comparison.in_force.verdict.gain, record.bytes_per_token);
}

std::string reading_text(const RecordComparison& comparison, const ReadingResult& result) {
  return "one-sided Welch test for lower scores, " +
         margin_text(result, comparison.record->bytes_per_token) + ": " +
         test_text(result.verdict) + "; p must be below " + fixed(result.reading.alpha, 2) +
         outlook(comparison, result);
}

}  // namespace verifier
