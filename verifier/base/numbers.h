// SPDX-License-Identifier: Apache-2.0
// Numbers as a person reads them in a message.
#pragma once

#include <cstdint>
#include <string>

namespace verifier {

// "17,172,122".
std::string grouped(std::uint64_t value);

// A fixed number of decimals: fixed(0.43738, 4) is "0.4374".
std::string fixed(double value, int decimals);

// A count with its noun: "1 run", "3 runs".
std::string counted(std::uint64_t count, const std::string& noun);

// Two lowercase hexadecimal digits.
std::string hex_byte(unsigned char byte);

}  // namespace verifier
