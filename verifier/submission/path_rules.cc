// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/path_rules.h"

#include <algorithm>
#include <map>

#include "verifier/base/numbers.h"
#include "verifier/base/text.h"
#include "verifier/submission/defects.h"

namespace verifier {
namespace {

std::optional<std::string> component_problem(std::string_view component) {
  if (component.empty()) {
    return "has an empty component";
  }
  if (component == "." || component == "..") {
    return "has a component that climbs";
  }
  if (component == ".git") {
    return "leads into .git";
  }
  if (component.back() == '.' || component.back() == ' ') {
    return "has a component that ends in a dot or a space";
  }
  return std::nullopt;
}

std::optional<std::string> byte_problem(std::string_view path) {
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) {
      return "has the byte 0x" + hex_byte(byte) + ", outside printable ASCII";
    }
    if (c == '\\') {
      return "has a backslash";
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> path_problem(std::string_view path) {
  if (path.size() > kMaxPathBytes) {
    return "is " + std::to_string(path.size()) + " bytes long, at most " +
           std::to_string(kMaxPathBytes) + " are read";
  }
  if (auto problem = byte_problem(path)) {
    return problem;
  }
  std::size_t depth = 0;
  for (std::size_t start = 0; start <= path.size(); ++depth) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    if (auto problem = component_problem(path.substr(start, end - start))) {
      return problem;
    }
    start = end + 1;
  }
  if (depth > kMaxPathDepth) {
    return "is " + std::to_string(depth) + " levels deep, at most " +
           std::to_string(kMaxPathDepth) + " are read";
  }
  return std::nullopt;
}

std::vector<Defect> case_twins(const std::vector<std::string>& paths) {
  std::map<std::string, std::string> seen;
  std::vector<Defect> defects;
  for (const std::string& path : paths) {
    const auto [it, fresh] = seen.emplace(lowercase(path), path);
    if (!fresh) {
      defects.push_back({std::string(defect::kTwin),
                         {path, 0, ""},
                         "differs from \"" + it->second + "\" by letter case alone"});
    }
  }
  return defects;
}

}  // namespace verifier
