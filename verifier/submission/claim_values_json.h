// SPDX-License-Identifier: Apache-2.0
// Single values of a submission.json, with the place they stood at and the digits they were written
// with.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "reference_impl/base/json_text.h"
#include "verifier/submission/submission.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// A parsed file and where its scalars stood; both must outlive it.
struct ClaimSource {
  std::string file;
  const nlohmann::json& root;
  const reference::JsonScalars& scalars;
};

// JSON pointer of a member of the value at `parent`.
std::string member_pointer(const std::string& parent, const std::string& name);

// Where the value at a pointer stands.
Origin origin_at(const ClaimSource& source, const std::string& pointer);

// A number, or a string that is one (perhaps behind "~"), or the `mean` of an object.
MaybeClaim<Decimal> number_at(const ClaimSource& source, const std::string& pointer);
// A whole number of at most 2^53-1, also as "15,900,000".
MaybeClaim<std::uint64_t> count_at(const ClaimSource& source, const std::string& pointer);
MaybeClaim<std::string> text_at(const ClaimSource& source, const std::string& pointer);

// The first of some members of the value at `parent` that can be read.
MaybeClaim<Decimal> first_number(const ClaimSource& source, const std::string& parent,
                                 std::initializer_list<const char*> names);
MaybeClaim<std::uint64_t> first_count(const ClaimSource& source, const std::string& parent,
                                      std::initializer_list<const char*> names);

// The seed in a member's name: "42", "seed_42", "seed42".
std::optional<std::uint64_t> seed_of_key(std::string_view key);

}  // namespace verifier
