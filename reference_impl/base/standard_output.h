// SPDX-License-Identifier: Apache-2.0
// What a program answers, on standard output: written whole, or an error that says so.
#pragma once

#include <string_view>

namespace reference {

// Throws Error{transient} when the text cannot be written (a full disk, a closed pipe).
void write_output(std::string_view text);

}  // namespace reference
