// SPDX-License-Identifier: Apache-2.0
// The claimed runs against the record of the day (rules C1, C3, C4; statistics.md section 2), by
// the reading in force and by the other one. The check and the report's statistics read the same
// values from here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/checks/check.h"
#include "verifier/checks/claimed_samples.h"
#include "verifier/statistics/gain_verdict.h"
#include "verifier/statistics/units.h"

namespace verifier {

// One way to read the rule.
struct Reading {
  double margin = 0;
  statistics::MarginUnit unit = statistics::MarginUnit::bits_per_byte;
  double alpha = 0;
  std::string source;  // where it is written or practised
};

struct ReadingResult {
  Reading reading;
  double margin_bpb = 0;
  statistics::GainVerdict verdict;
  std::optional<double> smallest_passing_gain;  // bpb, where a test was made
};

// The chance that a true gain would have passed, at the observed spreads.
struct Power {
  double gain_bpb = 0;
  double in_force = 0;
  double other = 0;
};

struct RecordComparison {
  std::string absent;  // "no-runs" or "no-earlier-record"; then nothing below is set but samples
  ClaimedSamples samples;
  const BoardRecord* record = nullptr;  // of the board that was given
  ReadingResult in_force;
  ReadingResult other;
  std::optional<Power> power;  // for a gain of twice the larger margin
};

// The params that a rule of stats.beats-record has.
std::span<const RuleParam> record_params();

// The rule decides the two readings; the margin in nats per token is converted by the record's
// bytes per token.
RecordComparison compare_with_record(const CheckInput& input);

// Mean and deviation of a group, where it has two runs or a published summary.
std::optional<statistics::Summary> summary_of(const BoardRecord& record);
std::optional<statistics::Summary> summary_of(const ClaimedSamples& samples);

std::vector<double> scores_of(const BoardRecord& record);

}  // namespace verifier
