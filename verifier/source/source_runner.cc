// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/source_runner.h"

#include <algorithm>

#include "verifier/source/python_decoder.h"
#include "verifier/source/python_path.h"
#include "verifier/source/python_scalar.h"

namespace verifier {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class RunnerFinder {
 public:
  explicit RunnerFinder(PyEvaluator& evaluator)
      : evaluator_(evaluator), names_(evaluator.names()), source_(names_.source()) {}

  std::vector<SourceRunner> run() {
    for (const PyId call : names_.calls()) {
      look_at(call);
    }
    return std::move(found_);
  }

 private:
  void look_at(PyId call) {
    const std::vector<PyId> places = names_.arguments(call);
    const std::string dotted = names_.dotted(source_.child(call, PyField::function));
    const std::string_view called = names_.called(call);
    if (dotted == "exec" && !places.empty()) {
      found_.push_back({call, "exec", evaluator_.value(places[0]), true});
    } else if (dotted == "eval" && !places.empty()) {
      // Expressions over names are common and small; only a decoded text is another program.
      const PyValue& value = evaluator_.value(places[0]);
      if (is_textual(value) && !value.layers.empty()) {
        found_.push_back({call, "exec", value, true});
      }
    } else if (dotted == "runpy.run_path" && !places.empty()) {
      found_.push_back({call, "exec", as_path(evaluator_.value(places[0])), true});
    } else if (is_one_of(called, {"spec_from_file_location", "SourceFileLoader"})) {
      const PyId path = places.size() > 1 ? places[1] : names_.keyword(call, "location");
      if (path != kNoNode) {
        found_.push_back({call, "import", as_path(evaluator_.value(path)), true});
      }
    } else if (is_one_of(dotted, {"runpy.run_module", "importlib.import_module", "__import__"}) &&
               !places.empty()) {
      look_at_module(call, places[0]);
    } else if (dotted.starts_with("subprocess.") || dotted.starts_with("os.exec") ||
               dotted.starts_with("os.spawn")) {
      look_at_process(call, dotted, places);
    }
  }

  void look_at_module(PyId call, PyId name) {
    const PyValue& value = evaluator_.value(name);
    if (value.type != PyType::text) {
      return;  // chosen at run time among installed packages, as a rule
    }
    PyValue path;
    path.type = PyType::path;
    path.text = value.text;
    std::replace(path.text.begin(), path.text.end(), '.', '/');
    path.text += ".py";
    found_.push_back({call, "import", path, false});
  }

  // The interpreter with a script, or a program of the folder itself.
  void look_at_process(PyId call, const std::string& dotted, const std::vector<PyId>& places) {
    const bool execs = dotted.starts_with("os.");
    const std::size_t at = execs ? 1 : 0;
    PyId list = at < places.size() ? places[at] : kNoNode;
    while (source_.kind(list) == PyKind::binary) {
      list = source_.child(list, PyField::left);  // [...] + sys.argv[1:]
    }
    if (source_.kind(list) != PyKind::list && source_.kind(list) != PyKind::tuple) {
      return;
    }
    std::vector<PyId> words = source_.children(list);
    if (words.empty()) {
      return;
    }
    const PyValue& program = evaluator_.value(words[0]);
    if (program.type == PyType::path) {
      found_.push_back({call, "exec", program, true});
      return;
    }
    if (!is_interpreter(words[0], program)) {
      return;
    }
    words.erase(words.begin());
    look_at_interpreter(call, words);
  }

  bool is_interpreter(PyId word, const PyValue& value) const {
    return names_.dotted(word) == "sys.executable" ||
           (value.type == PyType::text &&
            (value.text.starts_with("python") || value.text.ends_with("torchrun")));
  }

  void look_at_interpreter(PyId call, const std::vector<PyId>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const PyValue& word = evaluator_.value(words[i]);
      if (word.type == PyType::text && word.text == "-c" && i + 1 < words.size()) {
        found_.push_back({call, "exec", evaluator_.value(words[i + 1]), true});
        return;
      }
      if (word.type == PyType::text && word.text == "-m") {
        return;  // an installed module; installers are extra code
      }
      if (word.type == PyType::text && word.text.starts_with("-")) {
        continue;
      }
      if (source_.kind(words[i]) != PyKind::list_splat) {
        found_.push_back({call, "exec", as_path(word), true});
      }
      return;
    }
  }

  PyEvaluator& evaluator_;
  const PyNames& names_;
  const PythonSource& source_;
  std::vector<SourceRunner> found_;
};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

void add_module(std::string name, const std::string& folder, std::vector<std::string>& paths) {
  std::replace(name.begin(), name.end(), '.', '/');
  paths.push_back(folder + name + ".py");
  paths.push_back(folder + name + "/__init__.py");
}

}  // namespace

std::vector<SourceRunner> find_runners(PyEvaluator& evaluator) {
  return RunnerFinder(evaluator).run();
}

std::vector<std::string> module_paths(const PyEvaluator& evaluator, PyId import_statement) {
  const PythonSource& source = evaluator.names().source();
  std::vector<std::string> paths;
  const std::string folder = folder_of(evaluator.world().script);
  const PyId module = source.child(import_statement, PyField::module_name);
  std::string prefix;
  if (module != kNoNode) {
    std::string name(source.text_of(module));
    const std::size_t dots = std::min(name.find_first_not_of('.'), name.size());
    name.erase(0, dots);
    if (!name.empty()) {
      add_module(name, folder, paths);
      prefix = name + ".";
    }
  }
  for (const PyId part : source.children(import_statement)) {
    if (source.nodes[part].field == PyField::name) {
      const bool aliased = source.kind(part) == PyKind::aliased_import;
      const PyId name = aliased ? source.child(part, PyField::name) : part;
      add_module(prefix + std::string(source.text_of(name)), folder, paths);
    }
  }
  return paths;
}

std::vector<PyValue> unpacked_values(PyEvaluator& evaluator) {
  const PyNames& names = evaluator.names();
  std::vector<PyValue> values;
  PyId outermost_end = 0;
  for (const PyId call : names.calls()) {
    const std::string dotted = names.dotted(names.source().child(call, PyField::function));
    const auto value = call < outermost_end ? std::nullopt : decoder_value(evaluator, call, dotted);
    outermost_end = value ? names.source().nodes[call].last + 1 : outermost_end;
    if (value && is_known(*value)) {
      values.push_back(*value);
    }
  }
  return values;
}

}  // namespace verifier
