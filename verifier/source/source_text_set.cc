// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/source_text_set.h"

#include <algorithm>
#include <utility>

#include "verifier/source/python_reach.h"
#include "verifier/source/python_scalar.h"
#include "verifier/source/source_runner.h"

namespace verifier {
namespace {

constexpr int kMostWrappers = 3;
constexpr std::size_t kMostTexts = 64;
// A literal that is run and shorter than this is a remark, no text of its own.
constexpr std::size_t kSmallText = 200;

bool is_python(std::string_view path) {
  return path.ends_with(".py");
}

// Whether bytes read as a program: mostly placed by the grammar, and more than a word.
bool looks_like_python(const PythonSource& source) {
  return source.nodes.size() > 3 && source.error_bytes * 4 <= source.text.size();
}

const std::string* file_of(const SubmissionSource& source, std::string_view path) {
  const auto it = std::find_if(source.files.begin(), source.files.end(),
                               [&](const SourceFile& file) { return file.path == path; });
  return it == source.files.end() || it->withheld ? nullptr : &it->bytes;
}

class TextCollector {
 public:
  explicit TextCollector(const SubmissionSource& source) : source_(source) {}

  SourceTextSet run(const std::string& script) {
    files_.insert(script);
    if (const std::string* bytes = file_of(source_, script)) {
      add({script, script, {}, 0}, *bytes, nullptr);
    } else {
      stop({script, 0}, "the script is too large to be read");
    }
    for (std::size_t i = 0; i < set_.texts.size(); ++i) {
      follow(i);
    }
    choose_innermost();
    return std::move(set_);
  }

 private:
  struct From {
    std::string file;
    std::string shown;
    std::vector<std::string> layers;
    int depth = 0;
  };

  void stop(const SourcePlace& at, const std::string& because) {
    if (set_.readable) {
      set_.readable = false;
      set_.at = at;
      set_.because = because;
    }
  }

  // Whether the text could be parsed.
  bool add(const From& origin, std::string_view bytes, const SourceText* from) {
    if (set_.texts.size() >= kMostTexts || origin.depth > kMostWrappers) {
      stop({origin.shown, 0}, origin.depth > kMostWrappers
                                  ? "more than " + std::to_string(kMostWrappers) + " wrappers"
                                  : "more than " + std::to_string(kMostTexts) + " texts");
      return false;
    }
    Result<PythonSource> parsed = parse_python(bytes);
    if (!parsed.ok()) {
      stop({origin.shown, 0}, parsed.failure().message);
      return false;
    }
    auto text = std::make_unique<SourceText>();
    text->file = origin.file;
    text->shown = origin.shown;
    text->layers = origin.layers;
    text->depth = origin.depth;
    text->source = std::move(parsed.value());
    text->world.script = origin.file;
    text->world.file = [&source = source_](std::string_view path) { return file_of(source, path); };
    if (from != nullptr) {
      inherit_environment(*from, text->world);
    }
    text->names = std::make_unique<PyNames>(text->source);
    text->evaluator = std::make_unique<PyEvaluator>(*text->names, text->world);
    if (origin.depth == 0 && !bytes.empty() && !looks_like_python(text->source) &&
        text->source.error_bytes != 0) {
      stop({origin.shown, text->source.first_error_line}, "it does not read as Python");
    }
    set_.texts.push_back(std::move(text));
    return true;
  }

  // What a wrapper sets in the environment are the defaults of what it runs.
  static void inherit_environment(const SourceText& from, PyWorld& world) {
    world.environment = from.world.environment;
    for (const std::string& variable : from.names->environment_names()) {
      const PyValue& value = from.evaluator->value(from.names->environment(variable));
      if (value.type == PyType::text) {
        world.environment[variable] = value.text;
      }
    }
  }

  void follow(std::size_t index) {
    SourceText& text = *set_.texts[index];
    for (const PyId import : text.names->imports()) {
      follow_import(text, import);
    }
    std::vector<SourceRunner> unresolved;
    for (const SourceRunner& runner : find_runners(*text.evaluator)) {
      if (!follow_runner(index, runner) && runner.is_required) {
        unresolved.push_back(runner);
      }
    }
    if (!unresolved.empty() && !follow_unpacked(index)) {
      report(text, unresolved);
    }
  }

