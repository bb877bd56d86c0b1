// SPDX-License-Identifier: Apache-2.0
#include "verifier/labels_command.h"

#include <mutex>
#include <set>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/standard_output.h"
#include "verifier/base/escape.h"
#include "verifier/checks/labels.h"
#include "verifier/gather/population.h"
#include "verifier/verify_case.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

constexpr std::uint64_t kLargestLabelsBytes = 64ULL << 20U;

// Heads are visited by several threads; each writes its own under the lock.
class LabelledHeads {
 public:
  LabelledHeads(const Law& law, const CaseOptions& options) : law_(law), options_(options) {}

  void visit(const GitHistory& history, std::uint64_t number) {
    const auto judged = judge_pull_request(history, {number, "", ""}, law_, options_);
    LabelledHead head;
    if (!judged.ok()) {
      head.unread = judged.failure().message;
    } else if (judged.value().matter.submission.files.empty()) {
      head.unread = "the head has no submission folder: nothing to judge";
    } else {
      const Judgement& each = judged.value();
      head.looks = look_at(each.matter.submission, each.evidence, each.findings);
    }
    keep(number, std::move(head));
  }

  void broke(std::uint64_t number, const std::string& what) {
    keep(number, {{}, "broken: " + what});
    fmt::print(stderr, "verify: pull request {}: {}\n", number, escape_for_terminal(what));
  }

  const std::map<std::uint64_t, LabelledHead>& heads() const { return heads_; }

 private:
  void keep(std::uint64_t number, LabelledHead head) {
    const std::lock_guard lock(mutex_);
    heads_[number] = std::move(head);
  }

  const Law& law_;
  CaseOptions options_;
  std::mutex mutex_;
  std::map<std::uint64_t, LabelledHead> heads_;
};

std::string percent(const nlohmann::json& ratio) {
  return ratio.is_null() ? "-" : fmt::format("{:.3f}", ratio.get<double>());
}

std::string notes_text(const nlohmann::json& notes, std::string_view kind) {
  std::string text;
  for (const auto& each : notes) {
    text += fmt::format("{}: pr {} {}: {}\n", kind, each.at("pr").get<std::uint64_t>(),
                        each.at("class").get<std::string>(),
                        escape_for_terminal(each.at("reason").get<std::string>()));
  }
  return text;
}

std::string table_text(const nlohmann::json& table) {
  std::string text = fmt::format("{:<20} {:>8} {:>5} {:>5} {:>9} {:>9} {:>6}\n", "class",
                                 "labelled", "found", "false", "contested", "precision", "recall");
  for (const auto& [id, row] : table.at("classes").items()) {
    text +=
        fmt::format("{:<20} {:>8} {:>5} {:>5} {:>9} {:>9} {:>6}\n", id,
                    row.at("labelled").get<std::uint64_t>(), row.at("found").get<std::uint64_t>(),
                    row.at("false").get<std::uint64_t>(), row.at("contested").get<std::uint64_t>(),
                    percent(row.at("precision")), percent(row.at("recall")));
  }
  text += notes_text(table.at("mistakes"), "mistake");
  text += notes_text(table.at("excluded"), "not counted");
  return text;
}

Result<std::vector<Label>> read_labels(const std::filesystem::path& file) {
  return attempt([&] {
    return labels_from_text(reference::read_file(file, kLargestLabelsBytes),
                            file.filename().string());
  });
}

std::vector<std::uint64_t> numbers_of(const std::vector<Label>& labels) {
  std::set<std::uint64_t> numbers;
  for (const Label& label : labels) {
    numbers.insert(label.pull_request);
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace

Result<int> labels_command(const VerifyOptions& options, const Courthouse& court) {
  const Result<Law> law = read_law(court.root / "rules");
  if (!law.ok()) {
    return law.failure();
  }
  const auto labels = read_labels(options.labels);
  if (!labels.ok()) {
    return labels.failure();
  }
  LabelledHeads heads(law.value(), {options.track, options.date, today_of(court.started_seconds)});
  const auto count = visit_population(
      {options.repository, options.base, numbers_of(labels.value()), options.jobs},
      [&](const GitHistory& history, std::uint64_t number) { heads.visit(history, number); },
      [&](std::uint64_t number, const std::string& what) { heads.broke(number, what); },
      court.progress);
  if (!count.ok()) {
    return count.failure();
  }
  const nlohmann::json table = label_table_json(label_table(labels.value(), heads.heads()));
  reference::write_output(options.format == Format::json ? reference::canonical_json(table) + "\n"
                                                         : table_text(table));
  return count.value().broken == 0 ? 0 : reference::exit_code(ErrorKind::internal);
}

}  // namespace verifier
