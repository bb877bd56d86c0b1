// SPDX-License-Identifier: Apache-2.0
// The file that `encode` writes and `decode` reads: who predicts, how many tokens, the first of
// them, the digest of all, and the code. All numbers little-endian:
//
//   0  8  the text "pgcode" and two zero bytes     16  8  tokens, the first one included
//   8  4  version, 1                               24  2  first token, then 6 zero bytes
//  12  4  vocabulary                               32 32  digest of the scorer
//  64 32  SHA-256 of the tokens as uint16          96  8  bytes of the code
// 104 32  SHA-256 of all other bytes of the file  136     the code
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reference_impl/base/sha256.h"

namespace reference {

struct CodeFile {
  std::uint32_t vocabulary = 0;
  std::uint64_t tokens = 0;
  std::uint16_t first_token = 0;
  Digest256 scorer{};  // of everything that decides the rows
  Digest256 token_digest{};
  std::string payload;
};

std::string code_file_bytes(const CodeFile& file);

// Throws Error{bad_input} "<name>: byte <n>: ..." for a file that is no code file, of another
// version, cut short, longer than it says, impossible or damaged.
CodeFile parse_code_file(std::string_view bytes, const std::string& name);

}  // namespace reference
