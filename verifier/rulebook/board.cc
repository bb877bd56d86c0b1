// SPDX-License-Identifier: Apache-2.0
#include "verifier/rulebook/board.h"

#include <algorithm>

#include "verifier/base/result.h"

namespace verifier {

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::row:
      return "row";
    case Standing::merged:
      return "merged";
    case Standing::withdrawn:
      return "withdrawn";
    case Standing::sample:
      return "sample";
  }
  return "";
}

const BoardRecord* Board::find(std::string_view id) const {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const BoardRecord& record) { return record.id == id; });
  return found == records.end() ? nullptr : &*found;
}

double mean_bpb(const BoardRecord& record) {
  if (record.summary) {
    return record.summary->mean_bpb;
  }
  require(!record.runs.empty(), "a record has runs or a summary");
  double sum = 0;
  for (const BoardRun& run : record.runs) {
    sum += run.val_bpb;
  }
  return sum / static_cast<double>(record.runs.size());
}

std::vector<const BoardRecord*> rows_before(const Board& board, std::string_view track,
                                            std::string_view day, std::uint64_t own_number) {
  std::vector<const BoardRecord*> rows;
  for (const BoardRecord& record : board.records) {
    const bool earlier =
        record.created < day || (record.created == day && record.pull_request < own_number);
    if (record.standing == Standing::row && record.track == track && earlier) {
      rows.push_back(&record);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const BoardRecord* a, const BoardRecord* b) {
    return mean_bpb(*a) < mean_bpb(*b);
  });
  return rows;
}

}  // namespace verifier
