// SPDX-License-Identifier: Apache-2.0
#include "tests/support/forged_files.h"

#include <algorithm>

#include "reference_impl/base/file.h"
#include "reference_impl/record/merkle.h"

namespace pgolf_test {
namespace {

using reference::CheckpointEvent;
using reference::CloseEvent;
using reference::InitEvent;
using reference::ScoreEvent;
using reference::UpdateEvent;

constexpr std::uint64_t kLargestFile = 1ULL << 30U;

template <typename T>
std::size_t nth(const Records& records, std::size_t n) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (std::holds_alternative<T>(records[i].event) && n-- == 0) {
      return i;
    }
  }
  return records.size();
}

template <typename T>
T& event(Records& records, std::size_t n) {
  return std::get<T>(records.at(nth<T>(records, n)).event);
}

void duplicate_segment(Records& r) {
  const auto at = static_cast<std::ptrdiff_t>(nth<ScoreEvent>(r, 2));
  const Records twice(r.begin() + at, r.begin() + at + 2);
  r.insert(r.begin() + at, twice.begin(), twice.end());
}

void exchange_segments(Records& r) {
  const std::size_t at = nth<ScoreEvent>(r, 2);
  std::swap(r[at], r[at + 2]);
  std::swap(r[at + 1], r[at + 3]);
}

void swap_checkpoint_tables(Records& r) {
  std::swap(event<CheckpointEvent>(r, 1).root, event<CheckpointEvent>(r, 2).root);
}

void states_of_later_checkpoint(Records& r) {
  const std::size_t from = nth<UpdateEvent>(r, 3);
  const std::size_t to = nth<UpdateEvent>(r, 4);
  r[from].digest = r[to].digest;
  r[from].increments = r[to].increments;
}

void leave_out_checkpoint(Records& r) {
  r.erase(r.begin() + static_cast<std::ptrdiff_t>(nth<CheckpointEvent>(r, 2)));
}

void change_all_states(Records& r) {
  for (reference::EventRecord& record : r) {
    record.digest.lanes[2] ^= record.increments;
    if (auto* checkpoint = std::get_if<CheckpointEvent>(&record.event)) {
      checkpoint->msh2 = record.digest;
    }
  }
}

FileCheat by_records(std::string name, std::string what, std::vector<std::string> expected,
                     std::function<void(Records&)> change) {
  return {std::move(name), std::move(what), std::move(expected), std::move(change), {}};
}

FileCheat by_bytes(std::string name, std::string what, std::vector<std::string> expected,
                   std::function<void(std::string&)> change) {
  return {std::move(name), std::move(what), std::move(expected), {}, std::move(change)};
}

std::vector<FileCheat> record_cheats() {
  return {
      by_records("events_reordered", "an UPDATE stands before its SCORE", {"I1"},
                 [](Records& r) {
                   const std::size_t at = nth<ScoreEvent>(r, 1);
                   std::swap(r[at], r[at + 1]);
                 }),
      by_records("segments_exchanged", "two segments stand in the other's place", {"I1", "I3"},
                 exchange_segments),
      by_records("events_duplicated", "a segment stands there twice", {"I1", "I2"},
                 duplicate_segment),
      by_records("score_dropped", "a SCORE is missing", {"I1", "I2"},
                 [](Records& r) {
                   r.erase(r.begin() + static_cast<std::ptrdiff_t>(nth<ScoreEvent>(r, 2)));
                 }),
      by_records("events_truncated", "the file ends before CLOSE", {"I1"},
                 [](Records& r) { r.pop_back(); }),
      by_records("state_moves_while_scoring", "D moves at a SCORE", {"I4"},
                 [](Records& r) { r[nth<ScoreEvent>(r, 1)].digest.lanes[0] += 1; }),
      by_records("increment_lost", "N lacks one", {"I5"},
                 [](Records& r) { r[nth<UpdateEvent>(r, 1)].increments -= 1; }),
      by_records("digests_xored", "every D is changed in step", {"I5"}, change_all_states),
      by_records("state_of_later_update", "D is that of the next update", {"I5"},
                 states_of_later_checkpoint),
      by_records("checkpoint_tables_swapped", "two checkpoints have exchanged their roots", {"I8"},
                 swap_checkpoint_tables),
      by_records("checkpoint_missing", "a checkpoint is missing", {"I8"}, leave_out_checkpoint),
      by_records("msh1_forged", "a checkpoint's MSH1 is another", {"I8"},
                 [](Records& r) { event<CheckpointEvent>(r, 1).msh1.lanes[1] += 1; }),
      by_records("table_counts_forged", "a checkpoint shifts a count between tables", {"I8"},
                 [](Records& r) {
                   ++event<CheckpointEvent>(r, 1).table_increments[0];
                   --event<CheckpointEvent>(r, 1).table_increments[1];
                 }),
      by_records("tokens_replaced", "INIT names another token stream", {"I8"},
                 [](Records& r) { event<InitEvent>(r, 0).token_digest[0] ^= 1; }),
      by_records("other_configuration", "INIT names another cache", {"I8"},
                 [](Records& r) { event<InitEvent>(r, 0).config_digest[5] ^= 1; }),
      by_records("other_key", "INIT commits to another digest key", {"I8"},
                 [](Records& r) { event<InitEvent>(r, 0).key_commitment[9] ^= 1; }),
      by_records("other_digest_set", "INIT names another set of tables than D covers", {"I5", "I8"},
                 [](Records& r) { event<InitEvent>(r, 0).digest_set ^= 1; }),
      by_records("scores_forged", "a SCORE has another digest of its scores", {"I12"},
                 [](Records& r) { event<ScoreEvent>(r, 4).score_digest[0] ^= 1; }),
      by_records("bits_forged", "a SCORE and CLOSE lack a bit", {"I12"},
                 [](Records& r) {
                   event<ScoreEvent>(r, 4).coded_bits -= 1ULL << 32U;
                   event<CloseEvent>(r, 0).coded_bits -= 1ULL << 32U;
                 }),
      by_records("other_sums", "CLOSE sums other bits than its events", {"I8"},
                 [](Records& r) { event<CloseEvent>(r, 0).coded_bits += 1; }),
  };
}

