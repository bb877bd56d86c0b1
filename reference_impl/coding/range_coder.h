// SPDX-License-Identifier: Apache-2.0
// An arithmetic coder over intervals of 2^32: 64-bit range, bytes out, carries resolved in the
// output. It loses less than 2^-23 bit a symbol to rounding and at most two bytes at the end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reference_impl/coding/row_frequencies.h"

namespace reference {

class RangeEncoder {
 public:
  RangeEncoder();
  // Appends one symbol; its interval has a size of at least 1.
  void encode(const FrequencyInterval& interval);
  // Ends the code and gives its bytes; the object must not be used afterwards.
  std::string finish();

 private:
  void carry();

  std::string bytes_;
  std::size_t size_ = 0;  // of bytes_, what is written
  std::uint64_t low_ = 0;
  std::uint64_t range_ = ~std::uint64_t{0};
};

// Reads symbols back, in the order they were encoded. Beyond the end of the code stand zeros.
class RangeDecoder {
 public:
  // `bytes` outlives the decoder.
  explicit RangeDecoder(std::string_view bytes);
  // A number inside the next symbol's interval.
  std::uint32_t slot();
  // Steps over that symbol.
  void consume(const FrequencyInterval& interval);

 private:
  void refill(unsigned bytes);

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;  // of the code within the range
  std::uint64_t range_ = ~std::uint64_t{0};
};

}  // namespace reference
