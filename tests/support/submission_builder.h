// SPDX-License-Identifier: Apache-2.0
// A clean submission of own-written text that passes every built static check, and its parts to
// change: a test states one fault and nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "verifier/submission/submission_reader.h"

namespace pgolf_test {

// A train log in the challenge's line format. A part that is named in `left_out` is not printed:
// "seed", "tokens", "world", "steps", "stop", "model", "code", "total", "calibration", "score".
struct LogText {
  std::uint64_t seed = 1337;
  std::string path;  // empty: train_seed<seed>.log
  std::uint64_t val_tokens = 62021632;
  std::uint64_t world_size = 8;
  std::uint64_t steps = 7000;
  std::uint64_t train_ms = 590000;
  std::string step_avg = "84.29";
  std::uint64_t model_bytes = 15'000'000;
  std::uint64_t code_bytes = 50'000;
  std::string calibration = "gptq:collecting hessians batches=64 source=train";
  std::uint64_t eval_ms = 200'000;
  std::string val_loss = "1.85730392";
  std::string val_bpb = "1.10000000";
  std::vector<std::string> more;  // lines before the final score
  std::set<std::string> left_out;

  std::string file_path() const;
  std::string text() const;
};

struct SubmissionBuilder {
  SubmissionBuilder();  // clean

  std::string name = "2026-04-01_Clean";
  std::string track = "track_10min_16mb";
  std::vector<LogText> logs;  // seeds 1337, 42, 2025
  // Members of submission.json as JSON texts; an empty text leaves the member out.
  std::map<std::string, std::string> claims;
  std::optional<std::string> submission_json;  // the whole file instead
  bool has_submission_json = true;
  std::optional<std::string> readme = "A clean submission.\n";
  std::optional<std::string> script = "print('train')\n";
  std::map<std::string, std::string> more_files;
  std::vector<verifier::Defect> defects;  // of whoever listed the files

  verifier::SubmissionSource source() const;
  verifier::Submission read() const;
};

// A folder without any file.
SubmissionBuilder empty_submission();

}  // namespace pgolf_test
