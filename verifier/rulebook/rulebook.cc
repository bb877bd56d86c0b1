// SPDX-License-Identifier: Apache-2.0
#include "verifier/rulebook/rulebook.h"

#include <algorithm>
#include <array>

namespace verifier {
namespace {

template <typename T>
const T& param(const std::map<std::string, T>& params, std::string_view name, const Rule& rule) {
  const auto found = params.find(std::string(name));
  require(found != params.end(),
          "rule " + rule.id + " has no param " + std::string(name) + " of the kind asked for");
  return found->second;
}

bool begun(const Rule& rule, std::string_view date) {
  return rule.from <= date;
}

bool ended(const Rule& rule, std::string_view date) {
  return rule.until && *rule.until < date;
}

// The number in `count` digits at a place; -1 where there is anything else.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

double Rule::number(std::string_view name) const {
  return param(numbers, name, *this);
}

const std::string& Rule::word(std::string_view name) const {
  return param(words, name, *this);
}

const std::vector<std::string>& Rule::list(std::string_view name) const {
  return param(lists, name, *this);
}

const Rule* Rulebook::in_force(std::string_view check, std::string_view date) const {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
    return rule.check == check && begun(rule, date) && !ended(rule, date);
  });
  return found == rules.end() ? nullptr : &*found;
}

std::vector<const Rule*> Rulebook::later(std::string_view check, std::string_view date) const {
  std::vector<const Rule*> found;
  for (const Rule& rule : rules) {
    if (rule.check == check && !begun(rule, date)) {
      found.push_back(&rule);
    }
  }
  return found;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return false;
  }
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) {
    return false;
  }
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays.at(static_cast<std::size_t>(month - 1)) && (month != 2 || day < 29 || leap);
}

}  // namespace verifier
