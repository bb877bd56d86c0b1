// SPDX-License-Identifier: Apache-2.0
// What a Python expression stands for when nothing is run: constants, literals through the decoders
// that packed scripts use, files of the folder, settings by their defaults. Everything else is
// unknown, with the place that stopped it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/source/python_names.h"
#include "verifier/source/unpack.h"

namespace verifier {

enum class PyType { unknown, none, truth, number, text, bytes, path, file, list };

struct PyValue {
  PyType type = PyType::unknown;
  std::string text;                 // of text and bytes; relative to the folder for path and file
  double number = 0;                // of number and truth
  std::vector<PyValue> items;       // of list; a dictionary is a list of keys and values in turn
  std::vector<std::string> layers;  // wrappers taken off on the way, outermost first
  std::vector<std::string> files;   // of the folder, read on the way
  PyId at = kNoNode;                // where it stopped, of unknown
  std::string why;                  // of unknown
  bool is_setting = false;          // unknown, because a setting has no default
};

bool is_known(const PyValue& value);
// Whether `if` takes it for true; asked of known values only.
bool is_true(const PyValue& value);

// What lies around a text: its own path in the folder, the bytes of other files there (null where
// there is none of that path), and what a wrapper around it put into the environment.
struct PyWorld {
  std::string script;
  std::function<const std::string*(std::string_view path)> file;
  std::map<std::string, std::string> environment;
};

class PyEvaluator {
 public:
  // Both must outlive the evaluator.
  PyEvaluator(const PyNames& names, const PyWorld& world) : names_(names), world_(world) {}

  const PyValue& value(PyId expression);
  // Of an environment variable, by what the text or its wrapper sets, else by the default given.
  PyValue environment(PyId variable, PyId default_value);

  const PyNames& names() const { return names_; }
  const PyWorld& world() const { return world_; }
  PyValue unknown(PyId at, std::string why) const;

 private:
  PyValue compute(PyId id);
  PyValue compute_name(PyId id);
  PyValue compute_attribute(PyId id);
  PyValue compute_binary(PyId id);
  PyValue compute_boolean(PyId id);
  PyValue compute_comparison(PyId id);
  PyValue compute_subscript(PyId id);
  PyValue compute_strings(PyId id);
  PyValue compute_list(PyId id);
  PyValue option_default(PyId setting);

  const PyNames& names_;
  const PyWorld& world_;
  std::map<PyId, PyValue> known_;
  std::set<PyId> open_;  // being computed: a name that depends on itself
  std::size_t budget_bytes_ = std::size_t{64} << 20U;  // of text made along the way
};

}  // namespace verifier
