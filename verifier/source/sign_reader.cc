// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/sign_reader.h"

#include <algorithm>
#include <iterator>

namespace verifier {
namespace {

bool is_one_of(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  char before = '_';
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool after_small = before >= 'a' && before <= 'z';
    if ((c == '_' || (capital && after_small)) && !words.back().empty()) {
      words.emplace_back();
    }
    if (c != '_') {
      words.back() += static_cast<char>(capital ? c + 32 : c);
    }
    before = c;
  }
  return words;
}

bool SignReader::name_has(std::string_view name, Words any_of) const {
  const std::vector<std::string> words = words_of(name);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return is_one_of(word, any_of); });
}

bool SignReader::any_name(PyId within, const std::function<bool(std::string_view)>& test) const {
  if (within == kNoNode) {
    return false;
  }
  for (PyId id = within; id <= source_.nodes[within].last; ++id) {
    if (source_.kind(id) == PyKind::identifier && test(source_.text_of(id))) {
      return true;
    }
  }
  return false;
}

bool SignReader::mentions(PyId within, Words any_of) const {
  return any_name(within, [&](std::string_view name) { return name_has(name, any_of); });
}

bool SignReader::mentions_all(PyId within, Words all_of) const {
  return any_name(within, [&](std::string_view name) {
    return std::all_of(all_of.begin(), all_of.end(),
                       [&](std::string_view word) { return name_has(name, {word}); });
  });
}

bool SignReader::derives(PyId expression, Words any_of, int steps) const {
  if (mentions(expression, any_of)) {
    return true;
  }
  if (expression == kNoNode || steps == 0) {
    return false;
  }
  for (PyId id = expression; id <= source_.nodes[expression].last; ++id) {
    if (source_.kind(id) != PyKind::identifier || source_.nodes[id].field == PyField::attribute) {
      continue;
    }
    const auto binding = names_.resolve(id);
    if (binding && binding->value != kNoNode && !source_.within(id, binding->statement) &&
        source_.nodes[binding->value].last - binding->value < 64 &&
        derives(binding->value, any_of, steps - 1)) {
      return true;
    }
  }
  return false;
}

std::vector<PyId> SignReader::calls(PyId within, Words called) const {
  std::vector<PyId> found;
  for (const std::string_view name : called) {
    const std::vector<PyId>& all = names_.calls_of(name);
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&](PyId call) { return source_.within(call, within); });
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<PyId> SignReader::nodes(PyId within, PyKind kind) const {
  std::vector<PyId> found;
  for (PyId id = within; id != kNoNode && id <= source_.nodes[within].last; ++id) {
    if (source_.kind(id) == kind) {
      found.push_back(id);
    }
  }
  return found;
}

PyId SignReader::function_of(PyId id) const {
  const PyId function = source_.ancestor(id, PyKind::function);
  return function == kNoNode ? 0 : function;
}

std::string_view SignReader::name_of(PyId function) const {
  return source_.text_of(source_.child(function, PyField::name));
}

bool SignReader::is_operation(PyId binary, Words operations) const {
  return source_.kind(binary) == PyKind::binary &&
         is_one_of(source_.text_of(source_.child(binary, PyField::operation)), operations);
}

bool SignReader::mentions_validation(PyId within) const {
  return any_name(within, [&](std::string_view name) {
    return name_has(name, {"val", "validation"}) &&
           name_has(name, {"tokens", "token", "data", "np", "ids", "stream", "seqs", "docs"});
  });
}

bool SignReader::is_without_gradients(PyId id, PyId outer) const {
  PyId at = source_.ancestor(id, PyKind::with_statement);
  while (at != kNoNode && source_.within(at, outer)) {
    if (turns_gradients_off(at)) {
      return true;
    }
    at = source_.ancestor(at, PyKind::with_statement);
  }
  return false;
}

bool SignReader::turns_gradients_off(PyId with) const {
  const PyId body = source_.child(with, PyField::body);
  for (PyId call = with + 1; call < body && body != kNoNode; ++call) {
    if (source_.kind(call) == PyKind::call &&
        name_has(names_.called(call), {"grad", "inference"})) {
      return true;
    }
  }
  return false;
}

}  // namespace verifier
