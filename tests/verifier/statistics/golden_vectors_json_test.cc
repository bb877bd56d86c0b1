// SPDX-License-Identifier: Apache-2.0
// Every entry of the reference vectors, which other programs computed with sixty digits.
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "reference_impl/base/file.h"
#include "tests/support/shared_data.h"
#include "verifier/statistics/audit_sample.h"
#include "verifier/statistics/convergence_points.h"
#include "verifier/statistics/distributions.h"
#include "verifier/statistics/equivalence.h"
#include "verifier/statistics/gain_verdict.h"
#include "verifier/statistics/one_sample.h"
#include "verifier/statistics/picking.h"
#include "verifier/statistics/power.h"
#include "verifier/statistics/units.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier::statistics {
namespace {

using nlohmann::json;

constexpr char kFile[] = "golden/statistics/vectors.json";

const json& vectors() {
  static const json kVectors =
      json::parse(reference::read_file(pgolf_test::shared_path(kFile), 1U << 20U));
  return kVectors;
}

// Numbers stand as texts where their digits matter; "nan" is one of them.
double number(const json& value) {
  return value.is_string() ? std::strtod(value.get<std::string>().c_str(), nullptr)
                           : value.get<double>();
}

std::vector<double> numbers(const json& list) {
  std::vector<double> values;
  for (const json& item : list) {
    values.push_back(number(item));
  }
  return values;
}

std::vector<double> scores(const std::string& name) {
  return numbers(vectors().at("datasets").at(name));
}

Summary group(const json& name) {
  return summarize(scores(name.get<std::string>()));
}

void expect_close(double found, const json& expected, double relative, const std::string& what) {
  const double want = number(expected);
  EXPECT_NEAR(found, want, relative * std::fabs(want)) << what;
}

// Scores are near 1 and their spreads near 1e-4: what is computed from differences of doubles
// keeps about eleven digits.
constexpr double kFromScores = 1e-10;
constexpr double kFromNumbers = 1e-12;
// Of entries that were written down with ten digits.
constexpr double kTenDigits = 1e-9;

TEST(GoldenVectors, StudentT) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("t_cdf")) {
    expect_close(student_t_cdf(number(row.at("t")), number(row.at("df"))), row.at("cdf"),
                 kFromNumbers, row.dump());
  }
  for (const json& row : vectors().at("t_quantile")) {
    for (const auto& [name, value] : row.items()) {
      if (name != "df") {
        const double p = std::strtod(name.c_str() + 1, nullptr);
        expect_close(student_t_quantile(p, number(row.at("df"))), value, kFromNumbers, row.dump());
      }
    }
  }
}

TEST(GoldenVectors, Normal) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const auto& [p, value] : vectors().at("normal_quantile").items()) {
    expect_close(normal_quantile(std::strtod(p.c_str(), nullptr)), value, kFromNumbers, p);
  }
}

TEST(GoldenVectors, Moments) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const auto& [name, row] : vectors().at("describe").items()) {
    const std::vector<double> values = scores(name);
    EXPECT_EQ(values.size(), row.at("n").get<std::size_t>());
    expect_close(mean(values), row.at("mean"), 1e-15, name);
    expect_close(sample_deviation(values), row.at("sd_ddof1"), kFromScores, name);
    expect_close(population_deviation(values), row.at("sd_ddof0"), kFromScores, name);
  }
}

void expect_test(const TestResult& found, const json& row, const std::string& what) {
  expect_close(found.t, row.at("t"), kFromScores, what);
  expect_close(found.df, row.at("df"), kFromScores, what);
  expect_close(found.p, row.at("p"), kFromScores, what);
}

TEST(GoldenVectors, TwoSamples) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("two_sample")) {
    const Summary fresh = group(row.at("new"));
    const Summary reference = group(row.at("ref"));
    const double margin = number(row.at("margin"));
    expect_test(welch(fresh, reference, margin), row.at("welch"), row.dump());
    expect_test(pooled(fresh, reference, margin), row.at("pooled"), row.dump());
  }
  const json& row = vectors().at("welch_from_stats");
  const Summary published =
      summary_of(row.at("n1").get<std::size_t>(), number(row.at("mean1")), number(row.at("sd1")));
  expect_test(welch(published, group(row.at("ref")), 0), row, row.dump());
}

