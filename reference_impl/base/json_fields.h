// SPDX-License-Identifier: Apache-2.0
// A JSON object read field by field, strictly: a missing, wrongly typed, out-of-range or unknown
// field is Error{bad_input} that names the file and the field's pointer.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace reference {

inline constexpr std::uint64_t kLargestJsonInteger = (std::uint64_t{1} << 53U) - 1;

class JsonFields {
 public:
  // `object` must outlive this; `where` is what messages start with: file and pointer. Throws where
  // it is no object.
  JsonFields(const nlohmann::json& object, std::string where);

  bool has(const std::string& name) const;
  // The value of a field that must be there.
  const nlohmann::json& value(const std::string& name);
  std::string text(const std::string& name);
  bool flag(const std::string& name);
  // An integer from `least` to `most`.
  std::uint64_t count(const std::string& name, std::uint64_t most = kLargestJsonInteger,
                      std::uint64_t least = 0);
  // A finite number, integer or not.
  double number(const std::string& name);
  // A field that must be an array.
  const nlohmann::json& array(const std::string& name);
  // The same of strings.
  std::vector<std::string> texts(const std::string& name);

  // Call last: throws for the first field that nobody asked for.
  void finish() const;
  // Throws Error{bad_input} about one field.
  [[noreturn]] void refuse(const std::string& name, const std::string& what) const;
  // `where` extended by a field's name.
  std::string at(const std::string& name) const { return where_ + "/" + name; }

 private:
  const nlohmann::json* object_;
  std::string where_;
  std::set<std::string> asked_;
};

}  // namespace reference
