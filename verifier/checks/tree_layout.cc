// SPDX-License-Identifier: Apache-2.0
// Rules B1 and B2: the files a submission must have, in one folder of its own below records/, and
// nothing that a tree must not hold. What else a pull request changes is seen from git alone; other
// record folders, the root's scripts and trees of other code break the rule, anything else is a
// note.
#include <algorithm>
#include <array>

#include "verifier/base/escape.h"
#include "verifier/base/numbers.h"
#include "verifier/base/text.h"
#include "verifier/checks/check_code.h"
#include "verifier/checks/finding_parts.h"
#include "verifier/submission/defects.h"

namespace verifier {
namespace {

constexpr std::array<RuleParam, 3> kParams = {
    {{"required_files", ParamKind::list},
     {"not_applicable_submissions", ParamKind::list},
     {"note_code_files", ParamKind::number}}};  // so many outside the folder are still a note
constexpr std::array<std::string_view, 5> kReasons = {"complete", "missing-file", "outside-folder",
                                                      "wrong-place", "odd-entry"};
constexpr std::size_t kNamed = 5;

// The project's own copies of a submission's figures hold a recipe in place of script and logs; the
// rules file names them one by one.
bool is_exempt(const Rule& rule, const Submission& submission) {
  const auto& names = rule.list("not_applicable_submissions");
  return std::find(names.begin(), names.end(), submission.name) != names.end() &&
         submission.has_recipe && !submission.script && submission.logs.empty();
}

Finding exempt(const Submission& submission) {
  Finding finding = not_run("static", "not-applicable",
                            "the rules file names this folder, whose recipe.json stands in place "
                            "of script and logs");
  add_evidence(finding, submission, {"recipe.json"});
  return finding;
}

// A file whose git object is missing stands in the tree all the same.
bool holds(const Submission& submission, const std::string& name) {
  const auto is_named = [&](const std::string& path) { return lowercase(path) == lowercase(name); };
  return std::any_of(submission.files.begin(), submission.files.end(),
                     [&](const SubmittedFile& file) { return is_named(file.path); }) ||
         std::any_of(submission.defects.begin(), submission.defects.end(),
                     [&](const Defect& defect) {
                       return defect.code == defect::kObjectMissing && is_named(defect.origin.file);
                     });
}

bool lacks_object(const Submission& submission, std::string_view ending) {
  return std::any_of(submission.defects.begin(), submission.defects.end(), [&](const Defect& d) {
    return d.code == defect::kObjectMissing && d.origin.file.ends_with(ending);
  });
}

// A log that is there and cannot be read is named, so that nobody looks for a missing one.
std::string missing_log(const Submission& submission) {
  for (const Defect& defect : submission.defects) {
    if (defect.code == defect::kLogEmpty || defect.code == defect::kLogBinary) {
      return "a train log (" + to_string(defect.origin) + ": " + defect.what + ")";
    }
  }
  return "a train log";
}

// A file that the reader took in place of one that is missing: practice accepts it, so it is said
// and not failed. Empty where there is none.
std::string stand_in(const Submission& submission, const std::string& name) {
  const auto& claim = submission.claims.val_bpb;
  if (name == "submission.json" && submission.claims_read && claim) {
    return claim->origin.file;
  }
  for (const SubmittedFile& file : submission.files) {
    const bool top = file.path.find('/') == std::string::npos;
    if (name == "README.md" && top && lowercase(file.path).ends_with("readme.md")) {
      return file.path;
    }
  }
  return "";
}

std::vector<std::string> missing_parts(const Rule& rule, const Submission& submission,
                                       std::vector<std::string>& notes) {
  std::vector<std::string> missing;
  for (const std::string& name : rule.list("required_files")) {
    const std::string other = stand_in(submission, name);
    if (holds(submission, name)) {
      continue;
    }
    if (other.empty()) {
      missing.push_back(name);
    } else {
      notes.push_back(escape_for_terminal(other, 256) + " stands in for " + name);
    }
  }
  if (!submission.script && !lacks_object(submission, ".py")) {
    missing.emplace_back("train_gpt.py");
  }
  const bool unread_log = lacks_object(submission, ".log") || lacks_object(submission, ".txt");
  if (submission.logs.empty() && !unread_log) {
    missing.push_back(missing_log(submission));
  }
  for (std::string& part : missing) {
    part += " is missing";
  }
  return missing;
}

// "a, b and 3 more".
std::string named(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i) {
    text += (i == 0 ? "" : ", ") + escape_for_terminal(names[i], 256);
  }
  const std::size_t more = names.size() - std::min(names.size(), kNamed);
  return text + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

// What breaks rule B1, where the pull request is known.
std::vector<std::string> faults_outside(const Rule& rule, const PullRequest& pull_request) {
  std::vector<std::string> faults;
  if (!pull_request.other_folders.empty()) {
    faults.push_back("changes " +
                     counted(pull_request.other_folders.size(), "other record folder") + ": " +
                     named(pull_request.other_folders));
  }
  if (!pull_request.root_scripts.empty()) {
    faults.push_back("changes the repository's own " + named(pull_request.root_scripts));
  }
  if (static_cast<double>(pull_request.code_outside) > rule.number("note_code_files")) {
    faults.push_back("adds or changes " + counted(pull_request.code_outside, "code file") +
                     " outside the folder and every other record folder, " +
                     fixed(rule.number("note_code_files"), 0) + " are let pass");
  }
  return faults;
}

bool is_in_place(const PullRequest& pull_request, const std::string& track) {
  const std::string home = "records/" + track + "/";
  return pull_request.folder.starts_with(home) &&
         pull_request.folder.find('/', home.size()) == std::string::npos;
}

std::string wrong_place(const Submission& submission, const PullRequest& pull_request) {
  const std::string& folder = pull_request.folder;
  return "the submission stands " +
         (folder.empty() ? "in the repository's root" : "at " + escape_for_terminal(folder, 512)) +
         ", expected records/" + submission.track + "/<name>";
}

// What a reader should know and no rule forbids.
std::vector<std::string> notes(const PullRequest& pull_request) {
  std::vector<std::string> notes;
  if (pull_request.candidates.size() > 1) {
    notes.push_back(escape_for_terminal(pull_request.folder, 512) + " was judged, " +
                    escape_for_terminal(pull_request.chosen_by, 512));
  }
  if (pull_request.changed_outside > 0) {
    std::vector<std::string> names(
        std::max<std::size_t>(pull_request.outside.size(), pull_request.changed_outside));
    std::transform(pull_request.outside.begin(), pull_request.outside.end(), names.begin(),
                   [](const ChangedFile& file) { return file.path; });
    notes.push_back(counted(pull_request.changed_outside, "file") +
                    " outside the folder in all: " + named(names));
  }
  return notes;
}

// Everything the check has to say, by what it would be failed for.
struct Layout {
  std::vector<std::string> missing;
  std::vector<std::string> outside;
  std::vector<std::string> misplaced;
  std::vector<std::string> odd;
  std::vector<std::string> unread;
  std::vector<std::string> notes;
  std::vector<Origin> origins;

