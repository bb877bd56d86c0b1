// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <memory>
#include <zstd.h>

#include "verifier/source/unpack.h"

namespace verifier {
namespace {

constexpr std::string_view kName = "zstd";
constexpr std::size_t kBlockBytes = 1U << 16U;

// The largest window, as a power of two, that fits the memory.
int largest_window(const UnpackLimits& limits) {
  int bits = 10;
  while (bits < 31 && (2ULL << static_cast<unsigned>(bits)) <= limits.memory_bytes) {
    ++bits;
  }
  return bits;
}

bool is_too_hungry(std::size_t code) {
  const std::string_view name = ZSTD_getErrorName(code);
  return name.find("too much memory") != std::string_view::npos ||
         name.find("Allocation") != std::string_view::npos;
}

}  // namespace

Result<std::string> unpack_zstd(std::string_view bytes, const UnpackLimits& limits) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                        ZSTD_freeDCtx);
  if (context == nullptr) {
    return unpack_hungry(kName, limits);
  }
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largest_window(limits));
  std::string out;
  std::array<char, kBlockBytes> block;
  ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
  std::size_t expected = 1;
  bool full = true;
  while (expected != 0 && (full || in.pos < in.size)) {
    ZSTD_outBuffer target = {block.data(), block.size(), 0};
    expected = ZSTD_decompressStream(context.get(), &target, &in);
    if (ZSTD_isError(expected) != 0) {
      return is_too_hungry(expected) ? unpack_hungry(kName, limits)
                                     : unpack_damaged(kName, "the stream is damaged");
    }
    full = target.pos == target.size;
    if (out.size() + target.pos > limits.output_bytes) {
      return unpack_bomb(kName, bytes.size(), limits);
    }
    out.append(block.data(), target.pos);
  }
  if (expected != 0) {
    return unpack_damaged(kName, "the stream ends early");
  }
  return out;
}

}  // namespace verifier
