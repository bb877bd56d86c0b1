// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/pickle_machine.h"

#include "reference_impl/base/little_endian.h"

namespace verifier {
namespace {

constexpr std::size_t kSmallestPickle = 4;

}  // namespace

PickleMachine::PickleMachine(std::string_view bytes, std::uint64_t base, const PickleLimits& limits,
                             PickleLog& log)
    : bytes_(bytes), base_(base), limits_(limits), log_(log) {}

std::optional<std::size_t> PickleMachine::run(std::size_t at, std::uint64_t& opcodes) {
  at_ = at;
  while (!stopped_) {
    opcode_at_ = at_;
    if (opcodes == 0) {
      beyond("holds more instructions than are followed");
      return std::nullopt;
    }
    --opcodes;
    if (!step()) {
      return std::nullopt;
    }
  }
  return at_;
}

bool PickleMachine::step() {
  if (at_ >= bytes_.size()) {
    return damaged("ends before its STOP");
  }
  const auto byte = static_cast<unsigned char>(bytes_[at_++]);
  const PickleOpcode& opcode = pickle_opcode(byte);
  if (opcode.action == PickleAction::unknown) {
    return damaged("holds a byte that is no instruction");
  }
  argument_ = {};
  return read_argument(opcode.argument) && act(opcode);
}

bool PickleMachine::damaged(const std::string& what) {
  log_.add(PickleFault::damage, base_ + opcode_at_, what);
  return false;
}

bool PickleMachine::beyond(const std::string& what) {
  log_.add(PickleFault::limit, base_ + opcode_at_, what);
  return false;
}

void PickleMachine::code(const std::string& what) {
  log_.add(PickleFault::code, base_ + opcode_at_, what);
}

bool PickleMachine::read_argument(PickleArgument form) {
  switch (form) {
    case PickleArgument::none:
      return true;
    case PickleArgument::bytes1:
      return read_number(1);
    case PickleArgument::bytes2:
      return read_number(2);
    case PickleArgument::bytes4:
      return read_number(4);
    case PickleArgument::bytes8:
      return read_number(8);
    case PickleArgument::line:
      return read_line(argument_.text);
    case PickleArgument::two_lines:
      return read_line(argument_.text) && read_line(argument_.second);
    case PickleArgument::counted1:
      return read_counted(1);
    case PickleArgument::counted4:
      return read_counted(4);
    case PickleArgument::counted8:
      return read_counted(8);
  }
  return false;
}

bool PickleMachine::read_number(std::size_t width) {
  if (bytes_.size() - at_ < width) {
    return damaged("ends within an instruction");
  }
  argument_.number = reference::little_endian(bytes_.substr(at_, width));
  at_ += width;
  return true;
}

bool PickleMachine::read_line(std::string_view& line) {
  const std::string_view rest = bytes_.substr(at_, limits_.line_bytes);
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    return rest.size() == limits_.line_bytes ? beyond("holds a line longer than is read")
                                             : damaged("ends within an instruction");
  }
  line = rest.substr(0, end);
  at_ += end + 1;
  return true;
}

bool PickleMachine::read_counted(std::size_t width) {
  if (!read_number(width)) {
    return false;
  }
  if (argument_.number > bytes_.size() - at_) {
    return damaged("promises more bytes than it has");
  }
  const auto size = static_cast<std::size_t>(argument_.number);
  argument_.text = bytes_.substr(at_, size);
  at_ += size;
  return true;
}

bool PickleMachine::act(const PickleOpcode& opcode) {
  switch (opcode.action) {
    case PickleAction::ignore:
      return true;
    case PickleAction::stop:
      stopped_ = has(1);
      return stopped_;
    case PickleAction::put:
    case PickleAction::get:
    case PickleAction::memoize:
      return act_on_memo(opcode);
    case PickleAction::global:
    case PickleAction::stack_global:
    case PickleAction::call:
    case PickleAction::instance:
    case PickleAction::object:
    case PickleAction::build:
    case PickleAction::persistent:
    case PickleAction::stack_persistent:
    case PickleAction::extension:
    case PickleAction::buffer:
      return act_on_globals(opcode);
    default:
      return act_on_stack(opcode);
  }
}

