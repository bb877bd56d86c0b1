// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/explain.h"

#include <algorithm>

#include "verifier/base/text.h"
#include "verifier/checks/check.h"
#include "verifier/report/glossary.h"
#include "verifier/report/words.h"

#include <fmt/format.h>

namespace verifier {
namespace {

std::string weight_text(Weight weight) {
  switch (weight) {
    case Weight::required:
      return "required: without a pass there is no passing verdict";
    case Weight::gating_where_applicable:
      return "gating where it applies";
    case Weight::advisory:
      break;
  }
  return "advisory: it informs and never decides, unless a rule makes it gate";
}

std::string kind_text(WordKind kind) {
  switch (kind) {
    case WordKind::reason:
      return "reason of a finding";
    case WordKind::defect:
      return "defect of a submission";
    case WordKind::invariant:
      return "invariant of the event audit";
    case WordKind::observation:
      break;
  }
  return "observation of `verify facts`, not a verdict";
}

std::string params_text(const Rule& rule) {
  std::vector<std::string> words;
  words.reserve(rule.numbers.size() + rule.words.size() + rule.lists.size());
  for (const auto& [name, value] : rule.numbers) {
    words.push_back(name + " " + figure_text(value));
  }
  for (const auto& [name, value] : rule.words) {
    words.push_back(name);
    words.back().append(" ").append(value);
  }
  for (const auto& [name, values] : rule.lists) {
    words.push_back(name + " [" + joined(values) + "]");
  }
  return joined(words);
}

std::string rule_page(const std::string& track, const Rule& rule) {
  const std::string days =
      "since " + rule.from + (rule.until ? " until " + *rule.until : std::string());
  std::string page =
      fmt::format("  {} in {}, {}, {}\n    {}\n", rule.id, track, days, rule.severity, rule.title);
  if (rule.not_applicable) {
    page += "    not applicable: " + *rule.not_applicable + "\n";
  }
  const std::string params = params_text(rule);
  page += params.empty() ? "" : "    " + params + "\n";
  page += fmt::format("    authority: {}; source: {}\n", rule.authority, rule.source);
  if (rule.unsettled) {
    page += fmt::format("    unsettled, the other reading: {} ({})\n", rule.unsettled->says,
                        rule.unsettled->source);
  }
  return page;
}

std::string rules_page(std::string_view check, const Rulebooks& rulebooks) {
  std::string page;
  for (const auto& [track, rulebook] : rulebooks) {
    for (const Rule& rule : rulebook.rules) {
      page += rule.check == check ? rule_page(track, rule) : "";
    }
  }
  return "\nrules\n" + (page.empty() ? "  none in any track: no-rule\n" : page);
}

std::string reason_line(std::string_view check, std::string_view reason) {
  const GlossaryEntry* entry = find_reason(check, reason);
  return fmt::format("  {:<28} {}\n", reason, entry == nullptr ? "" : entry->sentence);
}

std::string reasons_page(const CheckEntry& check) {
  std::string page = "\nreasons\n";
  for (const std::string_view reason : check.reasons) {
    page += reason_line(check.id, reason);
  }
  page += check.function == nullptr ? reason_line(check.id, "not-built") : "";
  std::vector<std::string> common;
  for (const std::string_view reason : common_reasons()) {
    common.emplace_back(reason);
  }
  return page + "  and of any check: " + joined(common) + "\n";
}

std::string check_page(const CheckEntry& check, const Rulebooks& rulebooks) {
  return fmt::format("{}: {}\nfrom stage {} on; {}\n", check.id, check.sentence,
                     to_string(check.first_stage), weight_text(check.weight)) +
         reasons_page(check) + rules_page(check.id, rulebooks);
}

std::string word_page(const GlossaryEntry& entry) {
  std::string page = fmt::format("{}: {}\n{}\n", entry.word, entry.sentence, kind_text(entry.kind));
  std::vector<std::string> checks;
  for (const CheckEntry& check : all_checks()) {
    if (std::find(check.reasons.begin(), check.reasons.end(), entry.word) != check.reasons.end()) {
      const GlossaryEntry* own = find_reason(check.id, entry.word);
      checks.push_back(std::string(check.id) +
                       (own == &entry ? "" : " (" + std::string(own->sentence) + ")"));
    }
  }
  return page + (checks.empty() ? "" : "given by " + joined(checks) + "\n");
}

std::string words_page(WordKind kind) {
  std::string page = "\n" + kind_text(kind) + "\n";
  for (const GlossaryEntry& entry : glossary()) {
    page += entry.kind == kind ? fmt::format("  {:<32} {}\n", entry.word, entry.sentence) : "";
  }
  return page;
}

}  // namespace

std::optional<std::string> explanation_of(std::string_view word, const Rulebooks& rulebooks) {
  const CheckEntry* check = find_check(word);
  if (check != nullptr) {
    return check_page(*check, rulebooks);
  }
  const GlossaryEntry* entry = find_word(word);
  return entry == nullptr ? std::nullopt : std::optional(word_page(*entry));
}

std::string everything_explained() {
  std::string page = "checks\n";
  for (const CheckEntry& check : all_checks()) {
    page += fmt::format("  {:<26} {}\n", check.id, check.sentence);
  }
  for (const WordKind kind :
       {WordKind::reason, WordKind::defect, WordKind::invariant, WordKind::observation}) {
    page += words_page(kind);
  }
  return page + "\n`verify explain WORD` says more of any of these.\n";
}

std::vector<std::string> explained_words() {
  std::vector<std::string> words;
  for (const CheckEntry& check : all_checks()) {
    words.emplace_back(check.id);
  }
  for (const GlossaryEntry& entry : glossary()) {
    words.emplace_back(entry.word);
  }
  return words;
}

}  // namespace verifier
