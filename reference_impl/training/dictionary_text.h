// SPDX-License-Identifier: Apache-2.0
// English text for the smoke data: the entries of a dictionary in the dictd format (a
// gzip-compatible
// `.dict.dz` and its tab-separated `.index` with offsets in dictd's base 64). One entry is one
// document; documents are distinct by text, so that splits of them are disjoint.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reference {

// The contents of a gzip member. Throws Error{bad_input} with `name` where it is damaged or gives
// more than `cap_bytes`.
std::string inflate_gzip(std::string_view packed, std::uint64_t cap_bytes, const std::string& name);

// Distinct texts of a dictionary's entries, ordered by the SHA-256 of the text: an order that is
// fixed, yet mixes the alphabet. Entries about the database itself and texts that are not UTF-8 are
// left out. Throws Error{bad_input} "<name>:<line>: ..." for a line that is no entry.
std::vector<std::string> dictionary_documents(std::string_view index, std::string_view text,
                                              const std::string& name);

// Documents from the front for validation, then for training, each until it has enough text.
struct DocumentSplit {
  std::vector<std::string> validation;
  std::vector<std::string> train;
};

// Throws Error{bad_input} with `name` where there is not enough text.
DocumentSplit split_documents(std::vector<std::string> documents, std::uint64_t validation_bytes,
                              std::uint64_t train_bytes, const std::string& name);

}  // namespace reference
