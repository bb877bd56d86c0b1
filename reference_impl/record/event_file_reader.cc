// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/base/little_endian.h"
#include "reference_impl/record/event_file.h"

namespace reference {
namespace {

constexpr std::string_view kMagic = "PGEVENT1";
constexpr std::size_t kTrailerBytes = 4 * 8 + 8 + 32;  // D, N, chain

class Reader {
 public:
  Reader(std::string_view bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

  EventFile read() {
    if (!bytes_.starts_with(kMagic)) {
      refuse(0, "an event file starts with PGEVENT1");
    }
    for (std::size_t at = kMagic.size(); at < bytes_.size();) {
      at = read_record(at);
    }
    if (file_.records.empty()) {
      refuse(bytes_.size(), "no record, expected at least INIT and CLOSE");
    }
    if (!std::holds_alternative<CloseEvent>(file_.records.back().event)) {
      problem(bytes_.size(), "the file ends without CLOSE");
    }
    file_.leaves = collector_.leaves();
    return std::move(file_);
  }

 private:
  // Reads the record at a byte offset and returns the offset behind it.
  std::size_t read_record(std::size_t at) {
    const std::size_t left = bytes_.size() - at;
    const std::uint64_t length = left < 4 ? 0 : little_endian(bytes_.substr(at, 4));
    if (left < 4 || length > left - 4 || left - 4 - length < kTrailerBytes) {
      refuse(at, "a record that is cut off: " + std::to_string(left) + " bytes are left");
    }
    const std::string_view event = bytes_.substr(at + 4, length);
    const std::size_t trailer = at + 4 + length;
    EventRecord record{.event = parse_event(event, place(at)),
                       .digest = {},
                       .increments = little_endian(bytes_.substr(trailer + 32, 8)),
                       .chain = {}};
    for (std::size_t lane = 0; lane < 4; ++lane) {
      record.digest.lanes[lane] = little_endian(bytes_.substr(trailer + 8 * lane, 8));
    }
    for (std::size_t i = 0; i < record.chain.size(); ++i) {
      record.chain[i] = static_cast<std::uint8_t>(bytes_[trailer + 40 + i]);
    }
    const std::size_t end = trailer + kTrailerBytes;
    check(record, event, at);
    if (!collector_.add(record.event, bytes_.substr(at, end - at))) {
      problem(at, std::string(event_kind_name(record.event)) +
                      " where SCORE and UPDATE should alternate");
    }
    file_.records.push_back(std::move(record));
    return end;
  }

  void check(const EventRecord& record, std::string_view event, std::size_t at) {
    const bool first = file_.records.empty();
    const bool is_init = std::holds_alternative<InitEvent>(record.event);
    if (first && !is_init) {
      refuse(at, "the first record is " + std::string(event_kind_name(record.event)) +
                     ", expected INIT");
    }
    if (!first && is_init) {
      problem(at, "a second INIT");
    }
    const EventRecord* before = first ? nullptr : &file_.records.back();
    if (before != nullptr && std::holds_alternative<CloseEvent>(before->event)) {
      problem(at, "a record after CLOSE");
    }
    if (record.chain != next_chain(first ? nullptr : &before->chain, event)) {
      problem(at, "the chain value is not that of the events so far");
    }
    check_state(record, before, at);
  }

  // What the chain does not bind.
  void check_state(const EventRecord& record, const EventRecord* before, std::size_t at) {
    if (before == nullptr) {
      if (record.digest != StateDigest() || record.increments != 0) {
        problem(at, "D and N are not 0 at INIT");
      }
      return;
    }
    const bool writes = std::holds_alternative<PrefillEvent>(record.event) ||
                        std::holds_alternative<UpdateEvent>(record.event);
    if (!writes && (record.digest != before->digest || record.increments != before->increments)) {
      problem(at, std::string(event_kind_name(record.event)) +
                      " only reads, but D or N differ from the record before");
    }
    const auto* checkpoint = std::get_if<CheckpointEvent>(&record.event);
    if (checkpoint == nullptr) {
      return;
    }
    if (checkpoint->msh2 != record.digest) {
      problem(at, "the checkpoint's re-hashed MSH2 differs from the running D");
    }
    const auto& init = std::get<InitEvent>(file_.records.front().event);
    if (checkpoint->table_increments.size() != init.tables) {
      problem(at, "the checkpoint counts " + std::to_string(checkpoint->table_increments.size()) +
                      " tables, INIT " + std::to_string(init.tables));
    }
  }

  std::string place(std::size_t at) const { return name_ + ": byte " + std::to_string(at); }
  [[noreturn]] void refuse(std::size_t at, const std::string& what) const {
    throw Error(ErrorKind::bad_input, place(at) + ": " + what);
  }
  void problem(std::size_t at, std::string what) {
    file_.problems.push_back(
        {.record = file_.records.size(), .byte_offset = at, .what = std::move(what)});
  }

  std::string_view bytes_;
  std::string name_;
  EventFile file_;
  LeafCollector collector_;
};

}  // namespace

EventFile read_event_file(std::string_view bytes, const std::string& name) {
  return Reader(bytes, name).read();
}

std::vector<std::uint64_t> read_times_file(std::string_view bytes, std::size_t records,
                                           const std::string& name) {
  if (bytes.size() != 8 * records) {
    throw Error(ErrorKind::bad_input, name + ": has " + std::to_string(bytes.size()) + " bytes, " +
                                          std::to_string(records) + " records need " +
                                          std::to_string(8 * records));
  }
  std::vector<std::uint64_t> times;
  times.reserve(records);
  for (std::size_t i = 0; i < records; ++i) {
    times.push_back(little_endian(bytes.substr(8 * i, 8)));
  }
  return times;
}

}  // namespace reference
