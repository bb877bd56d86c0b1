// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/xz.h"

#include <cstddef>
#include <span>

#include "reference_impl/base/error.h"
#include "reference_impl/base/sha256.h"

#include <lzma.h>

namespace reference {
namespace {

// A decoder of preset 9 needs 65 MiB for its dictionary; nothing honest needs more.
constexpr std::uint64_t kMemoryLimitBytes = std::uint64_t{128} << 20;
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

// Ends a liblzma coder with its scope.
struct Coder {
  lzma_stream stream = LZMA_STREAM_INIT;

  Coder() = default;
  Coder(const Coder&) = delete;
  Coder& operator=(const Coder&) = delete;
  ~Coder() { lzma_end(&stream); }
};

const char* reason(lzma_ret code) {
  switch (code) {
    case LZMA_FORMAT_ERROR:
      return "is not in the .xz format";
    case LZMA_MEMLIMIT_ERROR:
      return "needs more memory to unpack than is allowed";
    case LZMA_OPTIONS_ERROR:
      return "uses .xz options this program does not know";
    case LZMA_BUF_ERROR:
      return "ends before its .xz stream does";
    default:
      return "is damaged";
  }
}

}  // namespace

std::string pack_xz(std::string_view bytes) {
  std::string packed(lzma_stream_buffer_bound(bytes.size()), '\0');
  std::size_t at = 0;
  const std::span<const std::uint8_t> in = as_bytes(bytes);
  auto* out = reinterpret_cast<std::uint8_t*>(packed.data());
  const lzma_ret code = lzma_easy_buffer_encode(9 | LZMA_PRESET_EXTREME, LZMA_CHECK_CRC64, nullptr,
                                                in.data(), in.size(), out, &at, packed.size());
  require(code == LZMA_OK, "liblzma could not pack, code " + std::to_string(code));
  packed.resize(at);
  return packed;
}

std::string unpack_xz(std::string_view packed, std::uint64_t cap_bytes, const std::string& name) {
  const auto refuse = [&](const std::string& what) -> void {
    throw Error(ErrorKind::bad_input, name + ": " + what);
  };
  Coder coder;
  require(lzma_stream_decoder(&coder.stream, kMemoryLimitBytes, 0) == LZMA_OK,
          "liblzma could not start");
  const std::span<const std::uint8_t> in = as_bytes(packed);
  coder.stream.next_in = in.data();
  coder.stream.avail_in = in.size();
  std::string chunk(kChunkBytes, '\0');
  std::string bytes;
  lzma_ret code = LZMA_OK;
  while (code == LZMA_OK) {
    coder.stream.next_out = reinterpret_cast<std::uint8_t*>(chunk.data());
    coder.stream.avail_out = chunk.size();
    code = lzma_code(&coder.stream, LZMA_FINISH);
    const std::size_t produced = chunk.size() - coder.stream.avail_out;
    if (produced > cap_bytes - bytes.size()) {
      refuse("unpacks to more than " + std::to_string(cap_bytes) + " bytes");
    }
    bytes.append(chunk, 0, produced);
  }
  if (code != LZMA_STREAM_END) {
    refuse(reason(code));
  }
  if (coder.stream.avail_in != 0) {
    refuse(std::to_string(coder.stream.avail_in) + " bytes after its .xz stream");
  }
  return bytes;
}

std::string xz_version() {
  return lzma_version_string();
}

}  // namespace reference
