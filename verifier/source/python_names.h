// SPDX-License-Identifier: Apache-2.0
// Which name of a Python text stands for what: imports, assignments, functions, settings. Only
// reading; where a name may stand for several things, nothing is said.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "verifier/source/python_source.h"

namespace verifier {

// One thing that a name was made to stand for.
struct PyBinding {
  PyId value = kNoNode;      // the expression; kNoNode where it is not one (a loop variable)
  PyId statement = kNoNode;  // the place
  std::string module;        // of an import: "base64.b85decode"
  PyId function = kNoNode;   // of a definition
};

class PyNames {
 public:
  explicit PyNames(const PythonSource& source);

  // What an identifier stands for where it is used; nothing where that depends on the run.
  std::optional<PyBinding> resolve(PyId identifier) const;
  // "base64.b85decode" for a dotted expression that begins with an imported or built-in name.
  std::string dotted(PyId expression) const;
  // The one default of a setting: a class attribute or a command-line option of that name.
  PyId setting(std::string_view name) const;
  // Functions and classes by their own name.
  const std::vector<PyId>& definitions(std::string_view name) const;
  // Every call of the text, in order; and those of a function or method by its last name.
  const std::vector<PyId>& calls() const { return calls_; }
  const std::vector<PyId>& calls_of(std::string_view name) const;
  const std::vector<PyId>& imports() const { return imports_; }
  const std::vector<PyId>& functions() const { return functions_; }
  // The function or class that a node belongs to; the module otherwise.
  PyId scope_of(PyId id) const;
  // A value that os.environ.setdefault or an assignment to os.environ gives a variable.
  PyId environment(std::string_view variable) const;
  std::vector<std::string> environment_names() const;

  const PythonSource& source() const { return source_; }
  // The last part of what is called: "decompress" of lzma.decompress(...).
  std::string_view called(PyId call) const;
  // Arguments by place, without the keyword ones; and one by keyword.
  std::vector<PyId> arguments(PyId call) const;
  PyId keyword(PyId call, std::string_view name) const;

 private:
  std::optional<PyBinding> last_before(const std::vector<PyBinding>& all, PyId identifier,
                                       PyId scope) const;
  void index(PyId id);
  void index_alias(PyId id);
  void index_assignment(PyId id);
  void index_import(PyId id);
  void index_from(PyId id);
  void index_call(PyId id);
  void bind(PyId scope, std::string_view name, const PyBinding& binding);
  void bind_target(PyId target, PyId value, PyId statement);
  void bind_all_in(PyId targets, PyId statement);

  const PythonSource& source_;
  std::map<std::pair<PyId, std::string_view>, std::vector<PyBinding>> bindings_;
  std::map<std::string_view, std::vector<PyId>> definitions_;
  std::map<std::string_view, std::vector<PyId>> calls_by_name_;
  std::map<std::string_view, std::vector<PyId>> settings_;
  std::map<std::string, std::vector<PyId>> environment_;
  std::vector<PyId> calls_;
  std::vector<PyId> imports_;
  std::vector<PyId> functions_;
};

}  // namespace verifier
