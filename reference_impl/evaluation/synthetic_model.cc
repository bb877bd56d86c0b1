// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/synthetic_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr std::uint64_t kSpreadSalt = 0xA5A5A5A5A5A5A5A5;
constexpr std::uint64_t kDrawSalt = 0xC3C3C3C3C3C3C3C3;
constexpr std::uint64_t kCandidateFactor = 0xD6E8FEB86659FD93;

// Integer weights of the logits m/8, so that the calibrated draw is exact.
const std::array<std::uint64_t, 256>& weights() {
  static const std::array<std::uint64_t, 256> table = [] {
    std::array<std::uint64_t, 256> filled{};
    filled[0] = 16;
    for (std::size_t m = 1; m < filled.size(); ++m) {
      // floor(W * 1188193 / 2^20) in two parts, because the product passes 64 bits.
      const std::uint64_t low = filled[m - 1] & 0xFFFFF;
      filled[m] = (filled[m - 1] >> 20U) * 1188193 + ((low * 1188193) >> 20U);
    }
    return filled;
  }();
  return table;
}

// The high half of a 128-bit product.
std::uint64_t high_product(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t a_low = a & 0xFFFFFFFF;
  const std::uint64_t a_high = a >> 32U;
  const std::uint64_t b_low = b & 0xFFFFFFFF;
  const std::uint64_t b_high = b >> 32U;
  const std::uint64_t middle = a_high * b_low + (a_low * b_low >> 32U);
  const std::uint64_t other = a_low * b_high + (middle & 0xFFFFFFFF);
  return a_high * b_high + (middle >> 32U) + (other >> 32U);
}

std::uint8_t logit_eighths(std::uint64_t position_hash, std::uint64_t spread,
                           std::uint64_t candidate) {
  const auto r =
      static_cast<std::uint32_t>(mix64(position_hash ^ (candidate * kCandidateFactor)) >> 32U) | 1U;
  const auto z = static_cast<unsigned>(std::countl_zero(r));
  const std::uint64_t fraction = ((static_cast<std::uint64_t>(r) << (z + 1)) & 0xFFFFFFFF) >> 29U;
  return static_cast<std::uint8_t>(
      std::min<std::uint64_t>(255, ((8 * std::uint64_t{z} + 7 - fraction) * spread) >> 4U));
}

// Makes the true token take the place of one drawn from the row's own distribution.
void calibrate(std::vector<std::uint8_t>& row, std::uint64_t position_hash, std::uint16_t truth) {
  std::uint64_t total = 0;
  for (const std::uint8_t m : row) {
    total += weights()[m];
  }
  const std::uint64_t draw = high_product(mix64(position_hash ^ kDrawSalt), total);
  std::uint64_t sum = 0;
  std::size_t drawn = 0;
  for (; drawn < row.size(); ++drawn) {
    sum += weights()[row[drawn]];
    if (sum > draw) {
      break;
    }
  }
  std::swap(row[drawn], row[truth]);
}

}  // namespace

std::uint64_t mix64(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EB;
  return z ^ (z >> 31U);
}

std::vector<std::uint8_t> synthetic_row(const SyntheticConfig& config, std::uint64_t position,
                                        std::uint16_t truth) {
  const std::uint64_t position_hash = mix64(config.seed + position);
  const std::uint64_t spread = config.s_lo + mix64(position_hash ^ kSpreadSalt) % config.s_n;
  std::vector<std::uint8_t> row(config.vocabulary);
  for (std::size_t v = 0; v < row.size(); ++v) {
    row[v] = logit_eighths(position_hash, spread, v);
  }
  if (config.mode == SyntheticMode::calibrated) {
    require(truth < row.size(), "a true token beyond the synthetic vocabulary");
    calibrate(row, position_hash, truth);
  }
  return row;
}

void SyntheticModel::logits(std::span<const std::uint16_t> /*tokens*/,
                            std::span<const WindowRequest> windows, std::span<float> logits) {
  std::size_t at = 0;
  for (const WindowRequest& window : windows) {
    for (std::uint64_t row = window.first_row; row < window.length; ++row) {
      write_row(window.start + row + 1, logits.subspan(at, config_.vocabulary));
      at += config_.vocabulary;
    }
  }
  require(at == logits.size(), "synthetic logits of another size than asked for");
}

void SyntheticModel::write_row(std::uint64_t position, std::span<float> logits) const {
  require(position < truth_.size(), "a synthetic row beyond the stream");
  const std::vector<std::uint8_t> row = synthetic_row(config_, position, truth_[position]);
  for (std::size_t v = 0; v < row.size(); ++v) {
    logits[v] = static_cast<float>(row[v]) / 8.0F;
  }
}

}  // namespace reference
