// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_call.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "verifier/source/python_decoder.h"
#include "verifier/source/python_path.h"
#include "verifier/source/python_scalar.h"

namespace verifier {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string stripped(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\f\v");
  const std::size_t last = text.find_last_not_of(" \t\r\n\f\v");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
  if (from.empty()) {
    return text;
  }
  std::string out;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string::npos; hit = text.find(from, at)) {
    out.append(text, at, hit - at);
    out += to;
    at = hit + from.size();
  }
  return out + text.substr(at);
}

PyValue split(const PyValue& value, const std::string& separator) {
  PyValue list;
  list.type = PyType::list;
  list.layers = value.layers;
  list.files = value.files;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = value.text.find(separator, at);
    PyValue part = value;
    part.text = value.text.substr(at, end - at);
    list.items.push_back(std::move(part));
    if (end == std::string::npos) {
      return list;
    }
    at = end + separator.size();
  }
}

PyValue scalar(PyType type, double number) {
  PyValue value;
  value.type = type;
  value.number = number;
  return value;
}

class CallReader {
 public:
  CallReader(PyEvaluator& evaluator, PyId call)
      : evaluator_(evaluator),
        names_(evaluator.names()),
        source_(names_.source()),
        call_(call),
        places_(names_.arguments(call)),
        called_(names_.called(call)),
        object_(source_.child(source_.child(call, PyField::function), PyField::object)) {}

  PyValue run() {
    const std::string dotted = dotted_name();
    if (const std::optional<PyValue> decoded = decoder_value(evaluator_, call_, dotted)) {
      return *decoded;
    }
    if (is_one_of(dotted, {"os.environ.get", "os.getenv"}) && !places_.empty()) {
      return environment();
    }
    if (places_.size() == 1 && is_one_of(dotted, {"int", "float", "bool", "str", "bytes"})) {
      return converted(dotted);
    }
    if (is_one_of(dotted, {"compile", "bytearray", "memoryview", "io.BytesIO", "io.StringIO"}) &&
        !places_.empty()) {
      return evaluator_.value(places_[0]);
    }
    if (is_one_of(dotted, {"marshal.loads", "pickle.loads", "bz2.decompress"})) {
      return evaluator_.unknown(call_, dotted + " is not undone here");
    }
    if (const std::optional<PyValue> path = path_function(dotted)) {
      return *path;
    }
    if (dotted == "getattr" && places_.size() == 3) {
      return attribute_or_default();
    }
    if (object_ != kNoNode) {
      return method();
    }
    return own_function();
  }

 private:
  // "lzma.LZMADecompressor.decompress" for a method of an object that is made on the spot.
  std::string dotted_name() const {
    std::string plain = names_.dotted(source_.child(call_, PyField::function));
    if (plain.empty() && source_.kind(object_) == PyKind::call) {
      const std::string made = names_.dotted(source_.child(object_, PyField::function));
      return made.empty() ? "" : made + "." + std::string(called_);
    }
    const std::optional<PyBinding> binding =
        source_.kind(object_) == PyKind::identifier ? names_.resolve(object_) : std::nullopt;
    if (binding && source_.kind(binding->value) == PyKind::call && binding->module.empty()) {
      const std::string made = names_.dotted(source_.child(binding->value, PyField::function));
      return made == "zstandard.ZstdDecompressor" ? made + "." + std::string(called_) : plain;
    }
    return plain;
  }

  PyValue environment() {
    const PyId fallback = places_.size() > 1 ? places_[1] : names_.keyword(call_, "default");
    PyValue value = evaluator_.environment(places_[0], fallback);
    // A variable that is not there reads as None, which is a default as good as any.
    return value.is_setting ? scalar(PyType::none, 0) : value;
  }