  // A runner that nothing calls runs nothing.
  void report(SourceText& text, const std::vector<SourceRunner>& unresolved) {
    const PyReach reach(*text.evaluator);
    for (const SourceRunner& runner : unresolved) {
      const Reach at = reach.of(runner.at);
      if (at != Reach::never_called && at != Reach::switched_off) {
        stop({text.shown, text.source.line(runner.at)},
             "it runs a text that reading alone cannot give: " +
                 (runner.what.why.empty() ? "its file is not in the folder" : runner.what.why));
      }
    }
  }

  void follow_import(SourceText& text, PyId import) {
    for (const std::string& path : module_paths(*text.evaluator, import)) {
      load_file(path, "import", {text.shown, text.source.line(import)}, text);
    }
  }

  // Whether the file is there; each is listed and read once.
  bool load_file(const std::string& path, const std::string& how, const SourcePlace& at,
                 const SourceText& from) {
    const auto it = std::find_if(source_.files.begin(), source_.files.end(),
                                 [&](const SourceFile& f) { return f.path == path; });
    if (it == source_.files.end()) {
      return false;
    }
    if (files_.insert(path).second) {
      set_.helpers.push_back(
          {path, it->withheld ? it->withheld->bytes : it->bytes.size(), how, at});
      if (is_python(path) && !it->withheld) {
        add({path, path, {}, 0}, it->bytes, &from);
      }
    }
    return true;
  }

  bool follow_runner(std::size_t index, const SourceRunner& runner) {
    SourceText& text = *set_.texts[index];
    const SourcePlace at = {text.shown, text.source.line(runner.at)};
    if (runner.what.type == PyType::path) {
      return load_file(runner.what.text, runner.how, at, text);
    }
    if (!is_textual(runner.what)) {
      return false;
    }
    bool plain_file = runner.what.layers.empty() && !runner.what.files.empty();
    for (const std::string& path : runner.what.files) {
      plain_file = load_file(path, is_python(path) ? "exec" : "open", at, text) && plain_file &&
                   is_python(path);
    }
    return plain_file || add_unpacked(index, runner.what);
  }

  // A text that one in hand unpacks, or holds as a literal.
  bool add_unpacked(std::size_t index, const PyValue& value) {
    const SourceText& from = *set_.texts[index];
    if (value.layers.empty() && value.text.size() < kSmallText) {
      return true;
    }
    std::vector<std::string> layers = from.layers;
    layers.insert(layers.end(), value.layers.begin(), value.layers.end());
    const std::string shown =
        from.file + (value.layers.empty() ? " (text it runs)" : " (unpacked)");
    const std::string known = value.text;
    const bool again = std::any_of(set_.texts.begin(), set_.texts.end(),
                                   [&](const auto& text) { return text->source.text == known; });
    if (again) {
      return true;
    }
    const int depth = from.depth + 1;
    const SourceText* parent = set_.texts[index].get();
    if (!add({from.file, shown, layers, depth}, known, parent)) {
      return true;  // the reason is noted
    }
    if (!value.layers.empty()) {
      parents_.push_back({set_.texts.size() - 1, index});
    }
    return true;
  }

  // Where a runner cannot be followed (a temporary file, a part of a list), what the text unpacks
  // is what it runs.
  bool follow_unpacked(std::size_t index) {
    bool any = false;
    for (const PyValue& value : unpacked_values(*set_.texts[index]->evaluator)) {
      const Result<PythonSource> parsed = parse_python(value.text);
      if (parsed.ok() && looks_like_python(parsed.value())) {
        any = add_unpacked(index, value) || any;
      }
    }
    return any;
  }

  // The entry point is what its wrapper unpacks, where the wrapper defines nothing of its own or is
  // the smaller part.
  void choose_innermost() {
    std::size_t at = 0;
    for (const auto& [child, parent] : parents_) {
      const SourceText& inner = *set_.texts[child];
      const SourceText& outer = *set_.texts[parent];
      const bool wraps = outer.names->functions().empty() ||
                         inner.source.text.size() * 3 > outer.source.text.size();
      at = parent == at && wraps ? child : at;
    }
    set_.innermost = at;
  }

  const SubmissionSource& source_;
  SourceTextSet set_;
  std::set<std::string> files_;
  std::vector<std::pair<std::size_t, std::size_t>> parents_;  // unpacked text, wrapper
};

}  // namespace

SourceTextSet read_source_texts(const SubmissionSource& source, const std::string& script) {
  return TextCollector(source).run(script);
}

}  // namespace verifier
