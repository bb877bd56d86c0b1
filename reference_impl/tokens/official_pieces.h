// SPDX-License-Identifier: Apache-2.0
// The text of sp1024_pieces.tsv, as the build wrote it into the program: the official table of
// 1,024 pieces, derived once from fineweb_1024_bpe.model (reference-model specification,
// section 1.2).
#pragma once

#include <string_view>

namespace reference {

// Valid for the whole run.
std::string_view official_pieces_text();

}  // namespace reference
