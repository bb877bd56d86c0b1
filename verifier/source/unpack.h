// SPDX-License-Identifier: Apache-2.0
// Decompressors for packed scripts. Each streams, stops at a cap on what it writes and on what it
// may remember, and takes dictionary sizes of raw streams from the caller, never from the stream
// (security specification, F-05). One source each sees its library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "verifier/base/result.h"

namespace verifier {

struct UnpackLimits {
  std::uint64_t output_bytes = 8ULL << 20U;
  std::uint64_t memory_bytes = 128ULL << 20U;
};

// How a script's call says that its LZMA stream is wrapped.
enum class LzmaForm { automatic, xz, alone, raw };

// The one filter of a raw stream; numbers as in the library's Python names.
struct LzmaFilter {
  bool lzma2 = true;
  std::uint32_t dictionary_bytes = 0;  // 0: the preset's own
  std::uint32_t preset = 6;
  std::uint32_t lc = 3;
  std::uint32_t lp = 0;
  std::uint32_t pb = 2;
};

enum class ZlibForm { zlib, gzip, raw, automatic };

// Each fails (bad_input) with reason "bomb" where a cap was reached and "damaged" where the stream
// is not what it should be or ends early.
Result<std::string> unpack_lzma(std::string_view bytes, LzmaForm form, const LzmaFilter& filter,
                                const UnpackLimits& limits = {});
Result<std::string> unpack_zlib(std::string_view bytes, ZlibForm form,
                                const UnpackLimits& limits = {});
Result<std::string> unpack_brotli(std::string_view bytes, const UnpackLimits& limits = {});
Result<std::string> unpack_zstd(std::string_view bytes, const UnpackLimits& limits = {});

// Failures in one wording.
Failure unpack_bomb(std::string_view format, std::uint64_t packed_bytes,
                    const UnpackLimits& limits);
Failure unpack_hungry(std::string_view format, const UnpackLimits& limits);
Failure unpack_damaged(std::string_view format, const std::string& found);

}  // namespace verifier
