// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/row_questions.h"

#include <cmath>
#include <numeric>

#include "reference_impl/evaluation/perturbation.h"
#include "reference_impl/ngram/keys.h"

namespace verifier {
namespace {

constexpr double kLeastNormalizer = 1.0 - 1e-9;  // theorem of ngram-cache.md section 7
constexpr double kRowTolerance = 1e-12;
constexpr std::uint32_t kTokensTried = 16;  // tokens put in t's place, the true one beside them

std::vector<double> network_row(const ProbeInput& input, std::uint64_t t) {
  const double own = input.neural[t].probability;
  std::vector<double> row(input.vocabulary, (1.0 - own) / (input.vocabulary - 1.0));
  row[input.tokens[t]] = own;
  return row;
}

void append_counts(std::span<const std::uint32_t> table, std::span<const std::uint32_t> buckets,
                   BucketSnapshot& counts) {
  for (const std::uint32_t bucket : buckets) {
    counts.push_back(table[bucket]);
  }
}

double sum_of(const std::vector<double>& row) {
  return std::accumulate(row.begin(), row.end(), 0.0);
}

// The direct score of token v in t's place.
double direct_score(const ProbeInput& input, const reference::NgramCache& cache,
                    const std::vector<double>& network, std::uint64_t t, std::uint16_t v) {
  std::vector<std::uint16_t> tokens(input.tokens.begin(), input.tokens.end());
  tokens[t] = v;
  const reference::NeuralScore neural{.probability = network[v],
                                      .entropy_nats = input.neural[t].entropy_nats};
  reference::CacheScore score;
  cache.score(tokens, t, {&neural, 1}, {&score, 1});
  return score.probability;
}

}  // namespace

BucketSnapshot read_buckets(const reference::NgramCache& cache,
                            std::span<const std::uint16_t> tokens,
                            const reference::Segment& segment) {
  const reference::StretchKeys keys(cache.config(), tokens, segment.first, segment.last);
  BucketSnapshot counts;
  auto table = static_cast<std::uint32_t>(2 * cache.config().lowest_order);
  for (const reference::StretchKeys::Order& order : keys.orders()) {
    append_counts(cache.table(table), order.contexts, counts);
    append_counts(cache.table(table + 1), order.fulls, counts);
    table += 2;
  }
  return counts;
}

std::vector<double> row_at(const ProbeInput& input, const reference::NgramCache& cache,
                           std::span<const std::uint16_t> tokens, std::uint64_t t) {
  return cache.row(tokens.first(t), network_row(input, t), input.neural[t].entropy_nats);
}

std::vector<double> question_row(const ProbeInput& input, const reference::NgramCache& subject,
                                 const reference::NgramCache& oracle, std::uint64_t t,
                                 BreachBook& book) {
  const EventPlace place{input.rank, 0, t, t};
  const std::string at = " at " + std::to_string(t);
  std::vector<double> row = row_at(input, subject, input.tokens, t);
  const std::vector<std::uint16_t> other =
      reference::perturbed_from(input.tokens, t, input.vocabulary);
  if (row_at(input, subject, other, t) != row) {
    book.add("I10", place, "the row" + at + " changes with the token it is about");
  }
  const double normalizer = sum_of(row);
  if (!(normalizer >= kLeastNormalizer)) {
    book.add("I11", place, "the row" + at + " sums to " + std::to_string(normalizer));
  }
  const std::vector<double> network = network_row(input, t);
  for (std::uint32_t i = 0; i <= kTokensTried; ++i) {
    const auto v =
        i == 0 ? input.tokens[t]
               : static_cast<std::uint16_t>((input.tokens[t - 1] + 61U * i) % input.vocabulary);
    const double direct = direct_score(input, subject, network, t, v);
    if (!(std::fabs(direct - row[v]) <= kRowTolerance)) {
      book.add("I11", place,
               "token " + std::to_string(v) + at + " scores " + std::to_string(direct) +
                   ", its entry of the row is " + std::to_string(row[v]));
    }
  }
  const double expected = sum_of(row_at(input, oracle, input.tokens, t));
  if (!(std::fabs(normalizer - expected) <= kRowTolerance * input.vocabulary)) {
    book.add("I11", place,
             "the row" + at + " sums to " + std::to_string(normalizer) +
                 ", by the counts of its tables to " + std::to_string(expected));
  }
  return row;
}

}  // namespace verifier
