// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_parameter.h"

#include <optional>

namespace verifier {
namespace {

// More calls than this are the business of a run.
constexpr std::size_t kMostCalls = 16;

struct Parameter {
  std::size_t place = 0;
  PyId fallback = kNoNode;  // its default
  bool is_method = false;
};

// The parameter of that name; nothing for *args and the like.
std::optional<Parameter> find_parameter(const PythonSource& source, std::string_view name,
                                        PyId parameters) {
  Parameter found;
  for (const PyId id : source.children(parameters)) {
    const PyKind kind = source.kind(id);
    const bool has_default =
        kind == PyKind::default_parameter || kind == PyKind::typed_default_parameter;
    const PyId own = kind == PyKind::identifier ? id
                     : has_default              ? source.child(id, PyField::name)
                                                : source.nodes[id].first;
    const std::string_view text = source.text_of(own);
    found.is_method = found.is_method || (found.place == 0 && (text == "self" || text == "cls"));
    if (text == name && kind != PyKind::other) {
      found.fallback = has_default ? source.child(id, PyField::value) : kNoNode;
      return found;
    }
    ++found.place;
  }
  return std::nullopt;
}

PyId given_by(const PyNames& names, PyId call, std::string_view name, const Parameter& parameter) {
  const PyId by_name = names.keyword(call, name);
  if (by_name != kNoNode) {
    return by_name;
  }
  const std::size_t place = parameter.place - (parameter.is_method ? 1 : 0);
  const std::vector<PyId> places = names.arguments(call);
  return place < places.size() ? places[place] : parameter.fallback;
}

bool same(const PyValue& left, const PyValue& right) {
  return left.type == right.type && left.number == right.number && left.text == right.text &&
         left.items.empty() && right.items.empty();
}

}  // namespace

PyValue parameter_value(PyEvaluator& evaluator, PyId identifier, PyId parameters) {
  const PyNames& names = evaluator.names();
  const PythonSource& source = names.source();
  PyValue unknown = evaluator.unknown(identifier, "a parameter that its calls do not settle");
  const PyId function = source.nodes[parameters].parent;
  const std::string_view name = source.text_of(identifier);
  const auto parameter = find_parameter(source, name, parameters);
  if (source.kind(function) != PyKind::function || !parameter) {
    return unknown;
  }
  const std::string_view called = source.text_of(source.child(function, PyField::name));
  const std::vector<PyId>& calls = names.calls_of(called);
  if (calls.empty() || calls.size() > kMostCalls || names.definitions(called).size() != 1) {
    return unknown;
  }
  std::optional<PyValue> agreed;
  for (const PyId call : calls) {
    const PyId given = given_by(names, call, name, *parameter);
    if (given == kNoNode) {
      return unknown;
    }
    const PyValue value = evaluator.value(given);
    if (!is_known(value) || (agreed && !same(*agreed, value))) {
      return is_known(value) ? unknown : value;
    }
    agreed = value;
  }
  return *agreed;
}

}  // namespace verifier
