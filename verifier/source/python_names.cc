// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_names.h"

#include <algorithm>

#include "verifier/source/python_literal.h"

namespace verifier {
namespace {

// What honest text stays far below; searches over more would let a text cost its square.
constexpr int kMostParts = 16;
constexpr std::size_t kMostBindings = 256;

const std::vector<PyId>& found_or_none(const std::map<std::string_view, std::vector<PyId>>& map,
                                       std::string_view name) {
  static const std::vector<PyId> none;
  const auto it = map.find(name);
  return it == map.end() ? none : it->second;
}

bool is_branch(PyKind kind) {
  return kind == PyKind::if_statement || kind == PyKind::elif_clause ||
         kind == PyKind::else_clause || kind == PyKind::for_statement ||
         kind == PyKind::while_statement || kind == PyKind::try_statement ||
         kind == PyKind::except_clause;
}

// The text of a plain literal; empty otherwise.
std::string literal_text(const PythonSource& source, PyId id) {
  const auto literal =
      source.kind(id) == PyKind::string ? python_literal(source.text_of(id)) : std::nullopt;
  return literal ? literal->bytes : "";
}

}  // namespace

PyNames::PyNames(const PythonSource& source) : source_(source) {
  for (PyId id = 0; id < source.nodes.size(); ++id) {
    index(id);
  }
}

void PyNames::index(PyId id) {
  switch (source_.kind(id)) {
    case PyKind::assignment:
    case PyKind::named_expression:
      index_assignment(id);
      break;
    case PyKind::augmented_assignment:
      bind_target(source_.child(id, PyField::left), kNoNode, id);
      break;
    case PyKind::for_statement:
    case PyKind::for_in_clause:
      bind_all_in(source_.child(id, PyField::left), id);
      break;
    case PyKind::as_pattern_target:
      index_alias(id);
      break;
    case PyKind::parameters:
      bind_all_in(id, id);
      break;
    case PyKind::import_statement:
      index_import(id);
      break;
    case PyKind::import_from:
      index_from(id);
      break;
    case PyKind::function:
    case PyKind::class_definition: {
      const std::string_view name = source_.text_of(source_.child(id, PyField::name));
      PyBinding binding;
      binding.statement = id;
      binding.function = id;
      bind(scope_of(id), name, binding);
      definitions_[name].push_back(id);
      functions_.push_back(id);
      break;
    }
    case PyKind::call:
      index_call(id);
      break;
    default:
      break;
  }
}

// `with open(p) as f`: the name stands for what is opened.
void PyNames::index_alias(PyId id) {
  const PyId pattern = source_.nodes[id].parent;
  const PyId name = source_.nodes[id].first;
  if (source_.kind(source_.nodes[pattern].parent) == PyKind::with_item &&
      source_.kind(name) == PyKind::identifier) {
    bind_target(name, source_.nodes[pattern].first, id);
  } else {
    bind_all_in(id, id);
  }
}

void PyNames::index_assignment(PyId id) {
  PyId left = source_.child(id, PyField::left);
  left = left == kNoNode ? source_.child(id, PyField::name) : left;
  PyId value = source_.child(id, PyField::right);
  value = value == kNoNode ? source_.child(id, PyField::value) : value;
  while (source_.kind(value) == PyKind::assignment) {
    value = source_.child(value, PyField::right);
  }
  if (value == kNoNode) {
    return;  // an annotation alone
  }
  bind_target(left, value, id);
}

void PyNames::bind_target(PyId target, PyId value, PyId statement) {
  const PyKind kind = source_.kind(target);
  if (kind == PyKind::identifier) {
    PyBinding binding;
    binding.value = value;
    binding.statement = statement;
    bind(scope_of(target), source_.text_of(target), binding);
    if (source_.kind(scope_of(target)) == PyKind::class_definition && value != kNoNode) {
      settings_[source_.text_of(target)].push_back(value);
    }
    return;
  }
  if (kind == PyKind::subscript && value != kNoNode) {
    const std::string variable = literal_text(source_, source_.child(target, PyField::subscript));
    if (!variable.empty() && dotted(source_.child(target, PyField::value)) == "os.environ") {
      environment_[variable].push_back(value);
    }
    return;
  }
  if (kind != PyKind::pattern_list && kind != PyKind::tuple_pattern) {
    return;
  }
  const std::vector<PyId> targets = source_.children(target);
  const PyKind right = source_.kind(value);
  const bool paired = right == PyKind::expression_list || right == PyKind::tuple;
  const std::vector<PyId> values = paired ? source_.children(value) : std::vector<PyId>{};
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (source_.kind(targets[i]) == PyKind::identifier) {
      bind_target(targets[i], values.size() == targets.size() ? values[i] : kNoNode, statement);
    }
  }
}

