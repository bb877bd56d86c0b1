// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/zip_directory.h"

#include <algorithm>
#include <set>

#include "reference_impl/base/little_endian.h"
#include "verifier/base/escape.h"

namespace verifier {
namespace {

constexpr std::string_view kFormat = "zip";
constexpr std::string_view kLocalMark("PK\x03\x04", 4);
constexpr std::string_view kEntryMark("PK\x01\x02", 4);
constexpr std::string_view kEndMark("PK\x05\x06", 4);
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kEntryBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::string_view kEnd64Mark("PK\x06\x06", 4);
constexpr std::string_view kLocatorMark("PK\x06\x07", 4);
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kLocatorBytes = 20;
constexpr std::uint64_t kElsewhere = 0xFFFFFFFF;  // the number stands in a zip64 field
constexpr std::size_t kShownBytes = 64;
constexpr std::uint64_t kLinkMode = 0120000;
constexpr std::uint64_t kKindOfMode = 0170000;

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t width) {
  return reference::little_endian(bytes.substr(at, width));
}

Failure damaged(const std::string& what) {
  return unpack_damaged(kFormat, what);
}

std::string shown(std::string_view name) {
  return "the member \"" + escape_for_terminal(name, kShownBytes) + "\"";
}

// What is wrong with a name that an unpacker would follow; empty where nothing is.
std::string name_problem(std::string_view name) {
  const bool drive = name.size() > 1 && name[1] == ':';
  if (name.empty() || name.front() == '/' || drive) {
    return "has an absolute name or none";
  }
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F || c == '\\') {
      return "has a name with a control character or a backslash";
    }
  }
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    if (name.substr(at, end - at) == "..") {
      return "has a name that leads out of the archive";
    }
    at = end + 1;
  }
  return "";
}

// One entry of the directory.
struct Entry {
  std::uint64_t flags = 0;
  std::uint64_t method = 0;
  std::uint64_t packed = 0;
  std::uint64_t bytes = 0;
  std::uint64_t mode = 0;
  std::uint64_t offset = 0;
  std::string_view name;
  std::size_t length = 0;  // of the entry itself
};

struct Range {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  Result<ZipDirectory> run() {
    if (!find_end() || !walk() || !apart()) {
      return failure_;
    }
    return std::move(directory_);
  }

 private:
  bool fail(const std::string& what) {
    failure_ = damaged(what);
    return false;
  }

  bool find_end() {
    if (bytes_.size() < kEndBytes ||
        bytes_.substr(bytes_.size() - kEndBytes, kEndMark.size()) != kEndMark) {
      return fail("the archive does not end in its end record, so it may hold another");
    }
    const std::size_t end = bytes_.size() - kEndBytes;
    count_ = number(bytes_, end + 10, 2);
    const std::uint64_t size = number(bytes_, end + 12, 4);
    start_ = number(bytes_, end + 16, 4);
    if (number(bytes_, end + 4, 4) != 0 || number(bytes_, end + 8, 2) != count_) {
      return fail("the archive is one part of several");
    }
    if (count_ > kMostZipMembers) {
      return fail("the archive has more than " + std::to_string(kMostZipMembers) + " members");
    }
    if (size == kElsewhere || start_ == kElsewhere) {
      return fail("the archive's directory is of the 64-bit form, which only larger files need");
    }
    end_ = start_ + size;
    if (end_ != end && !has_end64(end)) {
      return fail("the archive's directory does not stand right before its end record");
    }
    return true;
  }

  // torch writes the 64-bit form of the end record as well: it must stand right behind the
  // directory and say the same.
  bool has_end64(std::size_t end) const {
    const std::uint64_t at = end_;
    return at + kEnd64Bytes + kLocatorBytes == end &&
           bytes_.substr(at, kEnd64Mark.size()) == kEnd64Mark &&
           number(bytes_, at + 4, 8) == kEnd64Bytes - 12 && number(bytes_, at + 16, 8) == 0 &&
           number(bytes_, at + 24, 8) == count_ && number(bytes_, at + 32, 8) == count_ &&
           number(bytes_, at + 40, 8) == end_ - start_ && number(bytes_, at + 48, 8) == start_ &&
           bytes_.substr(at + kEnd64Bytes, kLocatorMark.size()) == kLocatorMark &&
           number(bytes_, at + kEnd64Bytes + 4, 4) == 0 &&
           number(bytes_, at + kEnd64Bytes + 8, 8) == at &&
           number(bytes_, at + kEnd64Bytes + 16, 4) == 1;
  }

