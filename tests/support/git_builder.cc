// SPDX-License-Identifier: Apache-2.0
#include "tests/support/git_builder.h"

#include "reference_impl/base/error.h"
#include "tests/support/program.h"
#include "verifier/base/utc_time.h"

namespace pgolf_test {
namespace {

std::string data(const std::string& bytes) {
  return "data " + std::to_string(bytes.size()) + "\n" + bytes + "\n";
}

// As git quotes paths: every byte that is not plain in octal.
std::string quoted(const std::string& path) {
  std::string text = "\"";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E || c == '"' || c == '\\') {
      text += '\\';
      text += static_cast<char>('0' + (byte >> 6U));
      text += static_cast<char>('0' + ((byte >> 3U) & 7U));
      text += static_cast<char>('0' + (byte & 7U));
    } else {
      text += c;
    }
  }
  return text + "\"";
}

std::string change(const GitFile& file) {
  if (file.mode.empty()) {
    return "D " + quoted(file.path) + "\n";
  }
  if (file.mode == "160000") {
    return "M 160000 " + file.content + " " + quoted(file.path) + "\n";
  }
  return "M " + file.mode + " inline " + quoted(file.path) + "\n" + data(file.content);
}

}  // namespace

int GitBuilder::commit(const GitStep& step) {
  ++commits_;
  const auto seconds = verifier::rfc3339_seconds(step.day + "T12:00:00Z");
  reference::require(seconds.has_value(), "a commit needs a day");
  if (step.parents.empty()) {
    stream_ += "reset " + step.ref + "\n";
  }
  stream_ += "commit " + step.ref + "\nmark :" + std::to_string(commits_) +
             "\ncommitter A <a@example.com> " + std::to_string(*seconds) + " +0000\n" + data("m");
  for (std::size_t i = 0; i < step.parents.size(); ++i) {
    stream_ += (i == 0 ? "from :" : "merge :") + std::to_string(step.parents[i]) + "\n";
  }
  for (const GitFile& file : step.files) {
    stream_ += change(file);
  }
  stream_ += "\n";
  return commits_;
}

std::filesystem::path GitBuilder::finish() {
  folder_.write("stream", stream_);
  const std::string at = folder_.path().string();
  const std::string script =
      "git init --quiet --bare --initial-branch=main " + at + "/repo && git -C " + at +
      "/repo -c fastimport.unpackLimit=100000 fast-import --quiet --force < " + at + "/stream";
  const ProgramRun run = run_program("/bin/sh", {"-c", script});
  reference::require(run.exit_code == 0, run.errors);
  return folder_ / "repo";
}

std::string GitBuilder::ask(const std::string& arguments) const {
  const ProgramRun run =
      run_program("/bin/sh", {"-c", "git -C " + folder_.path().string() + "/repo " + arguments});
  reference::require(run.exit_code == 0, run.errors);
  return run.output.substr(0, run.output.find('\n'));
}

std::filesystem::path GitBuilder::object(const std::string& id) const {
  return folder_.path() / "repo" / "objects" / id.substr(0, 2) / id.substr(2);
}

std::vector<GitFile> submission_files(const std::string& folder) {
  return {{folder + "/README.md"},
          {folder + "/submission.json", "{\"val_bpb\": 1.2}\n"},
          {folder + "/train_gpt.py", "print(1)\n"},
          {folder + "/train_seed1.log", "step:1/2 val_loss:2.0 val_bpb:1.2 train_time:10ms\n"}};
}

}  // namespace pgolf_test
