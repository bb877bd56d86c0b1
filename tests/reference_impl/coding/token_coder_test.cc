// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/token_coder.h"

#include <cmath>

#include "reference_impl/base/error.h"
#include "reference_impl/coding/range_coder.h"
#include "reference_impl/coding/row_frequencies.h"
#include "tests/support/random_rows.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using reference::decode_tokens;
using reference::encode_tokens;
using reference::RowOf;
using reference::TokenCode;

using Stream = std::span<const std::uint16_t>;

// A predictor of the given shape whose row depends on the two tokens before the position.
class Predictor {
 public:
  Predictor(RowShape shape, std::size_t vocabulary) : shape_(shape), vocabulary_(vocabulary) {}

  RowOf rows() {
    return [this](Stream stream, std::uint64_t position, std::uint64_t /*known*/) {
      const std::uint64_t before = position > 1 ? stream[position - 2] : 0;
      row_ = random_row(shape_, vocabulary_, position * 7919 + stream[position - 1] + 31 * before);
      return std::span<const double>(row_);
    };
  }

 private:
  RowShape shape_;
  std::size_t vocabulary_;
  std::vector<double> row_;
};

std::vector<std::uint16_t> random_stream(std::size_t count, std::size_t vocabulary) {
  std::mt19937_64 generator(11);
  std::vector<std::uint16_t> stream(count);
  for (std::uint16_t& token : stream) {
    token = static_cast<std::uint16_t>(generator() % vocabulary);
  }
  return stream;
}

std::vector<std::uint16_t> decoded(const TokenCode& code, Stream stream, std::size_t vocabulary,
                                   const RowOf& rows) {
  std::vector<std::uint16_t> found(stream.size(), 7);
  found[0] = stream[0];
  decode_tokens(code.payload, vocabulary, found, rows);
  return found;
}

class EveryPredictor : public testing::TestWithParam<RowCase> {};

TEST_P(EveryPredictor, GivesTheStreamBack) {
  const RowCase& row = GetParam();
  const auto stream = random_stream(row.vocabulary > 2000 ? 20 : 400, row.vocabulary);
  Predictor sender(row.shape, row.vocabulary);
  Predictor receiver(row.shape, row.vocabulary);
  const TokenCode code = encode_tokens(stream, row.vocabulary, sender.rows());
  EXPECT_EQ(decoded(code, stream, row.vocabulary, receiver.rows()), stream);
  EXPECT_LE(8.0 * static_cast<double>(code.payload.size()), code.table_bits + 16.1);
}

INSTANTIATE_TEST_SUITE_P(Shapes, EveryPredictor, testing::ValuesIn(row_cases()),
                         [](const auto& row) { return row.param.name; });

