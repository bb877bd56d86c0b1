// SPDX-License-Identifier: Apache-2.0
// The places of a Python text that run other Python: exec, runpy, importlib, a process of the
// interpreter, import statements. Each with what it runs, as far as reading can tell.
#pragma once

#include <string>
#include <vector>

#include "verifier/source/python_value.h"

namespace verifier {

struct SourceRunner {
  PyId at = kNoNode;
  std::string how;          // "import", "exec" or "open"
  PyValue what;             // text, path in the folder, or unknown
  bool is_required = true;  // cannot be had: then the source was not read
};

std::vector<SourceRunner> find_runners(PyEvaluator& evaluator);

// Paths that an import of a text may mean in the folder, best first: "a/b.py", "a/b/__init__.py".
std::vector<std::string> module_paths(const PyEvaluator& evaluator, PyId import_statement);

// Texts that are written to a file, and the results of outermost decoder calls: what a runner that
// cannot be followed may have meant.
std::vector<PyValue> unpacked_values(PyEvaluator& evaluator);

}  // namespace verifier
