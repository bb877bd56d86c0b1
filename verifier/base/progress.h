// SPDX-License-Identifier: Apache-2.0
// How long work says where it is. Libraries call it; only main prints, on standard error.
#pragma once

#include <functional>
#include <string>

namespace verifier {

// One line without line end, already escaped where it carries foreign text.
using Progress = std::function<void(const std::string& line)>;

}  // namespace verifier
