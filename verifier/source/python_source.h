// SPDX-License-Identifier: Apache-2.0
// Python text as a syntax tree of our own, so that one source alone sees the grammar. The grammar
// is tree-sitter's, from a wheel that carries it compiled: it links, needs no Python, goes on after
// an error, knows newer syntax than an installed Python's own `ast`, and cannot run anything.
// Nodes lie in one array in reading order; whoever walks them needs no recursion.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/source/python_kinds.h"

namespace verifier {

using PyId = std::uint32_t;
inline constexpr PyId kNoNode = 0xFFFFFFFFU;

struct PyNode {
  PyKind kind = PyKind::other;
  PyField field = PyField::none;
  std::uint32_t begin = 0;  // bytes of the text
  std::uint32_t end = 0;
  std::uint32_t line = 0;  // from 1
  PyId parent = kNoNode;
  PyId first = kNoNode;  // child
  PyId next = kNoNode;   // sibling
  PyId last = 0;         // the highest id within; ids within are id+1 .. last
};

struct PythonSource {
  std::string text;
  std::vector<PyNode> nodes;      // nodes[0] is the module
  std::uint64_t error_bytes = 0;  // text that the grammar could not place
  std::uint32_t first_error_line = 0;

  std::string_view text_of(PyId id) const;
  PyKind kind(PyId id) const { return id == kNoNode ? PyKind::other : nodes[id].kind; }
  std::uint32_t line(PyId id) const { return id == kNoNode ? 0 : nodes[id].line; }
  // The first child in that part; kNoNode where there is none. Accepts kNoNode.
  PyId child(PyId id, PyField field) const;
  std::vector<PyId> children(PyId id) const;
  // The nearest ancestor of a kind; kNoNode where there is none.
  PyId ancestor(PyId id, PyKind wanted) const;
  bool within(PyId id, PyId outer) const { return id >= outer && id <= nodes[outer].last; }
};

// Fails (bad_input, "unreadable") for text that is larger than 8 MiB, holds a NUL byte, keeps more
// symbols open than the grammar can take, or takes it longer than two seconds.
Result<PythonSource> parse_python(std::string_view text);

}  // namespace verifier
