// SPDX-License-Identifier: Apache-2.0
#include "verifier/population_command.h"

#include <cstdio>
#include <map>
#include <mutex>
#include <utility>

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/base/standard_output.h"
#include "verifier/base/escape.h"
#include "verifier/gather/population.h"
#include "verifier/verify_case.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kLargestLineBytes = 1ULL << 20U;
constexpr char kLineFile[] = "case.json";

// What the visits of all threads share; the lines of the index alone are written by several.
class Population {
 public:
  Population(const VerifyOptions& options, const Courthouse& court, const Law& law)
      : options_(options), court_(court), law_(law), key_(key_of(options, court, law)) {
    court_.progress = [](const std::string&) {};
  }

  void visit(const GitHistory& history, std::uint64_t number) {
    const fs::path folder = options_.output / std::to_string(number);
    const std::string ref = "refs/pull/" + std::to_string(number) + "/head";
    const Result<std::string> head = history.repository().commit_named(ref);
    const std::string key = key_ + " " + history.tip() + " " + (head.ok() ? head.value() : "");
    const std::string asked = reference::to_hex(reference::sha256(key));
    const auto earlier = attempt([&] { return earlier_line(folder, asked); });
    if (earlier.ok()) {
      keep(number, earlier.value());
      return;
    }
    json line = judge_and_write(history, number, folder);
    line["asked"] = asked;
    reference::write_file(folder / kLineFile, reference::canonical_json(line));
    keep(number, std::move(line));
  }

  void broke(std::uint64_t number, const std::string& what) {
    keep(number, {{"pr", number}, {"verdict", "broken"}, {"error", escape_for_terminal(what)}});
    fmt::print(stderr, "verify: pull request {}: a bug of ours: {}\n", number,
               escape_for_terminal(what));
  }

  // A JSON array, one line an element, by number; and the counts of verdicts.
  std::string index() const {
    std::string text = "[";
    for (const auto& [number, line] : lines_) {
      json shown = line;
      shown.erase("asked");
      text += (text.size() > 1 ? ",\n " : "\n ") + reference::canonical_json(shown);
    }
    return text + "\n]\n";
  }

  std::string counts() const {
    std::map<std::string, std::uint64_t> count;
    for (const auto& [number, line] : lines_) {
      ++count[line.at("verdict").get<std::string>()];
    }
    std::string text;
    for (const auto& [verdict, pull_requests] : count) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", pull_requests, verdict);
    }
    return text;
  }

 private:
  // Everything but the head that decides what a statement says.
  static std::string key_of(const VerifyOptions& options, const Courthouse& court, const Law& law) {
    std::string key = court.program.sha256 + " " + options.date + " " + options.track;
    for (const auto& [track, rulebook] : law.by_track) {
      key += " " + rulebook.sha256 + " " + rulebook.board.sha256;
    }
    return key;
  }

  // The line of an earlier run that asked the same and got to its end; throws where there is none.
  static json earlier_line(const fs::path& folder, const std::string& asked) {
    const fs::path file = folder / kLineFile;
    json line = reference::parse_json(reference::read_file(file, kLargestLineBytes), kLineFile);
    if (!line.is_object() || line.value("asked", "") != asked ||
        !fs::exists(folder / "statement.json")) {
      throw Error(ErrorKind::bad_input, "another question");
    }
    return line;
  }

  json judge_and_write(const GitHistory& history, std::uint64_t number, const fs::path& folder) {
    const CaseOptions options{options_.track, options_.date, today_of(court_.started_seconds)};
    Result<Judgement> judged = judge_pull_request(history, {number, "", ""}, law_, options);
    if (!judged.ok()) {
      throw Error(ErrorKind::internal, judged.failure().message);
    }
    Judgement& judgement = judged.value();
    judgement.matter.output = folder;
    judgement.matter.stores_files = false;
    const auto written =
        write_statement(court_, judgement.matter, judgement.evidence, judgement.findings);
    if (!written.ok()) {
      throw Error(written.failure().kind, written.failure().message);
    }
    return line_of(judgement, number);
  }

  static json line_of(const Judgement& judgement, std::uint64_t number) {
    json failing = json::array();
    for (const Finding& finding : judgement.findings) {
      if (finding.status == Status::fail && finding.severity == "gating") {
        failing.push_back(finding.check);
      }
    }
    const Result<PullRequest>& pull_request = judgement.evidence.pull_request;
    return {{"pr", number},
            {"head", pull_request.ok() ? pull_request.value().head : ""},
            {"folder", escape_for_terminal(pull_request.ok() ? pull_request.value().folder : "")},
            {"verdict", to_string(judgement.verdict)},
            {"failing", std::move(failing)}};
  }

  void keep(std::uint64_t number, json line) {
    const std::lock_guard lock(mutex_);
    lines_[number] = std::move(line);
  }

  const VerifyOptions& options_;
  Courthouse court_;
  const Law& law_;
  std::string key_;
  std::mutex mutex_;
  std::map<std::uint64_t, json> lines_;
};

Result<PopulationPlan> plan_of(const VerifyOptions& options) {
  const Result<GitRepository> repository = GitRepository::open(options.repository);
  if (!repository.ok()) {
    return repository.failure();
  }
  const auto numbers = repository.value().pull_requests();
  if (!numbers.ok()) {
    return numbers.failure();
  }
  if (numbers.value().empty()) {
    return Failure{ErrorKind::usage, "no-ref",
                   options.repository.string() +
                       ": no ref refs/pull/N/head; fetch them with git fetch origin "
                       "'refs/pull/*/head:refs/pull/*/head'"};
  }
  return PopulationPlan{options.repository, options.base, numbers.value(), options.jobs};
}

}  // namespace

Result<int> population_command(const VerifyOptions& options, const Courthouse& court) {
  const Result<Law> law = read_law(court.root / "rules");
  if (!law.ok()) {
    return law.failure();
  }
  const Result<PopulationPlan> plan = plan_of(options);
  if (!plan.ok()) {
    return plan.failure();
  }
  reference::make_folder(options.output);
  Population population(options, court, law.value());
  const auto count = visit_population(
      plan.value(),
      [&](const GitHistory& history, std::uint64_t number) { population.visit(history, number); },
      [&](std::uint64_t number, const std::string& what) { population.broke(number, what); },
      court.progress);
  if (!count.ok()) {
    return count.failure();
  }
  const fs::path index = options.output / "index.json";
  reference::write_file(index, population.index());
  reference::write_output(fmt::format("{} pull requests: {}\nindex: {}\n", count.value().visited,
                                      population.counts(), escape_for_terminal(index.string())));
  return count.value().broken == 0 ? 0 : reference::exit_code(ErrorKind::internal);
}

}  // namespace verifier
