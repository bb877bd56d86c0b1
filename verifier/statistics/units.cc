// SPDX-License-Identifier: Apache-2.0
#include "verifier/statistics/units.h"

#include <stdexcept>

namespace verifier::statistics {
namespace {

constexpr double kLn2 = 0.69314718055994530942;

}  // namespace

MarginUnit margin_unit(std::string_view word) {
  for (const MarginUnit unit :
       {MarginUnit::nats_per_token, MarginUnit::nats_per_byte, MarginUnit::bits_per_byte}) {
    if (word == to_string(unit)) {
      return unit;
    }
  }
  throw std::invalid_argument("a margin needs a unit, one of nats-per-token, nats-per-byte, bpb");
}

std::string_view to_string(MarginUnit unit) {
  return unit == MarginUnit::nats_per_token  ? "nats-per-token"
         : unit == MarginUnit::nats_per_byte ? "nats-per-byte"
                                             : "bpb";
}

double bits_per_byte(double nats_per_token, double bytes_per_token) {
  return nats_per_token / (bytes_per_token * kLn2);
}

double bytes_per_token(double nats_per_token, double bits_per_byte) {
  return nats_per_token / (bits_per_byte * kLn2);
}

double margin_bpb(double margin, MarginUnit unit, double bytes_per_token) {
  if (unit == MarginUnit::bits_per_byte) {
    return margin;
  }
  if (unit == MarginUnit::nats_per_byte) {
    return margin / kLn2;
  }
  if (!(bytes_per_token > 0)) {
    throw std::invalid_argument("nats per token need the bytes a token stands for");
  }
  return bits_per_byte(margin, bytes_per_token);
}

}  // namespace verifier::statistics
