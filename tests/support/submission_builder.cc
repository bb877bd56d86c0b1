// SPDX-License-Identifier: Apache-2.0
#include "tests/support/submission_builder.h"

namespace pgolf_test {
namespace {

class Lines {
 public:
  explicit Lines(const std::set<std::string>& left_out) : left_out_(left_out) {}
  void add(const std::string& part, const std::string& line) {
    if (left_out_.count(part) == 0 && !line.empty()) {
      text_ += line + "\n";
    }
  }
  const std::string& text() const { return text_; }

 private:
  const std::set<std::string>& left_out_;
  std::string text_;
};

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

// "1.85730392" to four decimals, as the line without "_exact" prints it; cut, not rounded, which is
// near enough for a twin.
std::string short_form(const std::string& digits) {
  return digits.substr(0, digits.find('.') + 5);
}

}  // namespace

std::string LogText::file_path() const {
  return path.empty() ? "train_seed" + number(seed) + ".log" : path;
}

std::string LogText::text() const {
  Lines lines(left_out);
  lines.add("start", "logs/clean.txt");
  lines.add("tokens",
            "val_loader:shards pattern=./data/fineweb_val_*.bin tokens:" + number(val_tokens));
  lines.add("start", "model_params:17000000");
  lines.add("world", "world_size:" + number(world_size) + " grad_accum_steps:1");
  lines.add("seed", "seed:" + number(seed));
  lines.add("steps", "step:100/9000 train_loss:3.2000 train_time:8000ms step_avg:80.00ms");
  lines.add("steps", "step:" + number(steps) + "/9000 val_loss:1.9000 val_bpb:1.1253 train_time:" +
                         number(train_ms) + "ms step_avg:" + step_avg + "ms");
  lines.add("stop", "stopping_early: wallclock_cap train_time:" + number(train_ms) +
                        "ms step:" + number(steps) + "/9000");
  lines.add("model", "Serialized model: 68000000 bytes");
  lines.add("code", "Code size: " + number(code_bytes) + " bytes");
  lines.add("calibration", calibration);
  lines.add("model", "Serialized model int8+zlib: " + number(model_bytes) + " bytes");
  lines.add("total",
            "Total submission size int8+zlib: " + number(model_bytes + code_bytes) + " bytes");
  for (const std::string& line : more) {
    lines.add("more", line);
  }
  lines.add("score", "final_sliding_window val_loss:" + short_form(val_loss) + " val_bpb:" +
                         short_form(val_bpb) + " stride:64 eval_time:" + number(eval_ms) + "ms");
  lines.add("score", "final_sliding_window_exact val_loss:" + val_loss + " val_bpb:" + val_bpb);
  return lines.text();
}

SubmissionBuilder::SubmissionBuilder() {
  // Losses that give 151,080,363 / 62,021,632 bytes a token to eight decimals, worked out by hand:
  // loss = bpb x ln 2 x 2.4359301445.
  logs.resize(3);
  logs[1].seed = 42;
  logs[1].model_bytes = 14'999'000;
  logs[1].val_loss = "1.85764161";
  logs[1].val_bpb = "1.10020000";
  logs[2].seed = 2025;
  logs[2].model_bytes = 14'998'000;
  logs[2].val_loss = "1.85797931";
  logs[2].val_bpb = "1.10040000";
  claims = {{"name", "\"Clean\""},        {"author", "\"A. Author\""}, {"date", "\"2026-04-01\""},
            {"val_bpb", "1.1002"},        {"val_bpb_std", "0.0002"},   {"bytes_total", "15050000"},
            {"seeds", "[1337, 42, 2025]"}};
}

verifier::SubmissionSource SubmissionBuilder::source() const {
  verifier::SubmissionSource source;
  source.name = name;
  source.track_option = track;
  source.defects = defects;
  std::map<std::string, std::string> files = more_files;
  if (readme) {
    files["README.md"] = *readme;
  }
  if (script) {
    files["train_gpt.py"] = *script;
  }
  for (const LogText& log : logs) {
    files[log.file_path()] = log.text();
  }
  std::string json = "{";
  for (const auto& [member, value] : claims) {
    json += value.empty() ? "" : (json == "{" ? "\"" : ",\n\"") + member + "\": " + value;
  }
  if (has_submission_json) {
    files["submission.json"] = submission_json.value_or(json + "}\n");
  }
  for (const auto& [path, bytes] : files) {
    source.files.push_back({path, "100644", bytes, std::nullopt});
  }
  return source;
}

verifier::Submission SubmissionBuilder::read() const {
  return verifier::read_submission(source());
}

SubmissionBuilder empty_submission() {
  SubmissionBuilder builder;
  builder.logs.clear();
  builder.has_submission_json = false;
  builder.readme.reset();
  builder.script.reset();
  return builder;
}

}  // namespace pgolf_test