  std::size_t faults() const {
    return missing.size() + outside.size() + misplaced.size() + odd.size();
  }
  std::string_view reason() const {
    return !missing.empty()     ? "missing-file"
           : !outside.empty()   ? "outside-folder"
           : !misplaced.empty() ? "wrong-place"
           : !odd.empty()       ? "odd-entry"
                                : "complete";
  }
  std::string message(std::uint64_t files) const {
    std::vector<std::string> sentences;
    if (faults() == 0) {
      sentences.push_back(counted(files, "file") + ", all that are required among them");
    }
    for (const auto* list : {&missing, &outside, &misplaced, &odd, &unread, &notes}) {
      sentences.insert(sentences.end(), list->begin(), list->end());
    }
    return joined_sentences(sentences);
  }
};

Layout layout_of(const CheckInput& input) {
  Layout layout;
  layout.missing = missing_parts(input.rule, input.submission, layout.notes);
  if (input.evidence.pull_request.ok()) {
    const PullRequest& pull_request = input.evidence.pull_request.value();
    layout.outside = faults_outside(input.rule, pull_request);
    const std::vector<std::string> more = notes(pull_request);
    layout.notes.insert(layout.notes.end(), more.begin(), more.end());
    if (!is_in_place(pull_request, input.submission.track)) {
      layout.misplaced.push_back(wrong_place(input.submission, pull_request));
    }
  }
  for (const Defect& defect : input.submission.defects) {
    const bool unread = defect.code == defect::kObjectMissing;
    const bool note = defect.code == defect::kHardLink;
    if (unread || note || defect::is_of_tree(defect.code)) {
      (unread ? layout.unread
       : note ? layout.notes
              : layout.odd)
          .push_back(to_string(defect.origin) + ": " + escape_for_terminal(defect.what, 512));
      layout.origins.push_back(defect.origin);
    }
  }
  return layout;
}

Finding check_layout(const CheckInput& input) {
  if (is_exempt(input.rule, input.submission)) {
    return exempt(input.submission);
  }
  const Layout layout = layout_of(input);
  const Comparison faults{static_cast<double>(layout.faults()), "==", 0, "faults"};
  const bool clean = layout.faults() == 0;
  Finding finding = !clean                  ? fail("static", layout.reason(), faults)
                    : layout.unread.empty() ? pass("static", layout.reason(), faults)
                                            : not_run("static", "object-missing", "");
  finding.message = layout.message(input.submission.files.size());
  finding.remedy = clean ? "" : "complete or clean the folder and submit it again";
  finding.origins = layout.origins;
  finding.evidence.push_back(
      {"manifest", input.submission.manifest_sha256, input.submission.manifest_bytes});
  return finding;
}

}  // namespace

CheckCode tree_layout() {
  return {check_layout, kParams, kReasons};
}

}  // namespace verifier