TEST(GoldenVectors, Moderated) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("moderated_t")) {
    const Calibration calibration{number(row.at("s0")), number(row.at("d0"))};
    const Summary fresh = group(row.at("new"));
    const Summary reference = group(row.at("ref"));
    const TestResult found = moderated(fresh, reference, number(row.at("margin")), calibration);
    expect_test(found, row, row.dump());
    expect_close(found.standard_error / size_factor(fresh.n, reference.n), row.at("s_tilde"),
                 kFromScores, row.dump());
  }
}

TEST(GoldenVectors, OneSample) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("one_sample")) {
    const Summary fresh = summarize(numbers(row.at("values")));
    EXPECT_EQ(fresh.n, row.at("n").get<std::size_t>());
    expect_close(fresh.mean, row.at("mean"), 1e-15, row.at("name"));
    expect_close(std::sqrt(fresh.variance), row.at("sd"), kFromScores, row.at("name"));
    expect_test(one_sample(fresh, number(row.at("mu0"))), row, row.at("name"));
  }
  for (const auto& [name, value] : vectors().at("constant_reference_true_alpha").items()) {
    const std::size_t n = std::strtoul(name.c_str() + 2, nullptr, 10);
    const std::size_t m = std::strtoul(name.c_str() + name.rfind('=') + 1, nullptr, 10);
    expect_close(true_size(0.01, n, m), value, kFromNumbers, name);
  }
}

TEST(GoldenVectors, GapsAndPower) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const auto& [name, row] : vectors().at("gap_multiplier_alpha_0.01").items()) {
    const std::size_t n = std::strtoul(name.c_str(), nullptr, 10);
    expect_close(gap_one_sample(n, 0.01), row.at("one_sample"), kTenDigits, name);
    expect_close(gap_pooled(n, n, 0.01), row.at("pooled_nvn"), kTenDigits, name);
    expect_close(gap_moderated(n, n, 0.01, 50), row.at("moderated_d0_50_nvn"), kTenDigits, name);
    expect_close(gap_known_sigma(n, n, 0.01), row.at("known_sigma_nvn"), kTenDigits, name);
    expect_close(gap_known_sigma_one_sample(n, 0.01), row.at("known_sigma_one_sample"), kTenDigits,
                 name);
  }
  for (const auto& [name, row] : vectors().at("power_alpha_0.01_n3").items()) {
    const double gap = std::strtod(name.c_str(), nullptr);
    expect_close(power_one_sample(3, gap, 0.01), row.at("one_sample"), kTenDigits, name);
    expect_close(power_pooled(3, 3, gap, 0.01), row.at("pooled_3v3"), kTenDigits, name);
    expect_close(power_moderated(3, 3, gap, 0.01, 50), row.at("moderated_d0_50_3v3"), kTenDigits,
                 name);
    expect_close(power_known_sigma(3, 3, gap, 0.01), row.at("known_sigma_3v3"), kTenDigits, name);
  }
}

TEST(GoldenVectors, PredictionInterval) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const auto& [name, row] : vectors().at("prediction_interval_multiplier").items()) {
    const std::size_t n = std::strtoul(name.c_str() + 2, nullptr, 10);
    const std::size_t m = std::strtoul(name.c_str() + name.rfind('=') + 1, nullptr, 10);
    for (const auto& [alpha, value] : row.items()) {
      expect_close(prediction_multiplier(n, m, std::strtod(alpha.c_str(), nullptr)), value,
                   kTenDigits, name);
    }
  }
}

TEST(GoldenVectors, Equivalence) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("tost_welch")) {
    const Equivalence found =
        equivalence(group(row.at("rerun")), group(row.at("claim")), number(row.at("eps")));
    expect_close(found.difference, row.at("d"), kFromScores, row.dump());
    expect_close(found.standard_error, row.at("se"), kFromScores, row.dump());
    expect_close(found.df, row.at("df"), kFromScores, row.dump());
    expect_close(found.p_lower, row.at("p_lower"), kFromScores, row.dump());
    expect_close(found.p_upper, row.at("p_upper"), kFromScores, row.dump());
    expect_close(found.p, row.at("p"), kFromScores, row.dump());
    expect_close(found.low, row.at("ci90").at(0), kFromScores, row.dump());
    expect_close(found.high, row.at("ci90").at(1), kFromScores, row.dump());
  }
}