bool PickleMachine::act_on_stack(const PickleOpcode& opcode) {
  switch (opcode.action) {
    case PickleAction::push:
      return push_read(opcode.gives);
    case PickleAction::drop:
      return has(opcode.takes + 1) && drop(opcode.takes);
    case PickleAction::from_mark:
      return has_mark() && drop(pop_mark()) && push({});
    case PickleAction::add_items:
      return has_mark() && drop(pop_mark()) && has(1);
    case PickleAction::keep_tuple:
      return opcode.takes != 0 ? has(opcode.takes) && keep_tuple(opcode.takes)
                               : has_mark() && keep_tuple(pop_mark());
    case PickleAction::pop:
      return pop();
    case PickleAction::duplicate:
      return has(1) && push(Value(stack_.back()));
    case PickleAction::mark:
      marks_.push_back(stack_.size());
      return marks_.size() <= limits_.stack || beyond("stacks more marks than are followed");
    case PickleAction::pop_mark:
      return has_mark() && drop(pop_mark());
    default:
      return damaged("holds a byte that is no instruction");
  }
}

bool PickleMachine::push(const Value& value) {
  stack_.push_back(value);
  return stack_.size() <= limits_.stack || beyond("stacks more values than are followed");
}

bool PickleMachine::push_read(PickleKind kind) {
  Value value{kind, PickleRole::refused, 0, 0};
  const std::string_view text = argument_.text;
  const bool is_bytes = kind == PickleKind::bytes;
  const bool is_text =
      kind == PickleKind::text || kind == PickleKind::quoted || kind == PickleKind::raw_unicode;
  if (is_text && text.size() > limits_.text_bytes) {
    return beyond("holds a text longer than is read");
  }
  if (is_text || is_bytes) {
    const auto from = static_cast<std::size_t>(text.data() - bytes_.data());
    value.at = static_cast<std::uint32_t>(from);
    value.size = static_cast<std::uint32_t>(text.size());
    if (text.size() >= kSmallestPickle && kind != PickleKind::raw_unicode) {
      spans_.push_back({from, text.size()});
    }
  }
  return push(value);
}

// What stands below a mark is out of reach until the mark is gone.
bool PickleMachine::has(std::size_t count) {
  const std::size_t fence = marks_.empty() ? 0 : marks_.back();
  return stack_.size() - fence >= count || damaged("takes more from its stack than is there");
}

bool PickleMachine::has_mark() {
  return !marks_.empty() || damaged("takes a mark that was not set");
}

// Removes the newest mark; how many values stand above it.
std::size_t PickleMachine::pop_mark() {
  const std::size_t count = stack_.size() - marks_.back();
  marks_.pop_back();
  return count;
}

bool PickleMachine::drop(std::size_t count) {
  stack_.resize(stack_.size() - count);
  return true;
}

bool PickleMachine::pop() {
  if (!marks_.empty() && marks_.back() == stack_.size()) {
    marks_.pop_back();
    return true;
  }
  return has(1) && drop(1);
}

bool PickleMachine::keep_tuple(std::size_t count) {
  Value tuple{PickleKind::tuple, PickleRole::refused, static_cast<std::uint32_t>(parts_.size()),
              static_cast<std::uint32_t>(count)};
  if (count == 5 || count == 6) {  // as long as a persistent id
    parts_.insert(parts_.end(), stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
  }
  return drop(count) && push(tuple);
}

bool PickleMachine::act_on_memo(const PickleOpcode& opcode) {
  const std::optional<std::uint64_t> index = index_of(opcode);
  if (!index) {
    return damaged("names a memo entry by no number");
  }
  if (opcode.action != PickleAction::get) {
    return has(1) && store(*index);
  }
  const auto entry = memo_.find(*index);
  return entry == memo_.end() ? damaged("reads a memo entry that was not written")
                              : push(Value(entry->second));
}

bool PickleMachine::store(std::uint64_t index) {
  memo_[index] = stack_.back();
  return memo_.size() <= limits_.memo || beyond("keeps more memo entries than are followed");
}

std::optional<std::uint64_t> PickleMachine::index_of(const PickleOpcode& opcode) const {
  if (opcode.action == PickleAction::memoize) {
    return memo_.size();
  }
  if (opcode.argument != PickleArgument::line) {
    return argument_.number;
  }
  constexpr std::size_t kMostDigits = 9;
  if (argument_.text.empty() || argument_.text.size() > kMostDigits) {
    return std::nullopt;
  }
  std::uint64_t index = 0;
  for (const char c : argument_.text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    index = 10 * index + static_cast<std::uint64_t>(c - '0');
  }
  return index;
}

}  // namespace verifier
