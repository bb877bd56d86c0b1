// SPDX-License-Identifier: Apache-2.0
// The events of one rank's evaluation and their bytes (causality-audit.md 1.1, the only
// definition): integers little-endian, digests raw, no padding. A stored record adds the running
// digest D and the increments N after the event, and the chain value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "reference_impl/base/state_digest.h"

namespace reference {

// The segment number of a checkpoint that stands before the first segment.
inline constexpr std::uint64_t kNoSegment = ~std::uint64_t{0};

struct InitEvent {
  Digest256 config_digest{};
  Digest256 token_digest{};
  Digest256 key_commitment{};
  std::uint64_t rank = 0;
  std::uint64_t world_size = 0;
  std::uint64_t digest_set = 0;  // 0: all tables, 1: the shared set
  std::uint64_t tables = 0;
};

struct PrefillEvent {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

struct ScoreEvent {
  std::uint64_t segment = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t coded_bits = 0;  // unit: 2^-32 bit
  Digest256 score_digest{};
};

struct UpdateEvent {
  std::uint64_t segment = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

struct CheckpointEvent {
  std::uint64_t segment = 0;  // the last one completed, or kNoSegment
  Digest256 root{};
  StateDigest msh2;  // re-hashed from the tables
  StateDigest msh1;
  std::vector<std::uint64_t> table_increments;  // table id ascending
};

struct CloseEvent {
  std::uint64_t events = 0;  // SCORE and UPDATE events
  std::uint64_t positions = 0;
  double sum_nats = 0;
  std::uint64_t coded_bits = 0;
  Digest256 root{};
};

using Event =
    std::variant<InitEvent, PrefillEvent, ScoreEvent, UpdateEvent, CheckpointEvent, CloseEvent>;

struct EventRecord {
  Event event;
  StateDigest digest;
  std::uint64_t increments = 0;
  Digest256 chain{};
};

std::string event_bytes(const Event& event);

// The event of exactly these bytes; throws Error{bad_input} that begins with `where`.
Event parse_event(std::string_view bytes, const std::string& where);

// The stored form: length, event, D, N, chain. `event` is the bytes of record.event, where the
// caller has them already.
std::string record_bytes(const EventRecord& record);
std::string record_bytes(const EventRecord& record, std::string_view event);

// The chain value after an event; `previous` is null for the first event of a rank.
Digest256 next_chain(const Digest256* previous, std::string_view event);

// The name of an event's kind as the specification writes it: "INIT" .. "CLOSE".
std::string_view event_kind_name(const Event& event);

}  // namespace reference
