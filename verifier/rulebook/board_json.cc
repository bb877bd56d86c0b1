// SPDX-License-Identifier: Apache-2.0

#include "verifier/rulebook/board.h"

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/base/result.h"
#include "verifier/rulebook/rulebook.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

constexpr std::uint64_t kMostRuns = 1000;

std::string full_text(JsonFields& fields, const std::string& name) {
  std::string text = fields.text(name);
  if (text.empty()) {
    fields.refuse(name, "expected a string that is not empty");
  }
  return text;
}

std::string day(JsonFields& fields, const std::string& name) {
  std::string text = fields.text(name);
  if (!is_date(text)) {
    fields.refuse(name, "expected a day as YYYY-MM-DD");
  }
  return text;
}

std::string optional_day(JsonFields& fields, const std::string& name) {
  return fields.has(name) ? day(fields, name) : "";
}

double above_zero(JsonFields& fields, const std::string& name) {
  const double value = fields.number(name);
  if (!(value > 0)) {
    fields.refuse(name, "expected a number above zero");
  }
  return value;
}

Standing standing_of(JsonFields& fields) {
  const std::string word = fields.text("standing");
  for (const Standing standing :
       {Standing::row, Standing::merged, Standing::withdrawn, Standing::sample}) {
    if (word == to_string(standing)) {
      return standing;
    }
  }
  fields.refuse("standing", R"(expected "row", "merged", "withdrawn" or "sample")");
}

BoardRun read_run(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  BoardRun run;
  if (fields.has("seed")) {
    run.seed = fields.count("seed");
  }
  run.val_bpb = above_zero(fields, "val_bpb");
  run.val_loss = fields.has("val_loss") ? above_zero(fields, "val_loss") : 0;
  fields.finish();
  return run;
}

BoardSummary read_summary(JsonFields& record) {
  JsonFields fields(record.value("summary"), record.at("summary"));
  BoardSummary summary;
  summary.runs = fields.count("runs", kMostRuns, 2);
  summary.mean_bpb = above_zero(fields, "mean");
  summary.deviation_bpb = above_zero(fields, "deviation");
  fields.finish();
  return summary;
}

void read_sample(JsonFields& fields, BoardRecord& record) {
  if (fields.has("runs") == fields.has("summary")) {
    fields.refuse("runs", R"(expected either "runs" or "summary")");
  }
  if (fields.has("summary")) {
    record.summary = read_summary(fields);
    return;
  }
  for (const json& run : fields.array("runs")) {
    record.runs.push_back(
        read_run(run, fields.at("runs") + "/" + std::to_string(record.runs.size())));
  }
  if (record.runs.empty()) {
    fields.refuse("runs", "expected at least one run");
  }
}

BoardRecord read_record(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  BoardRecord record;
  record.id = full_text(fields, "id");
  record.pull_request = fields.count("pr");
  record.name = full_text(fields, "name");
  record.track = full_text(fields, "track");
  record.standing = standing_of(fields);
  record.created = day(fields, "created");
  record.merged = optional_day(fields, "merged");
  record.withdrawn = optional_day(fields, "withdrawn");
  record.tokenizer = full_text(fields, "tokenizer");
  record.bytes_per_token = above_zero(fields, "bytes_per_token");
  record.resolution = above_zero(fields, "resolution");
  read_sample(fields, record);
  record.source = full_text(fields, "source");
  record.note = fields.has("note") ? full_text(fields, "note") : "";
  if (record.withdrawn.empty() == (record.standing == Standing::withdrawn)) {
    fields.refuse("withdrawn", "stands exactly where the record is withdrawn");
  }
  fields.finish();
  return record;
}

// Ids are unique and days ascend, so that the file reads as what happened.
void add_record(Board& board, BoardRecord record, const std::string& where) {
  if (board.find(record.id) != nullptr) {
    throw Error(ErrorKind::bad_input, where + "/id: \"" + record.id + "\" stands there already");
  }
  if (!board.records.empty() && record.created < board.records.back().created) {
    throw Error(ErrorKind::bad_input, where + "/created: lies before that of the record above");
  }
  board.records.push_back(std::move(record));
}

std::string known_id(JsonFields& fields, const std::string& name, const Board& board) {
  std::string id = fields.text(name);
  if (board.find(id) == nullptr) {
    fields.refuse(name, "there is no record \"" + id + "\"");
  }
  return id;
}

PublishedValue read_published(const json& value, const std::string& where, const Board& board) {
  JsonFields fields(value, where);
  PublishedValue published;
  published.pull_request = fields.count("pr");
  published.p = above_zero(fields, "published_p");
  published.fresh = known_id(fields, "new", board);
  published.reference = known_id(fields, "reference", board);
  const std::string samples = fields.text("samples");
  if (samples != "known" && samples != "unknown") {
    fields.refuse("samples", R"(expected "known" or "unknown")");
  }
  published.samples_known = samples == "known";
  published.source = full_text(fields, "source");
  fields.finish();
  return published;
}

}  // namespace

Board board_from_text(std::string_view text, const std::string& file_name) {
  const json root = reference::parse_json(text, file_name);
  JsonFields fields(root, file_name);
  Board board;
  board.file = file_name;
  board.sha256 = reference::to_hex(reference::sha256(text));
  board.bytes = text.size();
  for (const json& value : fields.array("records")) {
    const std::string where = fields.at("records") + "/" + std::to_string(board.records.size());
    add_record(board, read_record(value, where), where);
  }
  for (const json& value : fields.array("published")) {
    const std::string where = fields.at("published") + "/" + std::to_string(board.published.size());
    board.published.push_back(read_published(value, where, board));
  }
  fields.finish();
  return board;
}

}  // namespace verifier
