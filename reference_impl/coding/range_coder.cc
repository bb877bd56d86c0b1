// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/coding/range_coder.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::size_t kFirstBytes = 4096;
constexpr unsigned kByteBits = 8;

// Whole bytes at the top of the range that are settled.
unsigned settled_bytes(std::uint64_t range) {
  return static_cast<unsigned>(std::countl_zero(range)) / kByteBits;
}

}  // namespace

RangeEncoder::RangeEncoder() : bytes_(kFirstBytes, '\0') {}

void RangeEncoder::carry() {
  std::size_t at = size_;
  do {
    --at;
    bytes_[at] = static_cast<char>(static_cast<unsigned char>(bytes_[at]) + 1U);
  } while (bytes_[at] == '\0');
}

void RangeEncoder::encode(const FrequencyInterval& interval) {
  if (size_ + kWord > bytes_.size()) {
    bytes_.resize(2 * bytes_.size());
  }
  const std::uint64_t unit = range_ >> kFrequencyBits;
  const std::uint64_t before = low_;
  low_ += unit * interval.start;
  if (low_ < before) {
    carry();
  }
  range_ = unit * interval.size;
  const unsigned settled = settled_bytes(range_);
  for (unsigned i = 0; i < kWord; ++i) {
    bytes_[size_ + i] = static_cast<char>(low_ >> (kByteBits * (kWord - 1 - i)));
  }
  size_ += settled;
  low_ <<= kByteBits * settled;
  range_ <<= kByteBits * settled;
}

std::string RangeEncoder::finish() {
  // The number with the most zeros at its end that lies in the range: those need not be written.
  unsigned kept = 0;
  std::uint64_t last = low_;
  for (; kept < kWord; ++kept) {
    const std::uint64_t rest = kept == 0 ? std::numeric_limits<std::uint64_t>::max()
                                         : (std::uint64_t{1} << (kByteBits * (kWord - kept))) - 1;
    const std::uint64_t up = (~low_ + 1) & rest;  // from low to the next such number
    if (up < range_) {
      last = low_ + up;
      break;
    }
  }
  if (last < low_) {
    carry();
  }
  bytes_.resize(size_);
  for (unsigned i = 0; i < kept; ++i) {
    bytes_ += static_cast<char>(last >> (kByteBits * (kWord - 1 - i)));
  }
  return std::move(bytes_);
}

RangeDecoder::RangeDecoder(std::string_view bytes) : bytes_(bytes) {
  refill(kWord);
}

void RangeDecoder::refill(unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) {
    const auto next = at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : 0U;
    offset_ = offset_ << kByteBits | next;
    ++at_;
  }
}

std::uint32_t RangeDecoder::slot() {
  const std::uint64_t slot = offset_ / (range_ >> kFrequencyBits);
  // What rounding leaves above the last interval belongs to it; a code of ours never points there.
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(slot, std::numeric_limits<std::uint32_t>::max()));
}

void RangeDecoder::consume(const FrequencyInterval& interval) {
  const std::uint64_t unit = range_ >> kFrequencyBits;
  offset_ -= unit * interval.start;
  range_ = unit * interval.size;
  // A damaged code may point beyond the last interval: keep the state sound, the digests tell.
  offset_ = std::min(offset_, range_ - 1);
  const unsigned settled = settled_bytes(range_);
  range_ <<= kByteBits * settled;
  refill(settled);
}

}  // namespace reference
