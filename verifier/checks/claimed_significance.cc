// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/claimed_significance.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "verifier/base/numbers.h"
#include "verifier/checks/record_comparison.h"
#include "verifier/statistics/one_sample.h"
#include "verifier/submission/decimal.h"

namespace verifier {
namespace {

using statistics::Summary;
using statistics::TestResult;

constexpr std::size_t kMostRecords = 8;  // the best ones before the day
constexpr double kNatsPerToken = 0.005;  // the margin of rule C1
constexpr double kRelative = 0.01;       // how near a recomputed p must come
constexpr double kRelativeOfT = 0.001;   // t is printed with more digits than p

struct NamedTest {
  std::string name;
  TestResult result;
};

void add_tests(const Summary& fresh, const Summary& reference, double margin,
               const std::string& against, std::vector<NamedTest>& tests) {
  if (fresh.variance > 0) {
    tests.push_back({"one-sample test " + against + " as if it were a constant",
                     statistics::one_sample(fresh, reference.mean, margin)});
    tests.push_back({"Welch test " + against, statistics::welch(fresh, reference, margin)});
    tests.push_back({"pooled test " + against, statistics::pooled(fresh, reference, margin)});
  }
}

std::vector<NamedTest> usual_tests(const CheckInput& input, const Summary& fresh) {
  std::vector<NamedTest> tests;
  const auto& own = input.evidence.pull_request;
  const auto rows = rows_before(input.board, input.submission.track, input.date,
                                own.ok() ? own.value().number : 0);
  for (std::size_t i = 0; i < rows.size() && i < kMostRecords; ++i) {
    const auto reference = summary_of(*rows[i]);
    if (reference) {
      const std::string against = "against PR " + std::to_string(rows[i]->pull_request);
      const double margin = statistics::margin_bpb(
          kNatsPerToken, statistics::MarginUnit::nats_per_token, rows[i]->bytes_per_token);
      add_tests(fresh, *reference, 0, against, tests);
      add_tests(fresh, *reference, margin, against + " with margin", tests);
    }
  }
  return tests;
}

std::string search(const Claim<Decimal>& claim, const std::string& what,
                   const std::vector<NamedTest>& tests,
                   const std::function<double(const TestResult&)>& value, double relative) {
  const double wanted = std::fabs(claim.value.value);
  const auto found = std::find_if(tests.begin(), tests.end(), [&](const NamedTest& test) {
    const double given = std::fabs(value(test.result));
    return std::fabs(given - wanted) <= std::max(half_unit(claim.value), relative * given);
  });
  const std::string said =
      "; " + to_string(claim.origin) + " claims " + what + " " + claim.value.text;
  if (found == tests.end()) {
    return said + ", which no usual test against the " +
           counted(kMostRecords, "best earlier record") + " gives";
  }
  return said + ", that of a " + found->name + " (t " + fixed(found->result.t, 4) + ", p " +
         fixed(found->result.p, 6) + ")";
}

}  // namespace

std::string claimed_significance_text(const CheckInput& input) {
  const Claims& claims = input.submission.claims;
  const auto fresh = summary_of(samples_of(input.submission));
  if ((!claims.t_statistic && !claims.p_value) || !fresh) {
    return "";
  }
  const std::vector<NamedTest> tests = usual_tests(input, *fresh);
  std::string text;
  if (claims.t_statistic) {
    text += search(
        *claims.t_statistic, "t", tests, [](const TestResult& test) { return test.t; },
        kRelativeOfT);
  }
  if (claims.p_value) {
    text += search(
        *claims.p_value, "p", tests, [](const TestResult& test) { return test.p; }, kRelative);
  }
  return text;
}

}  // namespace verifier