// A network that looks one token ahead, for half of its rows.
class AheadModel : public reference::SyntheticModel {
 public:
  AheadModel(const reference::SyntheticConfig& config, std::span<const std::uint16_t> stream)
      : SyntheticModel(config, stream) {}
  void logits(std::span<const std::uint16_t> tokens,
              std::span<const reference::WindowRequest> windows, std::span<float> out) override {
    SyntheticModel::logits(tokens, windows, out);
    std::size_t row = 0;
    for (const reference::WindowRequest& window : windows) {
      for (std::uint32_t i = window.first_row; i < window.length; ++i, ++row) {
        const std::uint64_t j = window.start + i + 1;
        if (j + 1 < tokens.size() && j % 2 == 0) {
          out[row * vocabulary() + tokens[j + 1] % vocabulary()] += 2.0F;
        }
      }
    }
  }
};

reference::SyntheticConfig network(reference::SyntheticMode mode) {
  reference::SyntheticConfig config;
  config.mode = mode;
  config.seed = 5;
  config.vocabulary = 128;
  return config;
}

}  // namespace

std::vector<FileCheat> file_cheats() {
  std::vector<FileCheat> cheats = record_cheats();
  cheats.push_back(by_bytes("byte_changed", "one byte of a chain value is another", {"I8"},
                            [](std::string& bytes) { bytes.back() ^= 1; }));
  cheats.push_back(by_bytes("file_cut", "the file ends within a record", {"unreadable"},
                            [](std::string& bytes) { bytes.resize(bytes.size() - 5); }));
  cheats.push_back(by_bytes("bytes_appended", "bytes stand after CLOSE", {"unreadable"},
                            [](std::string& bytes) { bytes += "more"; }));
  return cheats;
}

std::string forge(const AuditLab& lab, const FileCheat& cheat, const std::filesystem::path& folder,
                  const std::string& honest_root) {
  const std::filesystem::path path = folder / reference::event_file_name(0);
  std::string bytes = reference::read_file(path, kLargestFile);
  if (cheat.bytes) {
    cheat.bytes(bytes);
    reference::write_file(path, bytes);
    return honest_root;
  }
  Records records = reference::read_event_file(bytes, "e").records;
  cheat.records(records);
  bytes = "PGEVENT1";
  const reference::Digest256* previous = nullptr;
  for (reference::EventRecord& record : records) {
    record.chain = reference::next_chain(previous, reference::event_bytes(record.event));
    previous = &record.chain;
    bytes += reference::record_bytes(record);
  }
  reference::write_file(path, bytes);
  std::vector<reference::Digest256> leaves;
  for (std::uint32_t rank = 0; rank < lab.setup().world_size; ++rank) {
    const std::string file =
        reference::read_file(folder / reference::event_file_name(rank), kLargestFile);
    const auto more = reference::read_event_file(file, "e").leaves;
    leaves.insert(leaves.end(), more.begin(), more.end());
  }
  return reference::to_hex(reference::merkle_root(leaves));
}

std::vector<NetworkCheat> network_cheats() {
  return {
      {"network_knows_the_target",
       "the network's distribution depends on its own target",
       {"I9"},
       [](std::span<const std::uint16_t> stream) {
         return std::make_unique<reference::SyntheticModel>(
             network(reference::SyntheticMode::calibrated), stream);
       }},
      {"network_looks_ahead",
       "the network reads one token beyond its target",
       {"I9"},
       [](std::span<const std::uint16_t> stream) {
         return std::make_unique<AheadModel>(network(reference::SyntheticMode::hash), stream);
       }},
  };
}

}  // namespace pgolf_test
