// SPDX-License-Identifier: Apache-2.0
// Words and lists of them, as messages need them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace verifier {

// "a, b, c".
std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");

// ASCII letters made small, whatever the locale; other bytes stay.
std::string lowercase(std::string text);

}  // namespace verifier
