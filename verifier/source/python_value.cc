// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_value.h"

#include <utility>

#include "verifier/source/python_call.h"
#include "verifier/source/python_literal.h"
#include "verifier/source/python_parameter.h"
#include "verifier/source/python_path.h"
#include "verifier/source/python_scalar.h"

namespace verifier {
namespace {

// Deeper expressions are not computed; a wrapper nests less than ten.
constexpr std::size_t kDeepest = 100;

}  // namespace

PyValue PyEvaluator::unknown(PyId at, std::string why) const {
  PyValue value;
  value.at = at;
  value.why = std::move(why);
  return value;
}

const PyValue& PyEvaluator::value(PyId expression) {
  const auto it = known_.find(expression);
  if (it != known_.end()) {
    return it->second;
  }
  if (open_.size() >= kDeepest || !open_.insert(expression).second) {
    static const PyValue too_deep = [] {
      PyValue value;
      value.why = "it depends on itself or is nested too deeply";
      return value;
    }();
    return too_deep;
  }
  PyValue computed = compute(expression);
  open_.erase(expression);
  if (computed.text.size() > budget_bytes_) {
    computed = unknown(expression, "more text than is worked on");
  }
  budget_bytes_ -= computed.text.size();
  if (!is_known(computed) && computed.at == kNoNode) {
    computed.at = expression;
  }
  return known_[expression] = std::move(computed);
}

PyValue PyEvaluator::compute(PyId id) {
  const PythonSource& source = names_.source();
  switch (source.kind(id)) {
    case PyKind::yes:
      return truth_value(true);
    case PyKind::no:
      return truth_value(false);
    case PyKind::none: {
      PyValue none;
      none.type = PyType::none;
      return none;
    }
    case PyKind::integer:
    case PyKind::real:
      return number_value(parse_number(source.text_of(id)));
    case PyKind::string:
    case PyKind::concatenated_string:
      return compute_strings(id);
    case PyKind::identifier:
      return compute_name(id);
    case PyKind::attribute:
      return compute_attribute(id);
    case PyKind::parenthesized:
    case PyKind::expression_statement:
      return value(source.nodes[id].first);
    case PyKind::named_expression:
      return value(source.child(id, PyField::value));
    case PyKind::list:
    case PyKind::tuple:
    case PyKind::set:
    case PyKind::dictionary:
      return compute_list(id);
    case PyKind::binary:
      return compute_binary(id);
    case PyKind::boolean:
    case PyKind::negation:
    case PyKind::unary:
    case PyKind::conditional:
      return compute_boolean(id);
    case PyKind::comparison:
      return compute_comparison(id);
    case PyKind::subscript:
      return compute_subscript(id);
    case PyKind::call:
      return call_value(*this, id);
    default:
      return unknown(id, "only a run knows this value");
  }
}

PyValue PyEvaluator::compute_strings(PyId id) {
  const PythonSource& source = names_.source();
  PyValue value;
  std::vector<PyId> parts = {id};
  if (source.kind(id) == PyKind::concatenated_string) {
    parts = source.children(id);
  }
  for (const PyId part : parts) {
    const auto literal = python_literal(source.text_of(part));
    if (!literal) {
      return unknown(part, "a text that is put together at run time");
    }
    value.type = literal->is_bytes ? PyType::bytes : PyType::text;
    value.text += literal->bytes;
  }
  return value;
}

PyValue PyEvaluator::compute_list(PyId id) {
  const PythonSource& source = names_.source();
  const bool pairs = source.kind(id) == PyKind::dictionary;
  std::vector<PyId> parts;
  for (const PyId child : source.children(id)) {
    const bool pair = source.kind(child) == PyKind::pair;
    parts.push_back(pair ? source.child(child, PyField::key) : child);
    if (pair) {
      parts.push_back(source.child(child, PyField::value));
    }
  }
  PyValue list;
  list.type = PyType::list;
  for (const PyId part : parts) {
    const PyValue& item = value(part);
    if (!is_known(item) && !pairs) {
      return item;
    }
    list.items.push_back(item);
    merge(list, item);
  }
  return list;
}

PyValue PyEvaluator::compute_name(PyId id) {
  const std::string_view name = names_.source().text_of(id);
  if (name == "__file__") {
    PyValue path;
    path.type = PyType::path;
    path.text = world_.script;
    return path;
  }
  const std::optional<PyBinding> binding = names_.resolve(id);
  if (const auto constant = lzma_constant(binding ? binding->module : "")) {
    return number_value(*constant);
  }
  const PyId statement = binding ? binding->statement : kNoNode;
  if (names_.source().kind(statement) == PyKind::parameters) {
    return parameter_value(*this, id, statement);
  }
  if (!binding || binding->value == kNoNode) {
    return unknown(id, "only a run knows what the name stands for");
  }
  return value(binding->value);
}

PyValue PyEvaluator::compute_attribute(PyId id) {
  const PythonSource& source = names_.source();
  const std::string dotted = names_.dotted(id);
  if (const auto constant = lzma_constant(dotted)) {
    return number_value(*constant);
  }
  const std::string_view name = source.text_of(source.child(id, PyField::attribute));
  const PyId object = source.child(id, PyField::object);
  if (name == "parent" || name == "stem" || name == "name") {
    const PyValue& path = value(object);
    if (path.type == PyType::path) {
      return path_part(path, name);
    }
  }
  // self.x and args.x: the one default that a setting of that name has.
  const PyId setting = names_.setting(name);
  if (setting != kNoNode && source.kind(object) != PyKind::call) {
    return option_default(setting);
  }
  return unknown(id, "only a run knows this attribute");
}

// A class attribute, a field(default=...), or an option of a command line.
PyValue PyEvaluator::option_default(PyId setting) {
  const PythonSource& source = names_.source();
  const bool call = source.kind(setting) == PyKind::call;
  if (call && names_.called(setting) == "add_argument") {
    const std::string_view action = source.text_of(names_.keyword(setting, "action"));
    PyValue value;
    value.type = PyType::none;
    return action.find("store_") == std::string_view::npos
               ? value
               : truth_value(action.find("false") != std::string_view::npos);
  }
  const PyId field_default =
      call && names_.called(setting) == "field" ? names_.keyword(setting, "default") : kNoNode;
  return value(field_default == kNoNode ? setting : field_default);
}

PyValue PyEvaluator::environment(PyId variable, PyId default_value) {
  const PyValue name = value(variable);
  if (name.type != PyType::text) {
    return unknown(variable, "the name of an environment variable that only a run knows");
  }
  const auto preset = world_.environment.find(name.text);
  if (preset != world_.environment.end()) {
    PyValue text;
    text.type = PyType::text;
    text.text = preset->second;
    return text;
  }
  const PyId given = names_.environment(name.text);
  if (given != kNoNode || default_value != kNoNode) {
    return value(given != kNoNode ? given : default_value);
  }
  PyValue required = unknown(variable, "an environment variable without a default");
  required.is_setting = true;
  return required;
}

PyValue PyEvaluator::compute_binary(PyId id) {
  const PythonSource& source = names_.source();
  const PyValue left = value(source.child(id, PyField::left));
  const PyValue& right = value(source.child(id, PyField::right));
  const std::string_view operation = source.text_of(source.child(id, PyField::operation));
  if (!is_known(left) || !is_known(right)) {
    return is_known(left) ? right : left;
  }
  if (left.type == PyType::path && operation == "/" && right.type == PyType::text) {
    return joined_path(left, right.text);
  }
  if (operation == "+" && (is_textual(left) || left.type == PyType::path) && is_textual(right)) {
    PyValue sum = left;
    sum.text += right.text;
    merge(sum, right);
    return sum;
  }
  if (operation == "+" && left.type == PyType::list && right.type == PyType::list) {
    PyValue sum = left;
    sum.items.insert(sum.items.end(), right.items.begin(), right.items.end());
    return sum;
  }
  const auto number = is_number(left) && is_number(right)
                          ? arithmetic(left.number, operation, right.number)
                          : std::nullopt;
  return number ? number_value(*number) : unknown(id, "an operation that is not computed here");
}

PyValue PyEvaluator::compute_boolean(PyId id) {
  const PythonSource& source = names_.source();
  const PyKind kind = source.kind(id);
  if (kind == PyKind::conditional) {
    const std::vector<PyId> parts = source.children(id);
    if (parts.size() != 3) {
      return unknown(id, "not a whole expression");
    }
    const PyValue condition = value(parts[1]);
    return is_known(condition) ? value(is_true(condition) ? parts[0] : parts[2]) : condition;
  }
  if (kind == PyKind::negation || kind == PyKind::unary) {
    PyValue argument = value(source.child(id, PyField::argument));
    if (!is_known(argument)) {
      return argument;
    }
    return kind == PyKind::negation ? truth_value(!is_true(argument))
                                    : number_value(-argument.number);
  }
  const bool is_and = source.text_of(source.child(id, PyField::operation)) == "and";
  PyValue left = value(source.child(id, PyField::left));
  if (is_known(left) && is_true(left) != is_and) {
    return left;
  }
  PyValue right = value(source.child(id, PyField::right));
  if (is_known(left)) {
    return right;
  }
  // One side that decides does so whatever the other is.
  return is_known(right) && is_true(right) != is_and ? truth_value(!is_and) : left;
}

PyValue PyEvaluator::compute_comparison(PyId id) {
  const PythonSource& source = names_.source();
  std::vector<PyId> sides;
  std::string operation;
  for (const PyId child : source.children(id)) {
    if (source.nodes[child].field == PyField::operation) {
      operation += source.text_of(child);
    } else {
      sides.push_back(child);
    }
  }
  if (sides.size() != 2) {
    return unknown(id, "a chain of comparisons");
  }
  const PyValue left = value(sides[0]);
  const PyValue& right = value(sides[1]);
  if (!is_known(left) || !is_known(right)) {
    return is_known(left) ? right : left;
  }
  const bool none = left.type == PyType::none || right.type == PyType::none;
  if (operation.starts_with("is") || none) {
    const bool same = left.type == right.type && (none || left.number == right.number);
    const bool negated = operation == "isnot" || operation == "is not" || operation == "!=";
    return truth_value(same != negated);
  }
  if (operation == "in" || operation == "notin" || operation == "not in") {
    return truth_value(holds(right, left) == (operation == "in"));
  }
  if (is_textual(left) != is_textual(right)) {
    return truth_value(operation == "!=");
  }
  const int sign = order(left, right);
  const bool truth = operation == "=="   ? sign == 0
                     : operation == "!=" ? sign != 0
                     : operation == "<"  ? sign < 0
                     : operation == "<=" ? sign <= 0
                     : operation == ">"  ? sign > 0
                                         : sign >= 0;
  return truth_value(truth);
}

PyValue PyEvaluator::compute_subscript(PyId id) {
  const PythonSource& source = names_.source();
  const PyId of = source.child(id, PyField::value);
  if (names_.dotted(of) == "os.environ") {
    return environment(source.child(id, PyField::subscript), kNoNode);
  }
  const PyValue container = value(of);
  const PyValue& index = value(source.child(id, PyField::subscript));
  if (!is_known(container) || !is_known(index)) {
    return is_known(container) ? index : container;
  }
  const double count = static_cast<double>(container.items.size());
  const double place = index.number < 0 ? index.number + count : index.number;
  if (container.type != PyType::list || index.type != PyType::number || place < 0 ||
      place >= count) {
    return unknown(id, "a part that is not computed here");
  }
  PyValue item = container.items[static_cast<std::size_t>(place)];
  merge(item, container);
  return item;
}

}  // namespace verifier
