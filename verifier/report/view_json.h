// SPDX-License-Identifier: Apache-2.0
// A typed look at a JSON value that knows where it stands. Each accessor gives the value or throws
// Error{bad_input}: "<name> <pointer>: expected <what>, found <what>". Used for everything the
// report room reads: payloads, envelopes, trust files. A view refers to the value and does not own
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// Integers beyond it are written as decimal strings: 2^53 - 1.
inline constexpr std::int64_t kLargestInteger = 9007199254740991;

class JsonView {
 public:
  JsonView(const nlohmann::json& value, std::string name, std::string pointer = "");

  // A member of an object: required, or nothing where it is absent.
  JsonView at(std::string_view member) const;
  std::optional<JsonView> find(std::string_view member) const;
  // The same for a member that is a string, empty where it is absent, or a number.
  std::string find_text(std::string_view member) const;
  std::optional<double> find_number(std::string_view member) const;
  // The elements of an array.
  std::vector<JsonView> items() const;
  // Refuses an object that has a member outside the list.
  void allow_only(const std::vector<std::string_view>& members) const;
  // The names of an object's members.
  std::vector<std::string> members() const;

  std::string text() const;         // a string
  std::string filled_text() const;  // a string that is not empty
  std::vector<std::string> texts() const;
  std::int64_t integer() const;         // within 2^53-1
  std::uint64_t whole() const;          // an integer from 0
  std::uint64_t whole_or_text() const;  // the same, or beyond 2^53-1 a decimal string
  double number() const;
  std::string hex(std::size_t digits) const;  // lowercase
  std::int64_t utc_seconds() const;           // RFC 3339 with Z

  bool is_null() const;
  bool is_object() const;
  const nlohmann::json& value() const { return *value_; }
  // Ends with what stands here and what was expected.
  [[noreturn]] void refuse(const std::string& expected) const;

 private:
  const nlohmann::json* value_;
  std::string name_;
  std::string pointer_;
};

}  // namespace verifier