TEST(TokenCoder, ALikelyStreamCostsItsIdealLength) {
  // Tokens drawn from the rows themselves: what a code is for.
  constexpr std::size_t kVocabulary = 1024;
  std::vector<std::uint16_t> stream(20'000, 0);
  std::mt19937_64 generator(3);
  std::vector<double> weights;
  for (std::size_t v = 0; v < kVocabulary; ++v) {
    weights.push_back(1.0 / static_cast<double>(v + 1));
  }
  std::discrete_distribution<std::uint16_t> draw(weights.begin(), weights.end());
  for (std::uint16_t& token : stream) {
    token = draw(generator);
  }
  const RowOf rows = [&](Stream, std::uint64_t, std::uint64_t) {
    return std::span<const double>(weights);
  };
  const TokenCode code = encode_tokens(stream, kVocabulary, rows);
  const double coded_bits = 8.0 * static_cast<double>(code.payload.size());
  EXPECT_GE(coded_bits, code.normalized_bits * (1 - 1e-6));
  EXPECT_LE(coded_bits, code.normalized_bits * 1.0001 + 16);
  EXPECT_EQ(decoded(code, stream, kVocabulary, rows), stream);
}

TEST(TokenCoder, TellsOfRowsThatDoNotSumToOne) {
  const std::vector<double> good = {0.25, 0.25, 0.25, 0.25};
  const std::vector<double> twice = {0.5, 0.5, 0.5, 0.5};
  const std::vector<std::uint16_t> stream = {0, 1, 2, 3};
  const TokenCode code = encode_tokens(stream, 4, [&](Stream, std::uint64_t j, std::uint64_t) {
    return std::span<const double>(j == 2 ? twice : good);
  });
  EXPECT_EQ(code.off_rows, 1U);
  EXPECT_EQ(code.smallest_normalizer, 1.0);
  EXPECT_EQ(code.largest_normalizer, 2.0);
  EXPECT_NEAR(code.normalized_bits, 6.0, 1e-12);
}

TEST(TokenCoder, RowsThatSeeTheirTokenDoNotDecode) {
  // The best of two rows by the true token: a short code, and nobody can read it.
  const std::vector<double> low = {0.97, 0.01, 0.01, 0.01};
  const std::vector<double> high = {0.01, 0.01, 0.01, 0.97};
  const RowOf peeking = [&](Stream stream, std::uint64_t j, std::uint64_t) {
    return std::span<const double>(stream[j] == 3 ? high : low);
  };
  std::vector<std::uint16_t> stream;
  for (std::size_t i = 0; i < 1000; ++i) {
    stream.push_back(i % 3 == 0 ? 3 : 0);
  }
  const TokenCode code = encode_tokens(stream, 4, peeking);
  EXPECT_LT(code.table_bits, 50.0);
  EXPECT_NE(decoded(code, stream, 4, peeking), stream);
}

TEST(TokenCoder, TheDecoderIsHandedZerosBeyondWhatItKnows) {
  const std::vector<double> row = {0.1, 0.2, 0.3, 0.4};
  const std::vector<std::uint16_t> stream = {3, 2, 1, 3, 3, 2};
  const RowOf rows = [&](Stream, std::uint64_t, std::uint64_t) {
    return std::span<const double>(row);
  };
  const TokenCode code = encode_tokens(stream, 4, rows);
  const auto found = decoded(code, stream, 4, [&](Stream seen, std::uint64_t j, std::uint64_t n) {
    EXPECT_EQ(n, j);
    EXPECT_EQ(seen.size(), stream.size());
    for (std::uint64_t i = 0; i < seen.size(); ++i) {
      EXPECT_EQ(seen[i], i < j ? stream[i] : 0) << i << " at " << j;
    }
    return std::span<const double>(row);
  });
  EXPECT_EQ(found, stream);
}

TEST(TokenCoder, AStreamOfOneTokenHasAnEmptyCode) {
  const RowOf never = [](Stream, std::uint64_t, std::uint64_t) {
    ADD_FAILURE() << "a row was asked for";
    return std::span<const double>();
  };
  const TokenCode code = encode_tokens(std::vector<std::uint16_t>{5}, 8, never);
  EXPECT_EQ(code.payload, "");
  EXPECT_EQ(decoded(code, std::vector<std::uint16_t>{5}, 8, never), std::vector<std::uint16_t>{5});
}

TEST(TokenCoder, ErrorsNameThePosition) {
  const std::vector<double> row = {0.5, 0.5, 0.0, 0.0};
  const std::vector<double> bad = {0.5, -0.5, 0.0, 0.0};
  const auto message_of = [&](const std::vector<std::uint16_t>& stream) {
    try {
      encode_tokens(stream, 4, [&](Stream, std::uint64_t j, std::uint64_t) {
        return std::span<const double>(j == 3 ? bad : row);
      });
    } catch (const reference::Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(message_of({0, 1, 0, 1}).find("position 3: "), std::string::npos);
  EXPECT_NE(message_of({0, 1, 4}).find("position 2: token 4 is beyond"), std::string::npos);
}

}  // namespace
}  // namespace pgolf_test
