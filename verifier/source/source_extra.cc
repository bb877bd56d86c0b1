// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/source_extra.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include "verifier/base/text.h"
#include "verifier/source/model_files.h"
#include "verifier/source/python_literal.h"

namespace verifier {
namespace {

constexpr std::size_t kShownWords = 12;  // of a command

struct Word {
  std::string_view text;
  std::string_view kind;
};

constexpr std::array<std::string_view, 3> kStartupFiles = {"sitecustomize.py", "usercustomize.py",
                                                           "conftest.py"};
constexpr std::array<std::string_view, 5> kCompiledEnds = {".pyc", ".pyo", ".so", ".pyd", ".dylib"};
// Modules that a file of that name in the folder would take the place of.
constexpr std::array<std::string_view, 8> kShadowed = {"torch", "numpy", "sentencepiece", "triton",
                                                       "zlib",  "lzma",  "tiktoken",      "random"};

// Programs that a process or a shell line may start.
constexpr std::array<Word, 16> kPrograms = {{{"pip", "install"},
                                             {"pip3", "install"},
                                             {"ensurepip", "install"},
                                             {"conda", "install"},
                                             {"apt-get", "install"},
                                             {"apt", "install"},
                                             {"uv", "install"},
                                             {"wget", "download"},
                                             {"curl", "download"},
                                             {"git", "download"},
                                             {"huggingface-cli", "download"},
                                             {"gcc", "compile"},
                                             {"g++", "compile"},
                                             {"cc", "compile"},
                                             {"clang", "compile"},
                                             {"nvcc", "compile"}}};

constexpr std::array<Word, 20> kCalls = {{{"urllib.request.urlopen", "download"},
                                          {"urllib.request.urlretrieve", "download"},
                                          {"requests.get", "download"},
                                          {"requests.post", "download"},
                                          {"httpx.get", "download"},
                                          {"wget.download", "download"},
                                          {"huggingface_hub.hf_hub_download", "download"},
                                          {"huggingface_hub.snapshot_download", "download"},
                                          {"datasets.load_dataset", "download"},
                                          {"torch.hub.load", "download"},
                                          {"torch.hub.load_state_dict_from_url", "download"},
                                          {"socket.socket", "download"},
                                          {"socket.create_connection", "download"},
                                          {"pip.main", "install"},
                                          {"torch.utils.cpp_extension.load", "compile"},
                                          {"torch.utils.cpp_extension.load_inline", "compile"},
                                          {"ctypes.CDLL", "compiled-file"},
                                          {"ctypes.cdll.LoadLibrary", "compiled-file"},
                                          {"torch.ops.load_library", "compiled-file"},
                                          {"cffi.FFI", "compile"}}};

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool starts_process(std::string_view dotted) {
  return dotted.starts_with("subprocess.") || dotted == "os.system" || dotted == "os.popen" ||
         dotted.starts_with("os.exec") || dotted.starts_with("os.spawn");
}

// The words of all plain literals within a call, in order: "python -m pip install x" gives five.
std::vector<std::string> literal_words(const PythonSource& source, PyId call) {
  std::vector<std::string> words;
  for (PyId id = call; id <= source.nodes[call].last; ++id) {
    const auto literal =
        source.kind(id) == PyKind::string ? python_literal(source.text_of(id)) : std::nullopt;
    if (literal) {
      std::istringstream stream(literal->bytes);
      words.insert(words.end(), std::istream_iterator<std::string>(stream), {});
    }
  }
  return words;
}

// What a process is started for; empty where it is none of these.
std::string kind_of_process(const std::vector<std::string>& words) {
  for (const Word& program : kPrograms) {
    const auto hit = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
      return last_part(word) == program.text;
    });
    if (hit == words.end()) {
      continue;
    }
    // `pip --version` and `git rev-parse` bring nothing.
    const bool needs_verb = program.kind == "install" || program.text == "git";
    const bool verb = std::any_of(words.begin(), words.end(), [](const std::string& word) {
      return word == "install" || word == "sync" || word == "clone" || word == "ensurepip";
    });
    if (!needs_verb || verb || program.text == "ensurepip") {
      return std::string(program.kind);
    }
  }
  return "";
}

// What Python would run as a list of paths; torch's checkpoints bear the same ending.
bool is_path_file(const SourceFile& file) {
  return file.path.ends_with(".pth") &&
         (!begins_as_model(file.bytes) || file.bytes.find("\nimport") != std::string::npos);
}

}  // namespace

std::vector<ExtraCode> extra_files(const SubmissionSource& source) {
  std::vector<ExtraCode> found;
  for (const SourceFile& file : source.files) {
    const std::string_view name = last_part(file.path);
    const auto ends = [&](std::string_view end) { return name.ends_with(end); };
    const auto shadows = [&](std::string_view module) {
      return file.path == std::string(module) + ".py" ||
             file.path == std::string(module) + "/__init__.py";
    };
    if (std::find(kStartupFiles.begin(), kStartupFiles.end(), name) != kStartupFiles.end() ||
        is_path_file(file)) {
      found.push_back({"startup-file", {file.path, 0}, "Python runs it by itself"});
    } else if (std::any_of(kCompiledEnds.begin(), kCompiledEnds.end(), ends) ||
               name.find(".so.") != std::string_view::npos) {
      found.push_back({"compiled-file", {file.path, 0}, "compiled code, which cannot be read"});
    } else if (std::any_of(kShadowed.begin(), kShadowed.end(), shadows)) {
      found.push_back({"startup-file", {file.path, 0}, "stands in the place of a library"});
    }
  }
  return found;
}

std::vector<ExtraCode> extra_calls(PyEvaluator& evaluator, const PyReach& reach,
                                   const std::string& shown) {
  const PyNames& names = evaluator.names();
  std::vector<ExtraCode> found;
  for (const PyId call : names.calls()) {
    const std::string dotted = names.dotted(names.source().child(call, PyField::function));
    std::string kind;
    std::string what = dotted;
    if (starts_process(dotted)) {
      std::vector<std::string> words = literal_words(names.source(), call);
      kind = kind_of_process(words);
      words.resize(std::min(words.size(), kShownWords));
      what += ": " + joined(words, " ");
    }
    for (const Word& known : kCalls) {
      kind = known.text == dotted ? std::string(known.kind) : kind;
    }
    const Reach at = kind.empty() ? Reach::never_called : reach.of(call);
    if (at != Reach::never_called && at != Reach::switched_off) {
      found.push_back({kind, {shown, names.source().line(call)}, what});
    }
  }
  return found;
}

}  // namespace verifier
