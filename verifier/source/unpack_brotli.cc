// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <brotli/decode.h>
#include <memory>

#include "verifier/source/unpack.h"

namespace verifier {
namespace {

constexpr std::string_view kName = "brotli";
constexpr std::size_t kBlockBytes = 1U << 16U;

}  // namespace

// Without its large-window extension, which is off here, the format's window is at most 16 MiB, so
// it needs no memory limit of its own.
Result<std::string> unpack_brotli(std::string_view bytes, const UnpackLimits& limits) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
  if (state == nullptr) {
    return unpack_hungry(kName, limits);
  }
  std::string out;
  std::array<std::uint8_t, kBlockBytes> block;
  const auto* next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::size_t left_in = bytes.size();
  BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
    std::uint8_t* next_out = block.data();
    std::size_t left_out = block.size();
    result = BrotliDecoderDecompressStream(state.get(), &left_in, &next_in, &left_out, &next_out,
                                           nullptr);
    const std::size_t count = block.size() - left_out;
    if (out.size() + count > limits.output_bytes) {
      return unpack_bomb(kName, bytes.size(), limits);
    }
    out.append(reinterpret_cast<const char*>(block.data()), count);
  }
  if (result != BROTLI_DECODER_RESULT_SUCCESS) {
    return unpack_damaged(kName, result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT
                                     ? "the stream ends early"
                                     : "the stream is damaged");
  }
  return out;
}

}  // namespace verifier
