// SPDX-License-Identifier: Apache-2.0
// What one run of the reference leaves behind for whoever judges it: which recipe, at which scale,
// on which data, what came out, and why it ended. Written on failure too. The event files lie
// beside it and are named here with their digests. JSON form: run_record_json.cc, strict both ways.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace reference {

// A file of the run or of its data, relative to the record's folder or by bare name.
struct NamedFile {
  std::string name;
  std::string sha256;  // lowercase hex
  std::uint64_t bytes = 0;
};

// One way of scoring the validation stream. val_loss is nats per scored token, val_bpb bits per
// byte; `tokens` and `bytes` are the sums they were divided by (repeats counted as often as
// scored).
struct Score {
  std::string label;  // "non_overlapping", "sliding", "cache" (as submitted), "cache_once"
  double val_loss = 0;
  double val_bpb = 0;
  double sum_nats = 0;
  std::uint64_t tokens = 0;
  std::uint64_t bytes = 0;
};

struct TrainingPart {
  std::uint64_t steps = 0;
  std::uint64_t train_ns = 0;  // wall time of the training loop
  double last_train_loss = 0;  // nats per token
  std::uint64_t model_params = 0;
  NamedFile artifact;  // the packed model: exactly the bytes that evaluation loads
};

struct EvaluationPart {
  std::uint64_t eval_ns = 0;  // wall time from reading the artifact to the last score
  NamedFile artifact;         // digest of the bytes that were loaded
  std::vector<Score> scores;
  std::uint64_t val_tokens = 0;  // T: targets 1..T of the truncated stream
  std::uint64_t val_bytes = 0;   // bytes of targets 1..T, each once
  std::string token_digest;      // SHA-256 of x[0..T] as uint16 LE
  std::string event_root;        // RFC 6962 root over the events' leaves
  std::uint64_t event_count = 0;
  std::vector<NamedFile> event_files;  // events-<rank>.bin, rank ascending
  std::string audit_key;               // hex of the 32-byte digest key
  std::string audit_salt;
  bool audit_key_is_test_key = false;
};

struct RunRecord {
  std::string command;        // "train" or "evaluate"
  std::string profile;        // "smoke" or "official"
  std::string recipe_sha256;  // of the recipe file's bytes
  std::uint64_t seed = 0;
  std::uint32_t world_size = 1;
  std::string termination;                                    // "complete", or why it ended before
  std::string device;                                         // "cpu", or the accelerator's name
  std::vector<std::pair<std::string, std::string>> versions;  // library -> version
  std::vector<std::pair<std::string, std::string>> scaled;    // field -> "full -> used"
  std::vector<std::string> not_implemented;  // recipe fields known and not built yet
  std::vector<NamedFile> train_shards;
  std::vector<NamedFile> val_shards;
  NamedFile token_table;
  std::optional<TrainingPart> training;
  std::optional<EvaluationPart> evaluation;
};

nlohmann::json run_record_to_json(const RunRecord& record);
// Throws Error{bad_input} that names the unknown, missing or wrongly typed field.
RunRecord run_record_from_json(const nlohmann::json& json, const std::string& where);
// The same from the bytes of a record file; `name` is printed.
RunRecord run_record_from_text(std::string_view text, const std::string& name);

// The file name of a record in a run's folder: "train-record.json", "evaluate-record.json".
std::string run_record_file_name(const std::string& command);

}  // namespace reference