// Every identifier of loop targets, parameters and the like stands for what only a run knows.
void PyNames::bind_all_in(PyId targets, PyId statement) {
  if (targets == kNoNode) {
    return;
  }
  PyBinding binding;
  binding.statement = statement;
  for (PyId id = targets; id <= source_.nodes[targets].last; ++id) {
    const PyField field = source_.nodes[id].field;
    if (source_.kind(id) == PyKind::identifier && field != PyField::value &&
        field != PyField::attribute) {
      bind(scope_of(id), source_.text_of(id), binding);
    }
  }
}

void PyNames::index_import(PyId id) {
  imports_.push_back(id);
  for (const PyId part : source_.children(id)) {
    PyBinding binding;
    binding.statement = id;
    if (source_.kind(part) == PyKind::aliased_import) {
      binding.module = source_.text_of(source_.child(part, PyField::name));
      bind(scope_of(id), source_.text_of(source_.child(part, PyField::alias)), binding);
    } else if (source_.kind(part) == PyKind::dotted_name) {
      const std::string_view all = source_.text_of(part);
      const std::string_view first = all.substr(0, all.find('.'));
      binding.module = first;
      bind(scope_of(id), first, binding);
    }
  }
}

void PyNames::index_from(PyId id) {
  imports_.push_back(id);
  const std::string module(source_.text_of(source_.child(id, PyField::module_name)));
  for (const PyId part : source_.children(id)) {
    if (source_.nodes[part].field != PyField::name) {
      continue;
    }
    const bool aliased = source_.kind(part) == PyKind::aliased_import;
    const PyId name = aliased ? source_.child(part, PyField::name) : part;
    PyBinding binding;
    binding.statement = id;
    binding.module = module + "." + std::string(source_.text_of(name));
    bind(scope_of(id), source_.text_of(aliased ? source_.child(part, PyField::alias) : name),
         binding);
  }
}

void PyNames::index_call(PyId id) {
  calls_.push_back(id);
  const std::string_view name = called(id);
  calls_by_name_[name].push_back(id);
  if (name != "add_argument" && name != "setdefault") {
    return;
  }
  const std::vector<PyId> places = arguments(id);
  const std::string first = places.empty() ? "" : literal_text(source_, places[0]);
  if (name == "setdefault" && places.size() == 2 && !first.empty()) {
    environment_[first].push_back(places[1]);
  }
  if (name == "add_argument" && first.starts_with("--")) {
    // Names are views of the text: the option's own words, with dashes where it has them.
    const std::string_view all = source_.text_of(places[0]);
    const std::size_t start = all.find("--");
    const std::string_view option = all.substr(start + 2, first.size() - 2);
    const PyId value = keyword(id, "default");
    settings_[option].push_back(value == kNoNode ? id : value);
  }
}

void PyNames::bind(PyId scope, std::string_view name, const PyBinding& binding) {
  bindings_[{scope, name}].push_back(binding);
}

PyId PyNames::scope_of(PyId id) const {
  PyId at = source_.nodes[id].parent;
  PyId below = id;
  while (at != kNoNode && at != 0) {
    const PyKind kind = source_.kind(at);
    // Defaults and decorators are evaluated outside; the parameters' names belong inside.
    const PyField field = source_.nodes[below].field;
    const bool inside = field == PyField::body || field == PyField::parameters;
    if ((kind == PyKind::function || kind == PyKind::class_definition) && inside) {
      return at;
    }
    below = at;
    at = source_.nodes[at].parent;
  }
  return 0;
}

std::optional<PyBinding> PyNames::resolve(PyId identifier) const {
  const std::string_view name = source_.text_of(identifier);
  const PyId own = scope_of(identifier);
  PyId scope = own;
  auto it = bindings_.find({scope, name});
  while (it == bindings_.end() && scope != 0) {
    scope = scope_of(scope);
    const bool visible = source_.kind(scope) != PyKind::class_definition;
    it = visible ? bindings_.find({scope, name}) : bindings_.end();
  }
  if (it == bindings_.end() || it->second.size() > kMostBindings) {
    return std::nullopt;
  }
  const std::vector<PyBinding>& all = it->second;
  if (all.size() == 1 || scope != own) {
    return all.size() == 1 ? std::optional<PyBinding>(all[0]) : std::nullopt;
  }
  return last_before(all, identifier, scope);
}

