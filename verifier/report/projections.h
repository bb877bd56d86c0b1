// SPDX-License-Identifier: Apache-2.0
// Every form in which a verified statement is shown, by the word a user names it with. All are made
// from the payload as it was read back, say the same verdict, and prove nothing by themselves.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/report/statement.h"

namespace verifier {

enum class Format { text, json, markdown, sarif, sarif_github, junit, github };

// "text", "json", "md", "sarif", "sarif-github", "junit", "github".
std::vector<std::string> format_words();
std::optional<Format> format_from_word(std::string_view word);

struct ProjectionOptions {
  bool color = false;  // of text
  std::string folder;  // the submission's, as it was named: alerts are placed on its files
};

// What standard output carries. `payload` is what the statement was read from: the JSON form.
std::string projection(const Statement& statement, std::string_view payload, Format format,
                       const ProjectionOptions& options);

// summary.md, results.sarif, results.github.sarif and results.junit.xml beside the report.
void write_projections(const std::filesystem::path& report_folder, const Statement& statement,
                       const ProjectionOptions& options);

}  // namespace verifier
