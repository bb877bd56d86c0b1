// SPDX-License-Identifier: Apache-2.0
// The instructions of Python's pickle, protocols 0 to 5: what follows each in the stream and what
// it does to the stack (security specification, F-04).
#pragma once

#include <cstdint>

namespace verifier {

// What stands behind an instruction's byte.
enum class PickleArgument {
  none,
  bytes1,
  bytes2,
  bytes4,
  bytes8,
  line,
  two_lines,
  counted1,  // a length of one byte, then as many bytes
  counted4,
  counted8
};

enum class PickleAction {
  unknown,  // no instruction of any protocol
  ignore,
  push,        // of kind `gives`
  drop,        // `takes` values, of which at least one more stays below
  from_mark,   // all above the mark by one of kind `gives`
  add_items,   // all above the mark into what stands below it
  keep_tuple,  // `takes` values, or all above the mark where it is 0, by a tuple
  pop,
  duplicate,
  mark,
  pop_mark,
  put,
  get,
  memoize,
  global,
  stack_global,
  call,        // of what stands `takes` below the top
  instance,    // a global, called with all above the mark
  object,      // what stands first above the mark, called with the rest
  build,       // sets attributes of what stands below the top
  persistent,  // an id that the loading program resolves
  stack_persistent,
  extension,  // a number that the loading program's registry turns into a global
  buffer,     // bytes from outside the stream
  stop
};

enum class PickleKind : std::uint8_t {
  other,
  none,
  integer,
  text,
  quoted,       // text as Python's repr writes it
  raw_unicode,  // text with \u escapes
  bytes,
  tuple,
  global,
  made  // what a call gave
};

struct PickleOpcode {
  PickleAction action = PickleAction::unknown;
  PickleArgument argument = PickleArgument::none;
  PickleKind gives = PickleKind::other;
  std::uint32_t takes = 0;
};

const PickleOpcode& pickle_opcode(unsigned char byte);

}  // namespace verifier