// Of several bindings in one scope the last before the use, where no branch decides about it.
std::optional<PyBinding> PyNames::last_before(const std::vector<PyBinding>& all, PyId identifier,
                                              PyId scope) const {
  const PyBinding* last = nullptr;
  for (const PyBinding& binding : all) {
    // A statement that holds the use (x = f(x)) binds after it.
    if (binding.statement < identifier && !source_.within(identifier, binding.statement)) {
      last = &binding;
    }
  }
  PyId up = last == nullptr ? kNoNode : last->statement;
  while (up != kNoNode && up != scope) {
    if (is_branch(source_.kind(up)) && !source_.within(identifier, up)) {
      return std::nullopt;
    }
    up = source_.nodes[up].parent;
  }
  return last == nullptr ? std::nullopt : std::optional<PyBinding>(*last);
}

std::string PyNames::dotted(PyId expression) const {
  std::string tail;
  PyId at = expression;
  for (int parts = 0; source_.kind(at) == PyKind::attribute; ++parts) {
    if (parts == kMostParts) {
      return "";
    }
    tail.insert(0, source_.text_of(source_.child(at, PyField::attribute)));
    tail.insert(0, ".");
    at = source_.child(at, PyField::object);
  }
  if (source_.kind(at) == PyKind::call) {
    // __import__("zlib") and importlib.import_module("zlib")
    const std::vector<PyId> places = arguments(at);
    const std::string_view name = called(at);
    if ((name == "__import__" || name == "import_module") && !places.empty()) {
      const std::string module = literal_text(source_, places[0]);
      return module.empty() ? "" : module + tail;
    }
    return "";
  }
  if (source_.kind(at) != PyKind::identifier) {
    return "";
  }
  const std::string name(source_.text_of(at));
  const std::optional<PyBinding> binding = resolve(at);
  if (binding && !binding->module.empty()) {
    return binding->module + tail;
  }
  if (binding && binding->value != kNoNode && source_.kind(binding->value) == PyKind::call) {
    const std::string_view maker = called(binding->value);
    return maker == "__import__" || maker == "import_module" ? dotted(binding->value) + tail : "";
  }
  // An unbound name is a built-in one; `try: import x` binds twice and counts as what it says.
  const bool unbound = bindings_.find({0, name}) == bindings_.end();
  return unbound || name == "os" ? name + tail : "";
}

PyId PyNames::setting(std::string_view name) const {
  const std::vector<PyId>& values = found_or_none(settings_, name);
  return values.size() == 1 ? values[0] : kNoNode;
}

PyId PyNames::environment(std::string_view variable) const {
  const auto it = environment_.find(std::string(variable));
  return it == environment_.end() ? kNoNode : it->second.front();
}

std::vector<std::string> PyNames::environment_names() const {
  std::vector<std::string> found;
  found.reserve(environment_.size());
  for (const auto& [variable, values] : environment_) {
    found.push_back(variable);
  }
  return found;
}

const std::vector<PyId>& PyNames::definitions(std::string_view name) const {
  return found_or_none(definitions_, name);
}

const std::vector<PyId>& PyNames::calls_of(std::string_view name) const {
  return found_or_none(calls_by_name_, name);
}

std::string_view PyNames::called(PyId call) const {
  const PyId function = source_.child(call, PyField::function);
  const PyId name = source_.kind(function) == PyKind::attribute
                        ? source_.child(function, PyField::attribute)
                        : function;
  return source_.kind(name) == PyKind::identifier ? source_.text_of(name) : std::string_view();
}

std::vector<PyId> PyNames::arguments(PyId call) const {
  std::vector<PyId> places;
  const PyId list = source_.child(call, PyField::arguments);
  if (source_.kind(list) == PyKind::generator) {
    return {list};
  }
  for (const PyId id : source_.children(list)) {
    if (source_.kind(id) != PyKind::keyword_argument) {
      places.push_back(id);
    }
  }
  return places;
}

PyId PyNames::keyword(PyId call, std::string_view name) const {
  for (const PyId id : source_.children(source_.child(call, PyField::arguments))) {
    if (source_.kind(id) == PyKind::keyword_argument &&
        source_.text_of(source_.child(id, PyField::name)) == name) {
      return source_.child(id, PyField::value);
    }
  }
  return kNoNode;
}

}  // namespace verifier
