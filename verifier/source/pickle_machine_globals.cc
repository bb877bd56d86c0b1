// SPDX-License-Identifier: Apache-2.0
// The half of the machine that a pickle acts through: imports, calls, attributes, ids.
#include "verifier/source/pickle_machine.h"
#include "verifier/source/python_literal.h"

namespace verifier {
namespace {

constexpr std::size_t kLongestName = 512;
constexpr std::size_t kIdParts = 5;
constexpr std::size_t kOldIdParts = 6;

bool is_text(PickleKind kind) {
  return kind == PickleKind::text || kind == PickleKind::quoted || kind == PickleKind::raw_unicode;
}

int digit_of(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// The characters that \u and \U stand for. Names are ASCII; anything else stands as "?", which no
// name on the list holds.
std::string without_unicode_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    const std::size_t digits = !escape ? 0 : text[i + 1] == 'u' ? 4 : text[i + 1] == 'U' ? 8 : 0;
    if (digits == 0 || text.size() - i < digits + 2) {
      out += text[i++];
      continue;
    }
    std::uint64_t code = 0;
    for (const char c : text.substr(i + 2, digits)) {
      code = digit_of(c) < 0 ? 0x100 : 16 * code + static_cast<std::uint64_t>(digit_of(c));
    }
    out += code < 0x80 ? static_cast<char>(code) : '?';
    i += digits + 2;
  }
  return out;
}

}  // namespace

bool PickleMachine::act_on_globals(const PickleOpcode& opcode) {
  switch (opcode.action) {
    case PickleAction::global:
      return import_name(argument_.text, argument_.second);
    case PickleAction::stack_global:
      return has(2) && stack_global();
    case PickleAction::call:
      return has(opcode.takes + 1) && call(opcode.takes);
    case PickleAction::instance:
      return has_mark() && drop(pop_mark()) && import_name(argument_.text, argument_.second) &&
             call(0);
    case PickleAction::object: {
      const std::size_t count = has_mark() ? pop_mark() : 0;
      return count != 0 ? call(count - 1) : damaged("makes an object of nothing");
    }
    case PickleAction::build:
      if (!has(2)) {
        return false;
      }
      note_build(stack_[stack_.size() - 2]);
      return drop(1);
    default:
      return act_on_ids(opcode.action);
  }
}

bool PickleMachine::act_on_ids(PickleAction action) {
  if (action == PickleAction::stack_persistent) {
    if (!has(1)) {
      return false;
    }
    if (!is_storage(stack_.back())) {
      code("names something by a persistent id that is not a storage of torch");
    }
    return drop(1) && push({});
  }
  if (action == PickleAction::persistent) {
    code("names something by a persistent id that is not a storage of torch");
    return push({});
  }
  if (action == PickleAction::buffer) {
    code("takes a buffer from outside the file");
    return push({});
  }
  code("imports number " + std::to_string(argument_.number) + " of the extension registry");
  return push({PickleKind::global, PickleRole::refused, 0, 0});
}

bool PickleMachine::import_name(std::string_view module, std::string_view name) {
  const PickleRole role = pickle_role(module, name);
  if (role == PickleRole::refused && !log_.is_full()) {
    code("imports " + shown_global(module, name));
  }
  return push({PickleKind::global, role, 0, 0});
}

bool PickleMachine::stack_global() {
  const std::optional<std::string> name = text_of(stack_.back());
  const std::optional<std::string> module = text_of(stack_[stack_.size() - 2]);
  drop(2);
  if (!name || !module) {
    code("imports a computed global");
    return push({PickleKind::global, PickleRole::refused, 0, 0});
  }
  return import_name(*module, *name);
}

// A refused global was named where it was imported; what stands for nothing imported is new.
bool PickleMachine::call(std::size_t arguments) {
  const Value called = stack_[stack_.size() - 1 - arguments];
  const bool known = called.kind == PickleKind::global;
  if (!known) {
    code("calls a value that it did not import by name");
  } else if (called.role == PickleRole::storage) {
    code("calls a storage type, which only names one");
  }
  return drop(arguments + 1) &&
         push({PickleKind::made, known ? called.role : PickleRole::refused, 0, 0});
}

void PickleMachine::note_build(const Value& target) {
  const bool named_before = target.role == PickleRole::refused &&
                            (target.kind == PickleKind::global || target.kind == PickleKind::made);
  const bool fine = target.kind == PickleKind::made && target.role == PickleRole::ordered_dict;
  if (!fine && !named_before) {
    code("sets attributes of something that is no OrderedDict");
  }
}

std::optional<std::string> PickleMachine::text_of(const Value& value) const {
  if (!is_text(value.kind) || value.size > kLongestName) {
    return std::nullopt;
  }
  const std::string_view text = bytes_.substr(value.at, value.size);
  if (value.kind == PickleKind::text) {
    return std::string(text);
  }
  if (value.kind == PickleKind::raw_unicode) {
    return without_unicode_escapes(text);
  }
  // Between its quotes no name has another: Python would see two literals, a pickle sees one.
  const bool quoted = text.size() > 1 && (text.front() == '\'' || text.front() == '"') &&
                      text.find(text.front(), 1) == text.size() - 1;
  const auto literal = quoted ? python_literal(text) : std::nullopt;
  return literal ? std::optional(literal->bytes) : std::nullopt;
}

// ('storage', type, key, location, number of elements), which older versions of torch end in None.
bool PickleMachine::is_storage(const Value& id) const {
  if (id.kind != PickleKind::tuple || (id.size != kIdParts && id.size != kOldIdParts)) {
    return false;
  }
  const Value* part = &parts_[id.at];
  return text_of(part[0]) == "storage" && part[1].kind == PickleKind::global &&
         part[1].role == PickleRole::storage && is_text(part[2].kind) && is_text(part[3].kind) &&
         part[4].kind == PickleKind::integer &&
         (id.size == kIdParts || part[5].kind == PickleKind::none);
}

}  // namespace verifier
