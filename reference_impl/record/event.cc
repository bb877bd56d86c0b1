// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/event.h"

#include <array>
#include <bit>
#include <cstring>

#include "reference_impl/base/error.h"
#include "reference_impl/base/little_endian.h"

namespace reference {
namespace {

enum class Kind : std::uint8_t { init = 1, prefill, score, update, checkpoint, close };

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie");

constexpr std::size_t kUsualBytes = 160;  // room for a stored SCORE record

// Builds little-endian bytes.
class ByteWriter {
 public:
  explicit ByteWriter(Kind kind) : ByteWriter() { bytes_ += static_cast<char>(kind); }
  ByteWriter() { bytes_.reserve(kUsualBytes); }

  ByteWriter& u64(std::uint64_t value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof value>>(value);
    bytes_.append(bytes.data(), bytes.size());
    return *this;
  }
  ByteWriter& u32(std::uint32_t value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof value>>(value);
    bytes_.append(bytes.data(), bytes.size());
    return *this;
  }
  ByteWriter& digest(const Digest256& value) {
    bytes_.append(reinterpret_cast<const char*>(value.data()), value.size());
    return *this;
  }
  ByteWriter& lanes(const StateDigest& value) {
    for (const std::uint64_t lane : value.lanes) {
      u64(lane);
    }
    return *this;
  }
  ByteWriter& text(std::string_view value) {
    bytes_ += value;
    return *this;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads little-endian bytes of a length that was checked before.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t u64() {
    const std::uint64_t value = little_endian(rest_.substr(0, 8));
    rest_.remove_prefix(8);
    return value;
  }
  Digest256 digest() {
    Digest256 value{};
    std::memcpy(value.data(), rest_.data(), value.size());
    rest_.remove_prefix(value.size());
    return value;
  }
  StateDigest lanes() {
    StateDigest value;
    for (std::uint64_t& lane : value.lanes) {
      lane = u64();
    }
    return value;
  }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

struct Encoder {
  std::string operator()(const InitEvent& e) const {
    return ByteWriter(Kind::init)
        .digest(e.config_digest)
        .digest(e.token_digest)
        .digest(e.key_commitment)
        .u64(e.rank)
        .u64(e.world_size)
        .u64(e.digest_set)
        .u64(e.tables)
        .take();
  }
  std::string operator()(const PrefillEvent& e) const {
    return ByteWriter(Kind::prefill).u64(e.first).u64(e.last).take();
  }
  std::string operator()(const ScoreEvent& e) const {
    return ByteWriter(Kind::score)
        .u64(e.segment)
        .u64(e.first)
        .u64(e.last)
        .u64(e.coded_bits)
        .digest(e.score_digest)
        .take();
  }
  std::string operator()(const UpdateEvent& e) const {
    return ByteWriter(Kind::update).u64(e.segment).u64(e.first).u64(e.last).take();
  }
  std::string operator()(const CheckpointEvent& e) const {
    ByteWriter writer(Kind::checkpoint);
    writer.u64(e.segment).digest(e.root).lanes(e.msh2).lanes(e.msh1);
    for (const std::uint64_t increments : e.table_increments) {
      writer.u64(increments);
    }
    return writer.take();
  }
  std::string operator()(const CloseEvent& e) const {
    return ByteWriter(Kind::close)
        .u64(e.events)
        .u64(e.positions)
        .u64(std::bit_cast<std::uint64_t>(e.sum_nats))
        .u64(e.coded_bits)
        .digest(e.root)
        .take();
  }
};

// Bytes of an event after its type byte; a checkpoint has this many and 8 for each table.
std::size_t body_bytes(Kind kind) {
  switch (kind) {
    case Kind::init:
      return 3 * 32 + 4 * 8;
    case Kind::prefill:
      return 2 * 8;
    case Kind::score:
      return 4 * 8 + 32;
    case Kind::update:
      return 3 * 8;
    case Kind::checkpoint:
      return 8 + 3 * 32;
    case Kind::close:
      return 4 * 8 + 32;
  }
  return 0;
}

CheckpointEvent read_checkpoint(ByteReader reader) {
  CheckpointEvent event;
  event.segment = reader.u64();
  event.root = reader.digest();
  event.msh2 = reader.lanes();
  event.msh1 = reader.lanes();
  while (reader.left() != 0) {
    event.table_increments.push_back(reader.u64());
  }
  return event;
}

// Braced initializers are evaluated left to right, so the fields are read in the order of the
// bytes.
Event read_body(Kind kind, ByteReader in) {
  switch (kind) {
    case Kind::init:
      return InitEvent{in.digest(), in.digest(), in.digest(), in.u64(),
                       in.u64(),    in.u64(),    in.u64()};
    case Kind::prefill:
      return PrefillEvent{in.u64(), in.u64()};
    case Kind::score:
      return ScoreEvent{in.u64(), in.u64(), in.u64(), in.u64(), in.digest()};
    case Kind::update:
      return UpdateEvent{in.u64(), in.u64(), in.u64()};
    case Kind::checkpoint:
      return read_checkpoint(in);
    case Kind::close:
      return CloseEvent{in.u64(), in.u64(), std::bit_cast<double>(in.u64()), in.u64(), in.digest()};
  }
  throw Error(ErrorKind::internal, "an event kind without a reader");
}

}  // namespace

std::string event_bytes(const Event& event) {
  return std::visit(Encoder(), event);
}

Event parse_event(std::string_view bytes, const std::string& where) {
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::bad_input, where + ": " + what);
  };
  if (bytes.empty()) {
    refuse("an event of no bytes");
  }
  const auto type = static_cast<std::uint8_t>(bytes[0]);
  if (type < static_cast<std::uint8_t>(Kind::init) ||
      type > static_cast<std::uint8_t>(Kind::close)) {
    refuse("event type " + std::to_string(type) + ", expected 1 to 6");
  }
  const Kind kind = static_cast<Kind>(type);
  const std::string_view body = bytes.substr(1);
  const std::size_t expected = body_bytes(kind);
  const bool tables = kind == Kind::checkpoint && body.size() > expected && body.size() % 8 == 0;
  if (body.size() != expected && !tables) {
    refuse("an event of type " + std::to_string(type) + " with " + std::to_string(bytes.size()) +
           " bytes, expected " + std::to_string(expected + 1));
  }
  return read_body(kind, ByteReader(body));
}

std::string record_bytes(const EventRecord& record) {
  return record_bytes(record, event_bytes(record.event));
}

std::string record_bytes(const EventRecord& record, std::string_view event) {
  return ByteWriter()
      .u32(static_cast<std::uint32_t>(event.size()))
      .text(event)
      .lanes(record.digest)
      .u64(record.increments)
      .digest(record.chain)
      .take();
}

Digest256 next_chain(const Digest256* previous, std::string_view event) {
  using namespace std::string_view_literals;
  ByteWriter writer;
  if (previous == nullptr) {
    writer.text("pgolf-audit-v1\0"sv);
  } else {
    writer.digest(*previous);
  }
  return sha256(writer.text(event).take());
}

std::string_view event_kind_name(const Event& event) {
  static constexpr std::array<std::string_view, 6> kNames = {"INIT",   "PREFILL",    "SCORE",
                                                             "UPDATE", "CHECKPOINT", "CLOSE"};
  return kNames[event.index()];
}

}  // namespace reference