TEST(GoldenVectors, Picking) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const auto& [name, value] : vectors().at("best3_of_K_expected_shift_sigma").items()) {
    EXPECT_NEAR(best_of_shift(3, std::strtoul(name.c_str(), nullptr, 10)), number(value), 6e-10)
        << name;
  }
  EXPECT_NEAR(best_of_shift(5, 7), number(vectors().at("best5_of_7_expected_shift_sigma")), 6e-10);
  for (const auto& [name, value] : vectors().at("permutation_floor").items()) {
    const std::size_t n = std::strtoul(name.c_str(), nullptr, 10);
    const std::size_t m = std::strtoul(name.c_str() + name.find('v') + 1, nullptr, 10);
    const std::string fraction = value.get<std::string>();
    EXPECT_DOUBLE_EQ(1 / permutation_floor(n, m), std::strtod(fraction.c_str() + 2, nullptr));
  }
  for (const auto& [ratio, value] : vectors().at("chi2_df2_lower_tail").items()) {
    const Summary spread = summary_of(3, 0, std::strtod(ratio.c_str(), nullptr));
    expect_close(chance_of_smaller_spread(spread, 1), value, kFromNumbers, ratio);
  }
}

TEST(GoldenVectors, ConvergencePoint) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  const json& row = vectors().at("rcp_example");
  const ConvergencePoint found = convergence_point(numbers(row.at("ref_values")),
                                                   row.at("submission_runs").get<std::size_t>());
  expect_close(found.mean, row.at("mean_olympic"), kFromNumbers, "mean");
  expect_close(found.deviation, row.at("sd_population"), kFromNumbers, "deviation");
  expect_close(found.smallest_mean, row.at("closed_form"), kFromNumbers, "smallest mean");
  // The published checker bisects to 1e-4.
  EXPECT_NEAR(found.smallest_mean, number(row.at("min_acceptable_mean")), 1e-4);
}

TEST(GoldenVectors, Units) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("units")) {
    const double r =
        bytes_per_token(number(row.at("val_loss_nats_per_token")), number(row.at("val_bpb")));
    expect_close(r, row.at("bytes_per_token"), kTenDigits, row.at("name"));
    expect_close(margin_bpb(0.005, MarginUnit::nats_per_token, r),
                 row.at("margin_0.005_nats_in_bpb"), 5e-8, row.at("name"));
  }
}

TEST(GoldenVectors, AuditSampleSize) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("audit_sample_size")) {
    const AuditedScorer scorer{number(row.at("V")), number(row.at("bytes_per_token")), 0};
    const double share = least_offending_share(scorer, number(row.at("gain_bpb")));
    expect_close(share, row.at("min_share"), 1e-7, row.dump());
    EXPECT_EQ(audit_positions(share, 0.99), row.at("k_0.99").get<std::uint64_t>()) << row.dump();
    EXPECT_EQ(audit_positions(share, 0.999999), row.at("k_0.999999").get<std::uint64_t>())
        << row.dump();
  }
}

std::string_view word_of(GainStatus status) {
  return status == GainStatus::pass ? "pass" : status == GainStatus::fail ? "fail" : "inconclusive";
}

TEST(GoldenVectors, EdgeCases) {
  PGOLF_SKIP_WITHOUT_SHARED(kFile);
  for (const json& row : vectors().at("edge_cases")) {
    const std::vector<double> fresh = numbers(row.at("new"));
    const std::vector<double> reference = numbers(row.at("ref"));
    const double resolution = row.contains("resolution") ? number(row.at("resolution")) : 0;
    GainRule rule;
    rule.alpha = 0.01;
    const GainVerdict found =
        gain_verdict({fresh, std::nullopt, resolution}, {reference, std::nullopt, 0}, rule);
    const json& expect = row.at("expect");
    if (expect.at("status") == "computed") {
      EXPECT_TRUE(found.test.has_value()) << row.dump();
      EXPECT_FALSE(found.floor_active) << row.dump();
    } else {
      EXPECT_EQ(word_of(found.status), expect.at("status").get<std::string>()) << row.dump();
      EXPECT_EQ(found.reason, expect.at("reason").get<std::string>()) << row.dump();
    }
  }
}

}  // namespace
}  // namespace verifier::statistics
