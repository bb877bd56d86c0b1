// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/finding_parts.h"

#include <algorithm>

#include "verifier/base/escape.h"
#include "verifier/base/text.h"

namespace verifier {
namespace {

Finding undecided(Status status, std::string_view method, std::string_view reason,
                  const std::string& message) {
  Finding finding;
  finding.status = status;
  finding.method = method;
  finding.reason = reason;
  finding.message = message;
  return finding;
}

double margin_of(const Comparison& comparison) {
  if (comparison.op == "<=") {
    return comparison.limit - comparison.value;
  }
  const double over = comparison.value - comparison.limit;
  return comparison.op == ">=" ? over : -(over < 0 ? -over : over);
}

Finding decided(Status status, std::string_view method, std::string_view reason,
                const Comparison& comparison) {
  Finding finding = undecided(status, method, reason, "");
  finding.measured = Quantity{comparison.value, comparison.unit};
  finding.limit = Limit{comparison.op, comparison.limit, comparison.unit};
  finding.margin = margin_of(comparison);
  return finding;
}

int weight_of(Status status) {
  switch (status) {
    case Status::fail:
      return 3;
    case Status::inconclusive:
      return 2;
    case Status::pass:
      return 1;
    case Status::not_run:
      return 0;
  }
  return 0;
}

}  // namespace

Finding not_run(std::string_view method, std::string_view reason, const std::string& message) {
  return undecided(Status::not_run, method, reason, message);
}

Finding inconclusive(std::string_view method, std::string_view reason, const std::string& message) {
  return undecided(Status::inconclusive, method, reason, message);
}

Finding pass(std::string_view method, std::string_view reason, const Comparison& comparison) {
  return decided(Status::pass, method, reason, comparison);
}

Finding fail(std::string_view method, std::string_view reason, const Comparison& comparison) {
  return decided(Status::fail, method, reason, comparison);
}

Finding worse_of(const Finding& one, const Finding& other) {
  return weight_of(one.status) >= weight_of(other.status) ? one : other;
}

void add_evidence(Finding& finding, const std::vector<EvidenceItem>& items) {
  for (const EvidenceItem& item : items) {
    const bool known = std::any_of(
        finding.evidence.begin(), finding.evidence.end(),
        [&](const auto& other) { return other.name == item.name && other.sha256 == item.sha256; });
    if (!known) {
      finding.evidence.push_back(item);
    }
  }
}

void add_evidence(Finding& finding, const Submission& submission,
                  const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const auto file = std::find_if(submission.files.begin(), submission.files.end(),
                                   [&](const SubmittedFile& f) { return f.path == path; });
    add_evidence(finding, file == submission.files.end()
                              ? std::vector<EvidenceItem>{{"manifest", submission.manifest_sha256,
                                                           submission.manifest_bytes}}
                              : std::vector<EvidenceItem>{{path, file->sha256, file->bytes}});
  }
}

std::vector<const TrainLog*> runs_of(const Submission& submission) {
  std::vector<const TrainLog*> runs;
  runs.reserve(submission.run_set.size());
  for (const std::size_t index : submission.run_set) {
    runs.push_back(&submission.logs.at(index));
  }
  return runs;
}

std::vector<std::string> paths_of(const std::vector<const TrainLog*>& runs) {
  std::vector<std::string> paths;
  paths.reserve(runs.size());
  for (const TrainLog* run : runs) {
    paths.push_back(run->path);
  }
  return paths;
}

Finding without_log(const CheckInput& input, std::string_view method, bool rerun_could_decide) {
  const bool rerun_is_small = input.evidence.rerun.ok() && !input.evidence.rerun.value().full_scale;
  if (rerun_could_decide && rerun_is_small) {
    return not_run(method, "not-full-scale",
                   "the folder has no train log, and the rerun was made at the " +
                       escape_for_terminal(input.evidence.rerun.value().profile, 64) +
                       " profile; this needs a run of full size");
  }
  return not_run(method, "no-log", "the folder has no train log that can be read");
}

Finding without_rerun(const Failure& failure, std::string_view method) {
  const auto known = common_reasons();
  const bool is_known = std::find(known.begin(), known.end(), failure.reason) != known.end();
  return not_run(method, is_known ? failure.reason : "not-gathered",
                 "there is no rerun: " + escape_for_terminal(failure.message, 512));
}

std::string joined_sentences(const std::vector<std::string>& sentences) {
  return joined(sentences, "; ");
}

}  // namespace verifier
