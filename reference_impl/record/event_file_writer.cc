// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/base/little_endian.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/merkle.h"
#include "reference_impl/record/staged_file.h"

namespace reference {

std::string event_file_name(std::uint32_t rank) {
  return "events-" + std::to_string(rank) + ".bin";
}

std::string times_file_name(std::uint32_t rank) {
  return "times-" + std::to_string(rank) + ".bin";
}

bool LeafCollector::add(const Event& event, std::string_view stored_record) {
  const bool is_score = std::holds_alternative<ScoreEvent>(event);
  const bool is_update = std::holds_alternative<UpdateEvent>(event);
  const bool fits = is_update == score_record_.has_value();
  if (is_score) {
    score_record_ = std::string(stored_record);
  } else if (is_update && fits) {
    leaves_.push_back(merkle_leaf(*score_record_ + std::string(stored_record)));
    score_record_.reset();
  } else if (std::holds_alternative<CloseEvent>(event)) {
    leaves_.push_back(merkle_leaf(stored_record));
  }
  return fits;
}

EventFileWriter::EventFileWriter(const std::filesystem::path& folder, std::uint32_t rank)
    : events_(folder / event_file_name(rank)),
      times_(folder / times_file_name(rank), FileHash::none) {
  events_.write("PGEVENT1");
}

void EventFileWriter::append(const Event& event, const StateDigest& digest,
                             std::uint64_t increments, std::uint64_t time_ns) {
  const std::string bytes = event_bytes(event);
  chain_ = next_chain(chain_ ? &*chain_ : nullptr, bytes);
  const std::string stored = record_bytes(
      {.event = event, .digest = digest, .increments = increments, .chain = *chain_}, bytes);
  require(leaves_.add(event, stored), "SCORE and UPDATE events must alternate");
  events_.write(stored);
  std::string time;
  append_little_endian(time, time_ns, 8);
  times_.write(time);
}

NamedFile EventFileWriter::finish() {
  times_.finish();
  return events_.finish();
}

}  // namespace reference
