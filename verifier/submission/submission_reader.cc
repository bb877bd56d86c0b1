// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/submission_reader.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "reference_impl/base/sha256.h"
#include "verifier/submission/claims.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/manifest.h"
#include "verifier/submission/path_rules.h"
#include "verifier/submission/run_set.h"
#include "verifier/submission/script.h"
#include "verifier/submission/train_log.h"

namespace verifier {
namespace {

// Lies beside the files of a reference corpus and is no part of any submission.
constexpr std::string_view kOracleFile = "facts.json";

using FilesByPath = std::map<std::string, const SourceFile*>;

std::string digest_of(std::string_view bytes) {
  return reference::to_hex(reference::sha256(bytes));
}

SubmittedFile described(const SourceFile& file) {
  if (file.withheld) {
    return {file.path, file.withheld->bytes, file.withheld->sha256, file.mode};
  }
  return {file.path, file.bytes.size(), digest_of(file.bytes), file.mode};
}

// The files that may be read, by path; the others become defects.
FilesByPath accept_files(const SubmissionSource& source, Submission& submission) {
  FilesByPath accepted;
  std::vector<std::string> paths;
  for (const SourceFile& file : source.files) {
    if (file.path == kOracleFile) {
      continue;
    }
    const auto problem = path_problem(file.path);
    if (problem) {
      submission.defects.push_back(
          {std::string(defect::kPath), {file.path, 0, ""}, "the path " + *problem});
      continue;
    }
    accepted.emplace(file.path, &file);
  }
  for (const auto& [path, file] : accepted) {
    paths.push_back(path);
    submission.files.push_back(described(*file));
    if (file->withheld) {
      submission.defects.push_back({std::string(defect::kTooLarge),
                                    {path, 0, ""},
                                    "a file of " + std::to_string(file->withheld->bytes) +
                                        " bytes; files above 67108864 bytes are not read"});
    }
  }
  for (Defect& twin : case_twins(paths)) {
    submission.defects.push_back(std::move(twin));
  }
  return accepted;
}

void choose_track(const SubmissionSource& source, Submission& submission) {
  submission.track = "track_10min_16mb";
  submission.track_source = "default";
  if (!source.track_option.empty()) {
    submission.track = source.track_option;
    submission.track_source = "--track";
    return;
  }
  constexpr std::array<const char*, 2> kTracks = {"track_10min_16mb", "track_non_record_16mb"};
  for (const char* track : kTracks) {
    const std::string part = std::string("records/") + track + "/";
    if ((source.location + "/").find(part) != std::string::npos) {
      submission.track = track;
      submission.track_source = "path";
    }
  }
}

// submission.json at the top; where it is absent, a submission_*.json stands in for it.
const SourceFile* claims_file(const FilesByPath& files) {
  const auto exact = files.find("submission.json");
  if (exact != files.end()) {
    return exact->second;
  }
  for (const auto& [path, file] : files) {
    const std::string_view name = path;
    if (name.find('/') == std::string_view::npos && name.starts_with("submission_") &&
        name.ends_with(".json")) {
      return file;
    }
  }
  return nullptr;
}

void read_claims_of(const FilesByPath& files, Submission& submission) {
  const SourceFile* file = claims_file(files);
  if (file == nullptr || file->withheld) {
    return;
  }
  auto claims = read_claims(file->path, file->bytes, submission.defects);
  submission.claims_read = claims.has_value();
  if (claims) {
    submission.claims = std::move(*claims);
  }
}

void read_logs(const FilesByPath& files, Submission& submission) {
  for (const SubmittedFile& described_file : submission.files) {
    const SourceFile& file = *files.at(described_file.path);
    if (file.withheld || !may_be_log(file.path)) {
      continue;
    }
    auto log = read_train_log(file.path, file.bytes, submission.defects);
    if (log) {
      log->sha256 = described_file.sha256;
      submission.logs.push_back(std::move(*log));
    }
  }
}

void read_script_of(const FilesByPath& files, Submission& submission) {
  const std::string path = choose_script(submission.files);
  if (!path.empty() && !files.at(path)->withheld) {
    submission.script = read_script(path, files.at(path)->bytes);
  }
}

}  // namespace

Submission read_submission(const SubmissionSource& source) {
  Submission submission;
  submission.name = source.name;
  submission.defects = source.defects;
  choose_track(source, submission);
  const FilesByPath files = accept_files(source, submission);
  const std::string manifest = manifest_text(submission.files);
  submission.manifest_sha256 = digest_of(manifest);
  submission.manifest_bytes = manifest.size();
  submission.has_recipe = files.count("recipe.json") == 1;
  read_claims_of(files, submission);
  read_logs(files, submission);
  read_script_of(files, submission);
  settle_runs(submission);
  return submission;
}

}  // namespace verifier