  bool walk() {
    std::uint64_t at = start_;
    for (std::uint64_t i = 0; i < count_; ++i) {
      Entry entry;
      if (!read_entry(at, entry) || !add(entry)) {
        return false;
      }
      at += entry.length;
    }
    return at == end_ || fail("the archive's directory holds more than it counts");
  }

  bool read_entry(std::uint64_t at, Entry& entry) {
    if (end_ - at < kEntryBytes || bytes_.substr(at, kEntryMark.size()) != kEntryMark) {
      return fail("the archive's directory is cut short");
    }
    const std::size_t name = number(bytes_, at + 28, 2);
    entry.length = kEntryBytes + name + number(bytes_, at + 30, 2) + number(bytes_, at + 32, 2);
    if (end_ - at < entry.length) {
      return fail("the archive's directory is cut short");
    }
    entry.flags = number(bytes_, at + 8, 2);
    entry.method = number(bytes_, at + 10, 2);
    entry.packed = number(bytes_, at + 20, 4);
    entry.bytes = number(bytes_, at + 24, 4);
    entry.mode = number(bytes_, at + 40, 2);
    entry.offset = number(bytes_, at + 42, 4);
    entry.name = bytes_.substr(at + kEntryBytes, name);
    return true;
  }

  bool add(const Entry& entry) {
    const std::string said = shown(entry.name);
    if (!names_.insert(std::string(entry.name)).second) {
      return fail(said + " stands in the archive twice");
    }
    if ((entry.flags & 1U) != 0 || (entry.method != 0 && entry.method != 8)) {
      return fail(said + " is encrypted, or packed otherwise than by deflate");
    }
    if (entry.packed == kElsewhere || entry.bytes == kElsewhere || entry.offset == kElsewhere) {
      return fail(said + " has sizes of the 64-bit form, which only larger files need");
    }
    std::string problem = name_problem(entry.name);
    if ((entry.mode & kKindOfMode) == kLinkMode) {
      problem = "is a symbolic link";
    }
    if (!problem.empty()) {
      directory_.problems.push_back(said + " " + problem);
    }
    return add_content(entry, said);
  }

  bool add_content(const Entry& entry, const std::string& said) {
    const std::uint64_t at = entry.offset;
    if (at > start_ || start_ - at < kLocalBytes ||
        bytes_.substr(at, kLocalMark.size()) != kLocalMark) {
      return fail(said + " does not stand where the directory says");
    }
    const std::uint64_t name = number(bytes_, at + 26, 2);
    const std::uint64_t begin = at + kLocalBytes + name + number(bytes_, at + 28, 2);
    if (begin > start_ || start_ - begin < entry.packed) {
      return fail(said + " is cut short");
    }
    if (bytes_.substr(at + kLocalBytes, name) != entry.name ||
        number(bytes_, at + 8, 2) != entry.method) {
      return fail(said + " is another one where it stands");
    }
    ranges_.push_back({at, begin + entry.packed});
    if (!entry.name.ends_with('/')) {
      directory_.members.push_back({std::string(entry.name), entry.method == 8,
                                    bytes_.substr(begin, entry.packed), entry.bytes});
    }
    return true;
  }

  bool apart() {
    std::sort(ranges_.begin(), ranges_.end(),
              [](const Range& a, const Range& b) { return a.from < b.from; });
    const auto twice =
        std::adjacent_find(ranges_.begin(), ranges_.end(),
                           [](const Range& a, const Range& b) { return b.from < a.to; });
    return twice == ranges_.end() || fail("members of the archive overlap");
  }

  std::string_view bytes_;
  std::uint64_t count_ = 0;
  std::uint64_t start_ = 0;  // of the directory
  std::uint64_t end_ = 0;
  std::set<std::string> names_;
  std::vector<Range> ranges_;
  ZipDirectory directory_;
  Failure failure_;
};

}  // namespace

bool begins_as_zip(std::string_view bytes) {
  return bytes.starts_with(kLocalMark) || bytes.starts_with(kEndMark);
}

Result<ZipDirectory> read_zip_directory(std::string_view bytes) {
  return Reader(bytes).run();
}

Result<std::string> read_zip_member(const ZipMember& member, const UnpackLimits& limits) {
  if (member.bytes > limits.output_bytes) {
    return unpack_bomb(kFormat, member.packed.size(), limits);
  }
  Result<std::string> bytes = member.deflated ? unpack_zlib(member.packed, ZlibForm::raw, limits)
                                              : Result<std::string>(std::string(member.packed));
  if (bytes.ok() && bytes.value().size() != member.bytes) {
    return damaged(shown(member.name) + " has another size than the archive says");
  }
  return bytes;
}

}  // namespace verifier
