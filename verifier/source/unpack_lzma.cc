// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>

#include "verifier/source/unpack.h"

#include <lzma.h>

namespace verifier {
namespace {

constexpr std::string_view kName = "lzma";
constexpr std::size_t kBlockBytes = 1U << 16U;
// The largest dictionary that a raw stream may be given: it lies outside the stream.
constexpr std::uint32_t kLargestDictionary = 64U << 20U;

class Stream {
 public:
  Stream() = default;
  ~Stream() { lzma_end(&stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  lzma_stream* get() { return &stream_; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

lzma_ret open_raw(lzma_stream* stream, const LzmaFilter& wanted, const UnpackLimits& limits) {
  // The preset sets what has a meaning; what is reserved must be zero.
  lzma_options_lzma options = {};  // NOLINT(bugprone-invalid-enum-default-initialization)
  if (lzma_lzma_preset(&options, wanted.preset)) {
    return LZMA_OPTIONS_ERROR;
  }
  if (wanted.dictionary_bytes != 0) {
    options.dict_size = wanted.dictionary_bytes;
  }
  if (options.dict_size > kLargestDictionary) {
    return LZMA_MEMLIMIT_ERROR;
  }
  options.lc = wanted.lc;
  options.lp = wanted.lp;
  options.pb = wanted.pb;
  const std::array<lzma_filter, 2> filters = {
      {{wanted.lzma2 ? LZMA_FILTER_LZMA2 : LZMA_FILTER_LZMA1, &options},
       {LZMA_VLI_UNKNOWN, nullptr}}};
  const std::uint64_t memory = lzma_raw_decoder_memusage(filters.data());
  if (memory > limits.memory_bytes) {
    return memory == UINT64_MAX ? LZMA_OPTIONS_ERROR : LZMA_MEMLIMIT_ERROR;
  }
  return lzma_raw_decoder(stream, filters.data());
}

lzma_ret open_stream(lzma_stream* stream, LzmaForm form, const LzmaFilter& filter,
                     const UnpackLimits& limits) {
  switch (form) {
    case LzmaForm::automatic:
      return lzma_auto_decoder(stream, limits.memory_bytes, 0);
    case LzmaForm::xz:
      return lzma_stream_decoder(stream, limits.memory_bytes, 0);
    case LzmaForm::alone:
      return lzma_alone_decoder(stream, limits.memory_bytes);
    case LzmaForm::raw:
      return open_raw(stream, filter, limits);
  }
  return LZMA_OPTIONS_ERROR;
}

Failure failure_of(lzma_ret code, const UnpackLimits& limits) {
  switch (code) {
    case LZMA_MEMLIMIT_ERROR:
    case LZMA_MEM_ERROR:
      return unpack_hungry(kName, limits);
    case LZMA_FORMAT_ERROR:
      return unpack_damaged(kName, "the stream does not begin as its format does");
    case LZMA_OPTIONS_ERROR:
      return unpack_damaged(kName, "the stream or the call uses options that are not known");
    case LZMA_OK:
    case LZMA_BUF_ERROR:
      return unpack_damaged(kName, "the stream ends early");
    default:
      return unpack_damaged(kName, "the stream is damaged");
  }
}

}  // namespace

Result<std::string> unpack_lzma(std::string_view bytes, LzmaForm form, const LzmaFilter& filter,
                                const UnpackLimits& limits) {
  Stream stream;
  lzma_ret code = open_stream(stream.get(), form, filter, limits);
  if (code != LZMA_OK) {
    return failure_of(code, limits);
  }
  std::string out;
  std::array<std::uint8_t, kBlockBytes> block;
  stream.get()->next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  stream.get()->avail_in = bytes.size();
  while (code == LZMA_OK) {
    stream.get()->next_out = block.data();
    stream.get()->avail_out = block.size();
    code = lzma_code(stream.get(), LZMA_FINISH);
    const std::size_t count = block.size() - stream.get()->avail_out;
    if (out.size() + count > limits.output_bytes) {
      return unpack_bomb(kName, bytes.size(), limits);
    }
    out.append(reinterpret_cast<const char*>(block.data()), count);
  }
  // A raw LZMA1 stream has no end of its own: all input read is its end.
  const bool raw_end = form == LzmaForm::raw && !filter.lzma2 && code == LZMA_BUF_ERROR &&
                       stream.get()->avail_in == 0 && !out.empty();
  if (code != LZMA_STREAM_END && !raw_end) {
    return failure_of(code, limits);
  }
  return out;
}

}  // namespace verifier
