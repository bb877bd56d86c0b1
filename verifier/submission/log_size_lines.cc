// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/log_line_readers.h"

namespace verifier {
namespace {

// The cursor stands behind the words, before an optional format word and the colon.
struct SizeLine {
  bool has_format = false;
  std::optional<std::uint64_t> bytes;
};

SizeLine read_size(LogCursor& in) {
  SizeLine size;
  size.has_format = !in.rest().starts_with(":");
  // A format word may itself hold a colon, so the number is looked for behind the last one that
  // digits and " bytes" follow.
  while (in.find(":")) {
    LogCursor ahead = in;
    ahead.skip_spaces();
    size.bytes = ahead.grouped_integer();
    if (size.bytes && ahead.take(" bytes")) {
      return size;
    }
  }
  return {};
}

}  // namespace

bool read_model_size(LogCursor& in, LogState& state) {
  const SizeLine size = read_size(in);
  if (!size.bytes) {
    return false;
  }
  state.last_model_is_packed = size.has_format;
  if (size.has_format) {
    put(state.log.model_bytes, size.bytes, state.at);
    state.model_after_total = true;
  }
  return true;
}

// "Ternary artifact: 15057568 bytes (lzma)": what a bare total behind it counts was packed.
bool read_artifact_size(LogCursor& in, LogState& state) {
  in.skip_spaces();
  const bool known = in.grouped_integer() && in.take(" bytes");
  state.last_model_is_packed = state.last_model_is_packed || known;
  return known;
}

bool read_total_size(LogCursor& in, LogState& state) {
  const SizeLine size = read_size(in);
  if (!size.bytes) {
    return false;
  }
  if (size.has_format) {
    put(state.named_total, size.bytes, state.at);
    state.model_after_total = false;
  } else if (state.last_model_is_packed) {
    put(state.bare_total, size.bytes, state.at);
    state.model_after_total = false;
  } else {
    put(state.log.raw_total_bytes, size.bytes, state.at);
  }
  return true;
}

bool read_code_size(LogCursor& in, LogState& state) {
  const bool compressed = in.rest().starts_with(" (compressed)");
  const SizeLine size = read_size(in);
  if (!size.bytes) {
    return false;
  }
  keep(state.log.all_code_bytes, Claim<std::uint64_t>{*size.bytes, state.at});
  return put(compressed ? state.compressed_code : state.plain_code, size.bytes, state.at);
}

}  // namespace verifier
