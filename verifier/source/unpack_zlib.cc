// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "verifier/source/unpack.h"

#include <zlib.h>

namespace verifier {
namespace {

constexpr std::string_view kName = "zlib";
constexpr std::size_t kBlockBytes = 1U << 16U;
constexpr int kWindowBits = 15;
constexpr int kGzip = 16;
constexpr int kGzipOrZlib = 32;

int window_bits(ZlibForm form) {
  switch (form) {
    case ZlibForm::zlib:
      return kWindowBits;
    case ZlibForm::gzip:
      return kWindowBits + kGzip;
    case ZlibForm::raw:
      return -kWindowBits;
    case ZlibForm::automatic:
      return kWindowBits + kGzipOrZlib;
  }
  return kWindowBits;
}

class Stream {
 public:
  explicit Stream(ZlibForm form) : code_(inflateInit2(&stream_, window_bits(form))) {}
  ~Stream() { inflateEnd(&stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  z_stream* get() { return &stream_; }
  int code() const { return code_; }

 private:
  z_stream stream_ = {};
  int code_;
};

}  // namespace

Result<std::string> unpack_zlib(std::string_view bytes, ZlibForm form, const UnpackLimits& limits) {
  Stream stream(form);
  int code = stream.code();
  if (code != Z_OK) {
    return unpack_hungry(kName, limits);
  }
  std::string out;
  std::array<Bytef, kBlockBytes> block;
  // The library does not write through this pointer; its type is older than const.
  stream.get()->next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.get()->avail_in = static_cast<uInt>(bytes.size());
  while (code == Z_OK) {
    stream.get()->next_out = block.data();
    stream.get()->avail_out = static_cast<uInt>(block.size());
    code = inflate(stream.get(), Z_NO_FLUSH);
    const std::size_t count = block.size() - stream.get()->avail_out;
    if (out.size() + count > limits.output_bytes) {
      return unpack_bomb(kName, bytes.size(), limits);
    }
    out.append(reinterpret_cast<const char*>(block.data()), count);
  }
  if (code != Z_STREAM_END) {
    return unpack_damaged(kName, code == Z_BUF_ERROR ? "the stream ends early"
                                                     : "the stream is damaged or is another form");
  }
  return out;
}

}  // namespace verifier
