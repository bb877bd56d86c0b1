// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "verifier/checks/check.h"
#include "verifier/checks/check_code.h"

namespace verifier {
namespace {

CheckEntry entry(std::string_view id, Stage stage, Weight weight, std::string_view sentence,
                 const CheckCode& code) {
  return {id, stage, weight, code.function, sentence, code.params, code.reasons};
}

std::vector<CheckEntry> make_list() {
  return {
#define PGOLF_CHECK(source, id, stage, weight, sentence) \
  entry(id, Stage::stage, Weight::weight, sentence, source()),
#define PGOLF_CHECK_NOT_BUILT(id, stage, weight, sentence) \
  entry(id, Stage::stage, Weight::weight, sentence, {}),
#include "verifier/checks/checks.def"
#undef PGOLF_CHECK
#undef PGOLF_CHECK_NOT_BUILT
  };
}

}  // namespace

std::string_view to_string(Stage stage) {
  return stage == Stage::static_only ? "static" : stage == Stage::probe ? "probe" : "rerun";
}

std::span<const CheckEntry> all_checks() {
  static const std::vector<CheckEntry> list = make_list();
  return list;
}

const CheckEntry* find_check(std::string_view id) {
  const auto checks = all_checks();
  const auto found = std::find_if(checks.begin(), checks.end(),
                                  [&](const CheckEntry& check) { return check.id == id; });
  return found == checks.end() ? nullptr : &*found;
}

std::span<const KnownCheck> check_params() {
  static const std::vector<KnownCheck> known = [] {
    std::vector<KnownCheck> checks;
    for (const CheckEntry& check : all_checks()) {
      checks.push_back({check.id, check.params});
    }
    return checks;
  }();
  return known;
}

std::vector<std::string> required_checks(Stage stage) {
  std::vector<std::string> ids;
  for (const CheckEntry& check : all_checks()) {
    if (check.weight == Weight::required && check.first_stage <= stage) {
      ids.emplace_back(check.id);
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace verifier