  PyValue converted(const std::string& to) {
    PyValue value = evaluator_.value(places_[0]);
    if (!is_known(value)) {
      return value;
    }
    if (to == "bool") {
      return scalar(PyType::truth, is_true(value) ? 1 : 0);
    }
    if (to == "str" || to == "bytes") {
      PyValue text = value;
      if (value.type == PyType::number || value.type == PyType::truth) {
        text.type = PyType::text;
        text.text = value.type == PyType::truth ? (value.number != 0 ? "True" : "False")
                                                : std::to_string(static_cast<long>(value.number));
      }
      return text;
    }
    if (is_textual(value)) {
      char* end = nullptr;
      const std::string digits = stripped(value.text);
      const double number = std::strtod(digits.c_str(), &end);
      return end == digits.c_str() + digits.size() && !digits.empty()
                 ? scalar(PyType::number, number)
                 : evaluator_.unknown(places_[0], "not a number");
    }
    return value.type == PyType::number || value.type == PyType::truth
               ? scalar(PyType::number, value.number)
               : evaluator_.unknown(call_, "not a number");
  }

  std::optional<PyValue> path_function(const std::string& dotted) {
    if (is_one_of(dotted, {"pathlib.Path.cwd", "os.getcwd"})) {
      return scalar(PyType::path, 0);
    }
    if (places_.empty()) {
      return std::nullopt;
    }
    if (is_one_of(dotted, {"open", "io.open"})) {
      PyValue file = as_path(evaluator_.value(places_[0]));
      file.type = is_known(file) ? PyType::file : PyType::unknown;
      return file;
    }
    if (is_one_of(dotted, {"os.path.abspath", "os.path.realpath", "os.fspath", "pathlib.Path",
                           "os.path.normpath"}) &&
        places_.size() == 1) {
      return as_path(evaluator_.value(places_[0]));
    }
    if (dotted == "os.path.dirname") {
      const PyValue path = as_path(evaluator_.value(places_[0]));
      return is_known(path) ? path_part(path, "parent") : path;
    }
    if (dotted == "os.path.join" || dotted == "pathlib.Path") {
      PyValue path = as_path(evaluator_.value(places_[0]));
      for (std::size_t i = 1; i < places_.size() && is_known(path); ++i) {
        const PyValue& part = evaluator_.value(places_[i]);
        path = part.type == PyType::text ? joined_path(path, part.text)
                                         : evaluator_.unknown(places_[i], "not a name");
      }
      return path;
    }
    return std::nullopt;
  }

  PyValue attribute_or_default() {
    const PyValue& name = evaluator_.value(places_[1]);
    const PyId setting = name.type == PyType::text ? names_.setting(name.text) : kNoNode;
    return evaluator_.value(setting != kNoNode ? setting : places_[2]);
  }

  PyValue read(const PyValue& file) {
    const std::string* bytes =
        evaluator_.world().file ? evaluator_.world().file(file.text) : nullptr;
    if (bytes == nullptr) {
      return evaluator_.unknown(call_, "a file that is not in the folder: " + file.text);
    }
    PyValue value = file;
    value.type = PyType::bytes;
    value.text = *bytes;
    value.files.push_back(file.text);
    return value;
  }

  PyValue method() {
    PyValue object = evaluator_.value(object_);
    if (!is_known(object)) {
      return object;
    }
    if (object.type == PyType::file && called_ == "read") {
      return read(object);
    }
    if (object.type == PyType::path) {
      return path_method(object);
    }
    return is_textual(object) ? text_method(object)
                              : evaluator_.unknown(call_, "a method that is not followed here");
  }

  PyValue path_method(const PyValue& path) {
    if (is_one_of(called_, {"resolve", "absolute", "expanduser"})) {
      return path;
    }
    if (is_one_of(called_, {"read_text", "read_bytes"})) {
      return read(path);
    }
    if (called_ == "open") {
      PyValue file = path;
      file.type = PyType::file;
      return file;
    }
    std::vector<PyValue> given;
    given.reserve(places_.size());
    for (const PyId place : places_) {
      given.push_back(evaluator_.value(place));
    }
    const bool texts = std::all_of(given.begin(), given.end(), is_textual);
    if (texts && given.size() == 2 && called_ == "replace") {
      PyValue other = path;
      other.text = replaced(path.text, given[0].text, given[1].text);
      return other;
    }
    if (texts && given.size() == 1 && called_ == "with_name") {
      return with_name(path, given[0].text);
    }
    if (texts && given.size() == 1 && called_ == "with_suffix") {
      return with_suffix(path, given[0].text);
    }
    if (texts && given.size() == 1 && called_ == "joinpath") {
      return joined_path(path, given[0].text);
    }
    return evaluator_.unknown(call_, "a method of paths that is not followed here");
  }

