// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_reach.h"

#include <algorithm>

namespace verifier {
namespace {

int rank(Reach reach) {
  switch (reach) {
    case Reach::never_called:
      return 0;
    case Reach::switched_off:
      return 1;
    case Reach::unknown:
      return 2;
    case Reach::reached:
      return 3;
  }
  return 3;
}

// Methods that nobody calls by name: whoever makes or uses an object calls them.
bool is_called_by_python(std::string_view name) {
  return name.starts_with("__") || name == "forward" || name == "backward" || name == "step";
}

}  // namespace

Reach weaker(Reach one, Reach other) {
  return rank(one) < rank(other) ? one : other;
}

PyReach::PyReach(PyEvaluator& evaluator)
    : evaluator_(evaluator), names_(evaluator.names()), source_(names_.source()) {
  for (const PyId function : names_.functions()) {
    regions_[function] = Reach::never_called;
  }
  const std::vector<Reference> all = references();
  while (spread(all)) {
  }
}

// One step along every reference; whether it changed anything.
bool PyReach::spread(const std::vector<Reference>& all) {
  bool changed = false;
  for (const Reference& reference : all) {
    const Reach caller = reference.from == 0 ? Reach::reached : regions_.at(reference.from);
    const Reach way = weaker(caller, reference.here);
    Reach& target = regions_.at(reference.to);
    if (rank(way) > rank(target)) {
      target = way;
      changed = true;
    }
  }
  return changed;
}

std::vector<PyReach::Reference> PyReach::references() const {
  std::vector<Reference> found;
  for (PyId id = 0; id < source_.nodes.size(); ++id) {
    if (source_.kind(id) == PyKind::identifier && !is_naming(id)) {
      add_references(id, found);
    }
  }
  for (const PyId function : names_.functions()) {
    const PyId outer = names_.scope_of(function);
    const std::string_view name = source_.text_of(source_.child(function, PyField::name));
    if (source_.kind(outer) == PyKind::class_definition && is_called_by_python(name)) {
      found.push_back({outer, function, Reach::reached});
    }
  }
  return found;
}

// Whether an identifier names what is defined or given, rather than asking for it.
bool PyReach::is_naming(PyId id) const {
  const PyKind above = source_.kind(source_.nodes[id].parent);
  return source_.nodes[id].field == PyField::name &&
         (above == PyKind::function || above == PyKind::class_definition ||
          above == PyKind::keyword_argument);
}

void PyReach::add_references(PyId id, std::vector<Reference>& found) const {
  for (const PyId target : names_.definitions(source_.text_of(id))) {
    if (!source_.within(id, target)) {
      found.push_back({region_of(id), target, within_region(id)});
    }
  }
}

// The function that a node's code belongs to; a class body runs where it stands.
PyId PyReach::region_of(PyId id) const {
  PyId scope = names_.scope_of(id);
  while (scope != 0 && source_.kind(scope) == PyKind::class_definition) {
    scope = names_.scope_of(scope);
  }
  return scope;
}

Reach PyReach::of(PyId id) const {
  Reach reach = within_region(id);
  for (PyId region = region_of(id); region != 0; region = region_of(region)) {
    reach = weaker(reach, regions_.at(region));
  }
  return reach;
}

Reach PyReach::within_region(PyId id) const {
  const PyId region = region_of(id);
  std::vector<PyId> way;
  Reach reach = Reach::reached;
  PyId at = id;
  while (at != region && at != kNoNode) {
    const auto known = within_.find(at);
    if (known != within_.end()) {
      reach = known->second;
      break;
    }
    way.push_back(at);
    at = source_.nodes[at].parent;
  }
  for (std::size_t i = way.size(); i-- > 0;) {
    reach = weaker(reach, step_up(source_.nodes[way[i]].parent, way[i]));
    within_[way[i]] = reach;
  }
  return reach;
}

Reach PyReach::when(PyId condition, bool wanted) const {
  const PyValue& value = evaluator_.value(condition);
  if (!is_known(value)) {
    return value.is_setting ? Reach::unknown : Reach::reached;
  }
  return is_true(value) == wanted ? Reach::reached : Reach::switched_off;
}

// Into a branch of an if, an elif or a while.
Reach PyReach::branch(PyId above, PyId below) const {
  const PyField field = source_.nodes[below].field;
  const PyId condition = source_.child(above, PyField::condition);
  if (field == PyField::consequence || field == PyField::body) {
    return when(condition, true);
  }
  const bool other = field == PyField::alternative && source_.kind(above) == PyKind::if_statement;
  return other ? when(condition, false) : Reach::reached;
}

// What the step from a node to the one above it says.
Reach PyReach::step_up(PyId above, PyId below) const {
  const PyField field = source_.nodes[below].field;
  switch (source_.kind(above)) {
    case PyKind::if_statement:
    case PyKind::elif_clause:
    case PyKind::while_statement:
      return branch(above, below);
    case PyKind::conditional: {
      const std::vector<PyId> parts = source_.children(above);
      const bool whole = parts.size() == 3 && parts[1] != below;
      return whole ? when(parts[1], parts[0] == below) : Reach::reached;
    }
    case PyKind::boolean: {
      const bool is_and = source_.text_of(source_.child(above, PyField::operation)) == "and";
      return field == PyField::right ? when(source_.child(above, PyField::left), is_and)
                                     : Reach::reached;
    }
    case PyKind::for_statement: {
      const PyId over = source_.child(above, PyField::right);
      const bool counted = field == PyField::body && source_.kind(over) == PyKind::call &&
                           names_.called(over) == "range" && names_.arguments(over).size() == 1;
      return counted ? when(names_.arguments(over)[0], true) : Reach::reached;
    }
    case PyKind::block:
    case PyKind::module:
      return after_exits(above, below);
    default:
      return Reach::reached;
  }
}

// `if not wanted: return` before a statement switches it off; found once for each block.
Reach PyReach::after_exits(PyId block, PyId id) const {
  const auto known = exits_.find(block);
  if (known != exits_.end()) {
    return id > source_last(known->second) ? Reach::switched_off : Reach::reached;
  }
  exits_[block] = kNoNode;  // asked for again while a condition is computed
  for (PyId at = source_.nodes[block].first; at != kNoNode; at = source_.nodes[at].next) {
    const PyKind kind = source_.kind(at);
    bool exits = kind == PyKind::return_statement || kind == PyKind::raise_statement;
    if (kind == PyKind::if_statement && ends_block(source_.child(at, PyField::consequence))) {
      const PyValue& value = evaluator_.value(source_.child(at, PyField::condition));
      exits = is_known(value) && is_true(value);
    }
    if (exits) {
      exits_[block] = at;
      break;
    }
  }
  const PyId exit = exits_.at(block);
  return id > source_last(exit) ? Reach::switched_off : Reach::reached;
}

// The last node of a statement; kNoNode stands behind everything.
PyId PyReach::source_last(PyId id) const {
  return id == kNoNode ? kNoNode : source_.nodes[id].last;
}

bool PyReach::ends_block(PyId block) const {
  for (const PyId id : source_.children(block)) {
    const PyKind kind = source_.kind(id);
    if (kind == PyKind::return_statement || kind == PyKind::raise_statement ||
        kind == PyKind::continue_statement || kind == PyKind::break_statement) {
      return true;
    }
  }
  return false;
}

}  // namespace verifier
