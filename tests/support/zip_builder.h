// SPDX-License-Identifier: Apache-2.0
// Zip archives byte by byte, crooked ones among them. Checksums are zero: no reader under test
// looks at them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

namespace pgolf_test {

inline std::string little(std::uint64_t value, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i, value >>= 8U) {
    bytes += static_cast<char>(value & 0xFFU);
  }
  return bytes;
}

inline std::string deflated(const std::string& bytes) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct ZipPart {
  std::string name;
  std::string bytes;
  bool packed = false;
  std::uint64_t mode = 0100644;
  std::uint64_t flags = 0;
  std::string local_name = "";  // where it is to differ
};

class ZipBuilder {
 public:
  void add(const ZipPart& part) {
    const std::string content = part.packed ? deflated(part.bytes) : part.bytes;
    const std::string name = part.local_name.empty() ? part.name : part.local_name;
    const std::uint64_t offset = body_.size();
    const std::string method = little(part.packed ? 8 : 0, 2);
    const std::string sizes =
        little(0, 8) + little(content.size(), 4) + little(part.bytes.size(), 4);
    body_ += "PK\x03\x04" + little(20, 2) + little(part.flags, 2) + method + sizes +
             little(name.size(), 2) + little(0, 2) + name + content;
    add_entry(part.name, little(part.flags, 2) + method + sizes, part.mode, offset);
  }

  // An entry alone, for a member that stands already; `middle` is from its flags to its sizes.
  void add_entry(const std::string& name, const std::string& middle, std::uint64_t mode,
                 std::uint64_t offset) {
    entries_ += "PK\x01\x02" + little(0x0314, 2) + little(20, 2) + middle + little(name.size(), 2) +
                little(0, 8) + little(mode << 16U, 4) + little(offset, 4) + name;
    ++count_;
  }

  // `counted` is what the end record says, where that is to differ.
  std::string bytes() const { return bytes(count_); }

  // With the 64-bit end record before the other, as torch writes it; `counted` is what it says.
  std::string bytes64(std::uint64_t counted) const {
    const std::string plain = bytes();
    const std::uint64_t end = plain.size() - 22;
    return plain.substr(0, end) + "PK\x06\x06" + little(44, 8) + little(0x2D, 2) + little(45, 2) +
           little(0, 8) + little(counted, 8) + little(counted, 8) + little(entries_.size(), 8) +
           little(body_.size(), 8) + "PK\x06\x07" + little(0, 4) + little(end, 8) + little(1, 4) +
           plain.substr(end);
  }

  std::string bytes(std::uint64_t counted) const {
    return body_ + entries_ + "PK\x05\x06" + little(0, 4) + little(counted, 2) +
           little(counted, 2) + little(entries_.size(), 4) + little(body_.size(), 4) + little(0, 2);
  }

 private:
  std::string body_;
  std::string entries_;
  std::uint64_t count_ = 0;
};

inline ZipBuilder zip_with(const std::vector<ZipPart>& parts) {
  ZipBuilder zip;
  for (const ZipPart& part : parts) {
    zip.add(part);
  }
  return zip;
}

inline std::string zip_of(const std::vector<ZipPart>& parts) {
  return zip_with(parts).bytes();
}

}  // namespace pgolf_test