  PyValue text_method(const PyValue& object) {
    PyValue value = object;
    if (is_one_of(called_, {"encode", "decode"})) {
      value.type = called_ == "encode" ? PyType::bytes : PyType::text;
      return value;
    }
    if (is_one_of(called_, {"tobytes", "getvalue", "read"})) {
      return value;
    }
    if (called_ == "strip" && places_.empty()) {
      value.text = stripped(object.text);
      return value;
    }
    if (is_one_of(called_, {"lower", "upper"})) {
      for (char& c : value.text) {
        const bool letter = called_ == "lower" ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z';
        c = static_cast<char>(letter ? c ^ 0x20 : c);
      }
      return value;
    }
    if (called_ == "replace" && places_.size() == 2) {
      const PyValue& from = evaluator_.value(places_[0]);
      const PyValue& to = evaluator_.value(places_[1]);
      if (is_textual(from) && is_textual(to)) {
        value.text = replaced(object.text, from.text, to.text);
        return value;
      }
    }
    if (called_ == "split" && places_.size() == 1) {
      const PyValue& separator = evaluator_.value(places_[0]);
      if (is_textual(separator) && !separator.text.empty()) {
        return split(object, separator.text);
      }
    }
    return called_ == "join" && places_.size() == 1
               ? joined(object)
               : evaluator_.unknown(call_, "a method of texts that is not followed here");
  }

  PyValue joined(const PyValue& separator) {
    const PyValue& list = evaluator_.value(places_[0]);
    if (is_textual(list) && separator.text.empty()) {
      return list;  // "".join("text")
    }
    if (list.type != PyType::list ||
        !std::all_of(list.items.begin(), list.items.end(), is_textual)) {
      return is_known(list) ? evaluator_.unknown(call_, "a list of what is no text") : list;
    }
    PyValue value = separator;
    value.layers = list.layers;
    value.files = list.files;
    value.text.clear();
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      value.text += (i == 0 ? "" : separator.text) + list.items[i].text;
    }
    return value;
  }

  // A helper of the text's own around os.environ: its second argument is the default.
  PyValue own_function() {
    const std::vector<PyId>& own = names_.definitions(called_);
    if (own.size() != 1 || places_.size() < 2 || source_.kind(places_[0]) != PyKind::string ||
        source_.text_of(own[0]).find("environ") == std::string_view::npos) {
      return evaluator_.unknown(call_, "what is called is not run here");
    }
    return evaluator_.environment(places_[0], places_[1]);
  }

  PyEvaluator& evaluator_;
  const PyNames& names_;
  const PythonSource& source_;
  PyId call_;
  std::vector<PyId> places_;
  std::string_view called_;
  PyId object_;
};

}  // namespace

PyValue call_value(PyEvaluator& evaluator, PyId call) {
  return CallReader(evaluator, call).run();
}

std::optional<double> lzma_constant(std::string_view dotted) {
  constexpr std::array<std::pair<std::string_view, double>, 8> kConstants = {
      {{"lzma.FORMAT_AUTO", 0},
       {"lzma.FORMAT_XZ", 1},
       {"lzma.FORMAT_ALONE", 2},
       {"lzma.FORMAT_RAW", 3},
       {"lzma.FILTER_LZMA1", 4611686018427387905.0},
       {"lzma.FILTER_LZMA2", 0x21},
       {"lzma.PRESET_DEFAULT", 6},
       {"lzma.PRESET_EXTREME", 2147483648.0}}};
  for (const auto& [name, value] : kConstants) {
    if (name == dotted) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace verifier
