// SPDX-License-Identifier: Apache-2.0
// The questions that signs in source ask of a syntax tree: which words an expression's names are
// made of, what it derives from, what a function does. Names are taken apart at underscores and
// capitals, so that `NgramMixer` and `ngram_mixer` are two words each.
#pragma once

#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/source/python_names.h"

namespace verifier {

// Words to look for, as a list on the spot or as a constant; used within one call.
class Words {
 public:
  Words(std::initializer_list<std::string_view> list)  // NOLINT(google-explicit-constructor)
      : words_(list.begin(), list.size()) {}
  explicit Words(std::span<const std::string_view> list) : words_(list) {}
  auto begin() const { return words_.begin(); }
  auto end() const { return words_.end(); }

 private:
  std::span<const std::string_view> words_;
};

// The words of a name, lowercase.
std::vector<std::string> words_of(std::string_view name);

class SignReader {
 public:
  explicit SignReader(const PyNames& names) : names_(names), source_(names.source()) {}

  const PyNames& names() const { return names_; }
  const PythonSource& source() const { return source_; }

  // Whether one name within has one of the words; all of `all_of` must be in one name.
  bool mentions(PyId within, Words any_of) const;
  bool mentions_all(PyId within, Words all_of) const;
  // As mentions; a name that stands for an expression counts by what that one mentions.
  bool derives(PyId expression, Words any_of, int steps = 2) const;
  // Calls within, by the last part of what is called.
  std::vector<PyId> calls(PyId within, Words called) const;
  // Nodes of a kind within, in order.
  std::vector<PyId> nodes(PyId within, PyKind kind) const;
  // The function that a node stands in; the module where there is none.
  PyId function_of(PyId id) const;
  std::string_view name_of(PyId function) const;
  bool name_has(std::string_view name, Words any_of) const;
  bool is_operation(PyId binary, Words operations) const;
  // The validation split by its usual names: val_tokens, val_data, validation_ids ...
  bool mentions_validation(PyId within) const;
  // Inside a `with` that turns gradients off, itself within `outer`.
  bool is_without_gradients(PyId id, PyId outer) const;

 private:
  bool turns_gradients_off(PyId with) const;
  bool any_name(PyId within, const std::function<bool(std::string_view)>& test) const;

  const PyNames& names_;
  const PythonSource& source_;
};

}  // namespace verifier
