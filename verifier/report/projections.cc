// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/projections.h"

#include <array>

#include "reference_impl/base/file.h"
#include "verifier/report/annotations.h"
#include "verifier/report/junit.h"
#include "verifier/report/markdown.h"
#include "verifier/report/sarif.h"
#include "verifier/report/text.h"

namespace verifier {
namespace {

struct Word {
  std::string_view word;
  Format format;
};

constexpr std::array<Word, 7> kWords = {{{"text", Format::text},
                                         {"json", Format::json},
                                         {"md", Format::markdown},
                                         {"sarif", Format::sarif},
                                         {"sarif-github", Format::sarif_github},
                                         {"junit", Format::junit},
                                         {"github", Format::github}}};

// The folder's path in its repository: what follows a checkout's own path where that shows, else a
// relative path as it was typed. Empty where neither is known.
std::string in_repository(const std::string& folder) {
  const std::string path = std::filesystem::path(folder).lexically_normal().generic_string();
  const std::size_t records = path.rfind("/records/");
  if (records != std::string::npos) {
    return path.substr(records + 1);
  }
  const bool outside = path.starts_with("/") || path.starts_with("..");
  return outside ? "" : path;
}

}  // namespace

std::vector<std::string> format_words() {
  std::vector<std::string> words;
  words.reserve(kWords.size());
  for (const Word& word : kWords) {
    words.emplace_back(word.word);
  }
  return words;
}

std::optional<Format> format_from_word(std::string_view word) {
  for (const Word& known : kWords) {
    if (known.word == word) {
      return known.format;
    }
  }
  return std::nullopt;
}

std::string projection(const Statement& statement, std::string_view payload, Format format,
                       const ProjectionOptions& options) {
  switch (format) {
    case Format::text:
      return text_report(statement, {options.color});
    case Format::json:
      return std::string(payload) + "\n";
    case Format::markdown:
      return markdown_report(statement, kLargestCommentBytes);
    case Format::sarif:
      return sarif_report(statement, SarifProfile::full);
    case Format::sarif_github:
      return sarif_report(statement, SarifProfile::github, in_repository(options.folder));
    case Format::junit:
      return junit_report(statement);
    case Format::github:
      break;
  }
  return annotations(statement, in_repository(options.folder));
}

void write_projections(const std::filesystem::path& report_folder, const Statement& statement,
                       const ProjectionOptions& options) {
  reference::write_file(report_folder / "summary.md",
                        markdown_report(statement, kLargestSummaryBytes));
  reference::write_file(report_folder / "results.sarif",
                        sarif_report(statement, SarifProfile::full));
  reference::write_file(
      report_folder / "results.github.sarif",
      sarif_report(statement, SarifProfile::github, in_repository(options.folder)));
  reference::write_file(report_folder / "results.junit.xml", junit_report(statement));
}

}  // namespace verifier
