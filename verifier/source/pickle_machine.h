// SPDX-License-Identifier: Apache-2.0
// One pickle, followed instruction by instruction and never executed: the stack and the memo hold
// what kind each value is, so that names built, stored and fetched again are still seen where they
// are imported (security specification, F-04). Linear in the bytes; memory bounded by the limits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "verifier/source/pickle_globals.h"
#include "verifier/source/pickle_log.h"
#include "verifier/source/pickle_opcode.h"

namespace verifier {

// A byte string within the stream, which may be a pickle itself.
struct PickleSpan {
  std::size_t at = 0;
  std::size_t size = 0;
};

class PickleMachine {
 public:
  // Findings name places in `bytes` plus `base`.
  PickleMachine(std::string_view bytes, std::uint64_t base, const PickleLimits& limits,
                PickleLog& log);

  // Reads the pickle that begins at a place and takes what it used off `opcodes`. The place behind
  // its end; nothing where it has none, and the log says why.
  std::optional<std::size_t> run(std::size_t at, std::uint64_t& opcodes);

  const std::vector<PickleSpan>& spans() const { return spans_; }

 private:
  struct Value {
    PickleKind kind = PickleKind::other;
    PickleRole role = PickleRole::refused;  // of a global, or of what made it
    std::uint32_t at = 0;                   // in the bytes, or of a tuple in parts_
    std::uint32_t size = 0;
  };
  struct Argument {
    std::uint64_t number = 0;
    std::string_view text;
    std::string_view second;
  };

  bool step();
  bool read_argument(PickleArgument form);
  bool read_number(std::size_t width);
  bool read_line(std::string_view& line);
  bool read_counted(std::size_t width);

  bool act(const PickleOpcode& opcode);
  bool act_on_stack(const PickleOpcode& opcode);
  bool act_on_memo(const PickleOpcode& opcode);
  bool act_on_globals(const PickleOpcode& opcode);
  bool act_on_ids(PickleAction action);

  bool damaged(const std::string& what);
  bool beyond(const std::string& what);
  void code(const std::string& what);

  bool push(const Value& value);
  bool push_read(PickleKind kind);
  bool has(std::size_t count);
  bool has_mark();
  bool drop(std::size_t count);
  std::size_t pop_mark();
  bool keep_tuple(std::size_t count);
  bool pop();
  bool store(std::uint64_t index);
  std::optional<std::uint64_t> index_of(const PickleOpcode& opcode) const;
  std::optional<std::string> text_of(const Value& value) const;
  bool import_name(std::string_view module, std::string_view name);
  bool stack_global();
  bool call(std::size_t arguments);
  void note_build(const Value& target);
  bool is_storage(const Value& id) const;

  std::string_view bytes_;
  std::uint64_t base_;
  const PickleLimits& limits_;
  PickleLog& log_;
  std::size_t at_ = 0;
  std::size_t opcode_at_ = 0;
  bool stopped_ = false;
  Argument argument_;
  std::vector<Value> stack_;
  std::vector<std::size_t> marks_;
  std::vector<Value> parts_;  // of tuples that may be persistent ids
  std::unordered_map<std::uint64_t, Value> memo_;
  std::vector<PickleSpan> spans_;
};

}  // namespace verifier
