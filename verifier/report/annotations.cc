// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/annotations.h"

#include "verifier/base/escape.h"
#include "verifier/report/words.h"

namespace verifier {
namespace {

// The characters that end a message or, in a property, the property.
std::string escaped(const std::string& text, const std::string& special) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string safe;
  for (const char c : escape_for_terminal(text, 2000)) {
    if (special.find(c) == std::string::npos) {
      safe += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    safe += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return safe;
}

std::string message(const std::string& text) {
  return escaped(text, "%\r\n");
}
std::string property(const std::string& text) {
  return escaped(text, "%\r\n:,");
}

std::string command(const std::string& kind, const StatementCheck& check,
                    const std::string& folder) {
  const Finding& finding = check.finding;
  std::string line = "::" + kind + " ";
  if (!finding.origins.empty()) {
    const Origin& origin = finding.origins.front();
    line += "file=" + property(folder + origin.file) + ",";
    line += origin.line == 0 ? "" : "line=" + std::to_string(origin.line) + ",";
  }
  return line + "title=" + property(std::string(to_string(finding.status)) + " " + finding.check) +
         "::" + message(told_text(check)) + "\n";
}

std::string commands(const std::string& kind, const std::vector<const StatementCheck*>& checks,
                     const std::string& folder) {
  const bool all = checks.size() <= kMostAnnotations;
  const std::size_t shown = all ? checks.size() : kMostAnnotations - 1;
  std::string lines;
  for (std::size_t i = 0; i < shown; ++i) {
    lines += command(kind, *checks[i], folder);
  }
  return all ? lines
             : lines + "::" + kind + " title=and more::" + more_text(checks.size(), shown) + "\n";
}

}  // namespace

std::string annotations(const Statement& statement, const std::string& folder) {
  const std::string prefix = folder.empty() || folder.back() == '/' ? folder : folder + "/";
  std::vector<const StatementCheck*> errors;
  std::vector<const StatementCheck*> warnings;
  for (const StatementCheck* check : checks_by_weight(statement)) {
    const bool failed = check->finding.status == Status::fail;
    if (failed && check->finding.severity != "advisory") {
      errors.push_back(check);
    } else if (failed || blocks(check->finding)) {
      warnings.push_back(check);
    }
  }
  return "::notice title=" + property(verdict_word(verdict_of(statement))) +
         "::" + message(deciding_sentence(statement)) + "\n" + commands("error", errors, prefix) +
         commands("warning", warnings, prefix);
}

}  // namespace verifier
