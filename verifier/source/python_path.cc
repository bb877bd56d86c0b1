// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_path.h"

#include <algorithm>

namespace verifier {
namespace {

PyValue outside() {
  PyValue value;
  value.why = "a path that leaves the submission's folder";
  return value;
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view above(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

PyValue path_value(const PyValue& from, std::string text) {
  PyValue path = from;
  path.type = PyType::path;
  path.text = std::move(text);
  return path;
}

}  // namespace

PyValue joined_path(const PyValue& folder, std::string_view text) {
  if (text.starts_with("/")) {
    return outside();
  }
  std::string at = folder.text;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part == ".." && at.empty()) {
      return outside();
    }
    if (part == "..") {
      at = above(at);
    } else if (!part.empty() && part != ".") {
      at += at.empty() ? "" : "/";
      at += part;
    }
  }
  return path_value(folder, at);
}

PyValue path_part(const PyValue& path, std::string_view part) {
  const std::string_view name = last_part(path.text);
  if (part == "parent") {
    return path.text.empty() ? outside() : path_value(path, std::string(above(path.text)));
  }
  PyValue text = path;
  text.type = PyType::text;
  text.text = part == "name" ? name : name.substr(0, name.rfind('.'));
  return text;
}

PyValue as_path(const PyValue& value) {
  if (value.type == PyType::text || value.type == PyType::bytes) {
    PyValue folder = value;
    folder.text.clear();
    return joined_path(folder, value.text);
  }
  return value;
}

PyValue with_name(const PyValue& path, std::string_view name) {
  const std::string_view folder = above(path.text);
  return path_value(path, std::string(folder) + (folder.empty() ? "" : "/") + std::string(name));
}

PyValue with_suffix(const PyValue& path, std::string_view suffix) {
  const std::string_view name = last_part(path.text);
  return with_name(path, std::string(name.substr(0, name.rfind('.'))) + std::string(suffix));
}

}  // namespace verifier
