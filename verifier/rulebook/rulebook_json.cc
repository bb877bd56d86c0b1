// SPDX-License-Identifier: Apache-2.0
#include "verifier/rulebook/rulebook.h"

#include <algorithm>
#include <set>

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

using reference::JsonFields;

std::string full_text(JsonFields& fields, const std::string& name) {
  std::string text = fields.text(name);
  if (text.empty()) {
    fields.refuse(name, "expected a string that is not empty");
  }
  return text;
}

std::string one_of(JsonFields& fields, const std::string& name,
                   const std::set<std::string>& words) {
  std::string word = fields.text(name);
  if (words.count(word) == 0) {
    std::string list;
    for (const std::string& allowed : words) {
      list += (list.empty() ? "\"" : ", \"") + allowed + "\"";
    }
    fields.refuse(name, "found \"" + word + "\", expected one of " + list);
  }
  return word;
}

std::string date_of(JsonFields& fields, const std::string& name) {
  std::string day = fields.text(name);
  if (!is_date(day)) {
    fields.refuse(name, "found \"" + day + "\", expected a day as YYYY-MM-DD");
  }
  return day;
}

void read_params(JsonFields& rule_fields, const KnownCheck& check, Rule& rule) {
  JsonFields params(rule_fields.value("params"), rule_fields.at("params"));
  for (const RuleParam& param : check.params) {
    const std::string name(param.name);
    if (param.kind == ParamKind::word) {
      rule.words[name] = full_text(params, name);
    } else if (param.kind == ParamKind::list) {
      rule.lists[name] = params.texts(name);
    } else {
      rule.numbers[name] = params.number(name);
    }
  }
  params.finish();
}

bool is_example_path(const std::string& path) {
  constexpr std::string_view kFolder = "examples/";
  const std::string_view view = path;
  return view.starts_with(kFolder) && view.ends_with(".json") &&
         view.find('/', kFolder.size()) == std::string_view::npos;
}

std::vector<std::string> examples_of(JsonFields& fields, const std::string& name) {
  std::vector<std::string> examples = fields.texts(name);
  if (examples.empty() || !std::all_of(examples.begin(), examples.end(), is_example_path)) {
    fields.refuse(name, "expected a list of at least one examples/<name>.json");
  }
  return examples;
}

const KnownCheck& known_check(JsonFields& fields, std::span<const KnownCheck> checks) {
  const std::string id = fields.text("check");
  const auto found =
      std::find_if(checks.begin(), checks.end(), [&](const KnownCheck& c) { return c.id == id; });
  if (found == checks.end()) {
    fields.refuse("check", "there is no check \"" + id + "\"");
  }
  return *found;
}

void read_reach(JsonFields& fields, Rule& rule) {
  rule.from = date_of(fields, "from");
  if (fields.has("until")) {
    rule.until = date_of(fields, "until");
    if (*rule.until < rule.from) {
      fields.refuse("until", "lies before \"from\"");
    }
  }
}

void read_reading(JsonFields& fields, Rule& rule) {
  if (fields.has("unsettled")) {
    JsonFields reading(fields.value("unsettled"), fields.at("unsettled"));
    rule.unsettled = OtherReading{full_text(reading, "says"), full_text(reading, "source")};
    reading.finish();
  }
}

Rule read_rule(const json& value, const std::string& file, std::size_t index,
               std::span<const KnownCheck> checks) {
  Rule rule;
  rule.pointer = "/rules/" + std::to_string(index);
  JsonFields fields(value, file + rule.pointer);
  const KnownCheck& check = known_check(fields, checks);
  rule.id = full_text(fields, "id");
  rule.check = check.id;
  rule.title = full_text(fields, "title");
  rule.severity = one_of(fields, "severity", {"gating", "advisory"});
  rule.authority = one_of(fields, "authority", {"README", "ruling", "practice", "community"});
  rule.source = full_text(fields, "source");
  read_reach(fields, rule);
  read_reading(fields, rule);
  if (fields.has("not_applicable")) {
    rule.not_applicable = full_text(fields, "not_applicable");
  } else {
    read_params(fields, check, rule);
    rule.accepts = examples_of(fields, "accepts");
    rule.rejects = examples_of(fields, "rejects");
  }
  fields.finish();
  return rule;
}

bool overlap(const Rule& a, const Rule& b) {
  const bool a_before = a.until && *a.until < b.from;
  const bool b_before = b.until && *b.until < a.from;
  return !a_before && !b_before;
}

// Ids are unique, and no day has two rules of one check.
void refuse_clash(const Rule& a, const Rule& b, const std::string& file) {
  const std::string place = file + b.pointer + ": ";
  if (a.id == b.id) {
    throw Error(ErrorKind::bad_input, place + "the id \"" + b.id + "\" stands at " + a.pointer +
                                          " already; ids are unique for ever");
  }
  if (a.check == b.check && overlap(a, b)) {
    throw Error(ErrorKind::bad_input, place + "rule " + b.id + " and rule " + a.id +
                                          " are in force on the same day for " + b.check);
  }
}

void refuse_clashes(const Rulebook& book) {
  for (std::size_t i = 0; i < book.rules.size(); ++i) {
    for (std::size_t j = i + 1; j < book.rules.size(); ++j) {
      refuse_clash(book.rules[i], book.rules[j], book.file);
    }
  }
}

}  // namespace

Rulebook rulebook_from_text(std::string_view text, const std::string& file_name,
                            std::span<const KnownCheck> checks) {
  const json root = reference::parse_json(text, file_name);
  JsonFields fields(root, file_name);
  Rulebook book;
  book.file = file_name;
  book.sha256 = reference::to_hex(reference::sha256(text));
  book.bytes = text.size();
  book.track = full_text(fields, "track");
  for (const json& rule : fields.array("rules")) {
    book.rules.push_back(read_rule(rule, file_name, book.rules.size(), checks));
  }
  if (book.rules.empty()) {
    fields.refuse("rules", "expected at least one rule");
  }
  JsonFields pins(fields.value("pins"), fields.at("pins"));
  for (const auto& [name, value] : fields.value("pins").items()) {
    book.pins[name] = full_text(pins, name);
  }
  fields.finish();
  refuse_clashes(book);
  return book;
}

}  // namespace verifier
