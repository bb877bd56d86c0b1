// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/labels.h"

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "verifier/base/result.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

// Labels carry more than is read here: notes, sources, titles.
Label label_of(const json& root, const std::string& where) {
  reference::JsonFields fields(root, where);
  Label label;
  label.pull_request = fields.count("pr");
  label.verdict = fields.text("verdict");
  label.confidence = fields.text("confidence");
  label.violations = fields.texts("violations");
  return label;
}

json ratio(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? json(nullptr) : json(static_cast<double>(part) / static_cast<double>(whole));
}

json notes_json(const std::vector<LabelNote>& notes) {
  json list = json::array();
  for (const LabelNote& each : notes) {
    list.push_back({{"pr", each.pull_request}, {"class", each.violation}, {"reason", each.reason}});
  }
  return list;
}

}  // namespace

std::vector<Label> labels_from_text(std::string_view text, const std::string& file) {
  std::vector<Label> labels;
  std::size_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line_number;
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      const std::string where = file + ":" + std::to_string(line_number);
      labels.push_back(label_of(reference::parse_json(line, where), where));
    }
  }
  if (labels.empty()) {
    throw Error(ErrorKind::bad_input, file + ": no label; expected one JSON object a line");
  }
  return labels;
}

json label_table_json(const LabelTable& table) {
  json classes = json::object();
  for (const auto& [id, row] : table.classes) {
    classes[id] = {{"labelled", row.labelled},
                   {"found", row.found},
                   {"false", row.false_},
                   {"contested", row.contested},
                   {"precision", ratio(row.found, row.found + row.false_)},
                   {"recall", ratio(row.found, row.labelled)}};
  }
  return {{"classes", classes},
          {"excluded", notes_json(table.excluded)},
          {"mistakes", notes_json(table.mistakes)}};
}

}  // namespace verifier
