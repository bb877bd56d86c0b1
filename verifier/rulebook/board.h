// SPDX-License-Identifier: Apache-2.0
// The board: earlier records with their dates, samples and sources (rules/records.json), and the
// p-values that were published about them. The record to beat is computed from it; nothing in it
// comes from the submission that is judged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verifier {

struct BoardRun {
  std::optional<std::uint64_t> seed;
  double val_bpb = 0;
  double val_loss = 0;  // nats per token; 0 where not known
};

// A group of which only these numbers were published.
struct BoardSummary {
  std::uint64_t runs = 0;
  double mean_bpb = 0;
  double deviation_bpb = 0;  // divisor n-1
};

enum class Standing {
  row,        // a row of the leaderboard: a record to beat
  merged,     // merged, but no row
  withdrawn,  // taken off the board
  sample,     // another sample of a record, for a published comparison
};
std::string_view to_string(Standing standing);

struct BoardRecord {
  std::string id;  // unique; the pull request's number, with a word where it has several groups
  std::uint64_t pull_request = 0;  // 0 for the baseline
  std::string name;                // of the folder
  std::string track;
  Standing standing = Standing::row;
  std::string created;    // YYYY-MM-DD, of the pull request
  std::string merged;     // YYYY-MM-DD; empty where it never was
  std::string withdrawn;  // YYYY-MM-DD; empty where it never was
  std::string tokenizer;  // "sp1024", "sp8192", ...
  double bytes_per_token = 0;
  double resolution = 0;       // step in which the scores are recorded
  std::vector<BoardRun> runs;  // empty where there is a summary
  std::optional<BoardSummary> summary;
  std::string source;
  std::string note;
};

// A p-value as it was published beside a row.
struct PublishedValue {
  std::uint64_t pull_request = 0;
  double p = 0;
  std::string fresh;           // id of the record that was tested
  std::string reference;       // id of the record it was held against
  bool samples_known = false;  // else the runs behind it are not public; the two ids are a guess
  std::string source;
};

struct Board {
  std::string file;
  std::string sha256;
  std::uint64_t bytes = 0;
  std::vector<BoardRecord> records;  // by day of creation
  std::vector<PublishedValue> published;

  // Null where there is no such record.
  const BoardRecord* find(std::string_view id) const;
};

// Strict; throws Error{bad_input} with file and place.
Board board_from_text(std::string_view text, const std::string& file_name);

// Mean score of a record's runs, or of its summary.
double mean_bpb(const BoardRecord& record);

// The rows of a track that stood before a day, best mean first: pull requests created on an earlier
// day, and, where the own number is known, those of that day with a smaller one.
std::vector<const BoardRecord*> rows_before(const Board& board, std::string_view track,
                                            std::string_view day, std::uint64_t own_number = 0);

}  // namespace verifier
