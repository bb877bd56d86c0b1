// SPDX-License-Identifier: Apache-2.0
// The event file of one rank: the bytes `PGEVENT1` and then stored records
// (causality-audit.md 1.1), with the times file beside it. The writer streams to temporary names
// and renames at the end. The reader takes bytes, throws for what is not an event file, and hands
// back as data what is one but contradicts itself: the file may be a submitter's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/record/event.h"
#include "reference_impl/record/run_record.h"
#include "reference_impl/record/staged_file.h"

namespace reference {

std::string event_file_name(std::uint32_t rank);  // events-<rank>.bin
std::string times_file_name(std::uint32_t rank);  // times-<rank>.bin

// Turns stored records into Merkle leaves: one a segment (SCORE and UPDATE), one for CLOSE.
class LeafCollector {
 public:
  // False where the record does not fit: a SCORE after a SCORE, an UPDATE without one.
  bool add(const Event& event, std::string_view stored_record);
  const std::vector<Digest256>& leaves() const { return leaves_; }

 private:
  std::optional<std::string> score_record_;
  std::vector<Digest256> leaves_;
};

class EventFileWriter {
 public:
  // Starts both files in an existing folder; throws Error{transient} when the disk refuses, here
  // and in the calls below.
  EventFileWriter(const std::filesystem::path& folder, std::uint32_t rank);

  // Appends an event with the state after it and the wall-clock time.
  void append(const Event& event, const StateDigest& digest, std::uint64_t increments,
              std::uint64_t time_ns);
  // Syncs and renames both files; the event file's name, digest and size.
  NamedFile finish();
  const std::vector<Digest256>& leaves() const { return leaves_.leaves(); }

 private:
  StagedFile events_;
  StagedFile times_;
  std::optional<Digest256> chain_;
  LeafCollector leaves_;
};

// Something an event file says against itself.
struct EventProblem {
  std::size_t record = 0;         // index from 0
  std::uint64_t byte_offset = 0;  // of that record in the file
  std::string what;
};

struct EventFile {
  std::vector<EventRecord> records;  // at least an INIT
  std::vector<Digest256> leaves;     // Merkle leaf hashes, as far as SCORE and UPDATE alternate
  std::vector<EventProblem> problems;
};

// Reads a rank's event file. Throws Error{bad_input} "<name>: byte <offset>: ..." where the bytes
// are no event file; chain values, and what the chain does not bind, become problems.
EventFile read_event_file(std::string_view bytes, const std::string& name);

// The nanoseconds of a times file; throws Error{bad_input} unless it holds exactly `records`.
std::vector<std::uint64_t> read_times_file(std::string_view bytes, std::size_t records,
                                           const std::string& name);

}  // namespace reference
