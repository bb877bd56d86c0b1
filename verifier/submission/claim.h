// SPDX-License-Identifier: Apache-2.0
// A value that somebody wrote, with the place it stood at and the digits it was written with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace verifier {

// Where a value stood. `line` is 0 and `pointer` empty where they do not apply.
struct Origin {
  std::string file;  // relative to the folder
  std::uint64_t line = 0;
  std::string pointer;  // JSON pointer
};

// "train_seed42.log:812", "submission.json /val_bpb".
std::string to_string(const Origin& origin);

template <typename T>
struct Claim {
  T value{};
  Origin origin;
};

template <typename T>
using MaybeClaim = std::optional<Claim<T>>;

// A decimal number as it was written: the claim is exact to half a unit of its last digit.
struct Decimal {
  double value = 0;
  int decimals = 0;
  std::string text;
};

}  // namespace verifier
