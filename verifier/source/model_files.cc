// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/model_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "reference_impl/base/little_endian.h"
#include "verifier/base/escape.h"
#include "verifier/base/text.h"
#include "verifier/source/pickle_reader.h"
#include "verifier/source/unpack.h"
#include "verifier/source/zip_directory.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 9> kModelEnds = {
    ".pt", ".pth", ".ptz", ".bin", ".pkl", ".pickle", ".joblib", ".npy", ".npz"};
// Of these, the ones whose bytes are a pickle even where they do not say so.
constexpr std::array<std::string_view, 5> kPickleEnds = {".pt", ".pth", ".pkl", ".pickle",
                                                         ".joblib"};
constexpr std::string_view kTorchPickle = "data.pkl";
constexpr std::string_view kNumpyMark("\x93NUMPY", 6);
constexpr std::string_view kXzMark(
    "\xFD"
    "7zXZ\0",
    6);
constexpr std::string_view kAloneMark("\x5D\0\0", 3);
constexpr std::string_view kZstdMark("\x28\xB5\x2F\xFD", 4);
constexpr std::string_view kGzipMark("\x1F\x8B", 2);
constexpr std::size_t kMostNamed = 16;  // findings of one file
constexpr std::size_t kShownBytes = 48;

template <std::size_t kCount>
bool ends_in(std::string_view name, const std::array<std::string_view, kCount>& ends) {
  const std::string small = lowercase(std::string(name));
  return std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return small.ends_with(end); });
}

bool begins_as_zlib(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x78' &&
         (0x7800U + static_cast<unsigned char>(bytes[1])) % 31 == 0;
}

// A text that stands for a file kept elsewhere, or a list of paths with torch's ending.
bool is_text(std::string_view name, std::string_view bytes) {
  return bytes.starts_with("version https://git-lfs") ||
         (name.ends_with(".pth") && !begins_as_pickle(bytes));
}

// Where an array's data begin, if they are Python objects; nothing else of numpy is a pickle.
std::size_t object_data(std::string_view bytes) {
  constexpr std::size_t kFixed = 10;
  if (bytes.size() < kFixed + 2) {
    return 0;
  }
  const bool old = bytes[6] == 1;
  const std::size_t length = reference::little_endian(bytes.substr(8, old ? 2 : 4));
  const std::size_t start = kFixed + (old ? 0 : 2);
  if (length > bytes.size() - start) {
    return 0;
  }
  const std::string_view header = bytes.substr(start, length);
  const bool objects =
      header.find('O') != std::string_view::npos || header.find("object") != std::string_view::npos;
  return objects ? start + length : 0;
}

class ModelReader {
 public:
  explicit ModelReader(const ModelFileLimits& limits)
      : limits_(limits), output_(limits.output_bytes), opcodes_(limits.opcodes) {}

  void read(const SourceFile& file) {
    path_ = file.path;
    named_ = 0;
    file_output_ = limits_.file_output_bytes;
    look(file.bytes, "", file.path, 0);
  }

  std::vector<ExtraCode> take() { return std::move(found_); }

 private:
  // `inside` is what the finding names besides the file; `name` decides what the bytes should be.
  void look(std::string_view bytes, const std::string& inside, std::string_view name, int layer) {
    if (layer > limits_.layers) {
      note("unread-file", inside,
           "lies in more than " + std::to_string(limits_.layers) + " layers of packing");
    } else if (begins_as_zip(bytes)) {
      look_into_zip(bytes, inside, ends_in(name, kModelEnds), layer);
    } else if (bytes.starts_with(kNumpyMark)) {
      if (const std::size_t at = object_data(bytes)) {
        look_into_pickle(bytes, at, inside, true);
      }
    } else if (begins_as_pickle(bytes) || (ends_in(name, kPickleEnds) && !is_packed(bytes))) {
      look_into_pickle(bytes, 0, inside, ends_in(name, kPickleEnds) && !is_text(name, bytes));
    } else if (ends_in(name, kModelEnds)) {
      look_into_packed(bytes, inside, name, layer);
    }
  }

  static bool is_packed(std::string_view bytes) {
    return bytes.starts_with(kXzMark) || bytes.starts_with(kAloneMark) ||
           bytes.starts_with(kZstdMark) || bytes.starts_with(kGzipMark) || begins_as_zlib(bytes);
  }

  UnpackLimits unpack_limits() const {
    UnpackLimits limits;
    limits.output_bytes = std::min(file_output_, output_);
    return limits;
  }

  void spend(std::size_t bytes) {
    file_output_ -= std::min<std::uint64_t>(bytes, file_output_);
    output_ -= std::min<std::uint64_t>(bytes, output_);
  }

  // Bytes in a form of their own are no pickle as they stand: only a bomb is worth a word.
  void look_into_packed(std::string_view bytes, const std::string& inside, std::string_view name,
                        int layer) {
    const UnpackLimits limits = unpack_limits();
    const bool lzma = bytes.starts_with(kXzMark) || bytes.starts_with(kAloneMark);
    if (!is_packed(bytes) && !name.ends_with(".ptz")) {
      return;
    }
    const Result<std::string> unpacked = lzma ? unpack_lzma(bytes, LzmaForm::automatic, {}, limits)
                                         : bytes.starts_with(kZstdMark) ? unpack_zstd(bytes, limits)
                                         : is_packed(bytes)
                                             ? unpack_zlib(bytes, ZlibForm::automatic, limits)
                                             : unpack_brotli(bytes, limits);
    if (unpacked.ok()) {
      spend(unpacked.value().size());
      look(unpacked.value(), inside, ends_in(name, kPickleEnds) ? name : ".bin", layer + 1);
      return;
    }
    // How far it came is not known.
    spend(limits.output_bytes / 4);
    if (unpacked.failure().reason == "bomb") {
      note("unread-file", inside, unpacked.failure().message);
    }
  }

  void look_into_zip(std::string_view bytes, const std::string& inside, bool expected, int layer) {
    const Result<ZipDirectory> directory = read_zip_directory(bytes);
    if (!directory.ok()) {
      if (expected) {
        note("unread-file", inside, directory.failure().message);
      }
      return;
    }
    for (const std::string& problem : directory.value().problems) {
      note("odd-archive", inside, problem);
    }
    const std::vector<std::string> tensors = tensor_folders(directory.value());
    for (const ZipMember& member : directory.value().members) {
      const bool tensor =
          std::any_of(tensors.begin(), tensors.end(), [&](const std::string& folder) {
            return member.name.starts_with(folder) && !ends_in(member.name, kModelEnds);
          });
      if (!tensor) {
        look_into_member(member, inside, layer);
      }
    }
  }

  // Where torch keeps the bytes of tensors: any of them may look like anything.
  static std::vector<std::string> tensor_folders(const ZipDirectory& directory) {
    std::vector<std::string> folders;
    for (const ZipMember& member : directory.members) {
      const bool torch =
          member.name == kTorchPickle || member.name.ends_with("/" + std::string(kTorchPickle));
      if (torch && folders.size() < kMostNamed) {
        folders.push_back(member.name.substr(0, member.name.size() - 4) + "/");
      }
    }
    return folders;
  }

  void look_into_member(const ZipMember& member, const std::string& inside, int layer) {
    const std::string shown =
        (inside.empty() ? "" : inside + "/") + escape_for_terminal(member.name, kShownBytes);
    if (!member.deflated && member.packed.size() == member.bytes) {
      look(member.packed, shown, member.name, layer + 1);
      return;
    }
    const UnpackLimits limits = unpack_limits();
    const Result<std::string> bytes = read_zip_member(member, limits);
    if (bytes.ok()) {
      spend(bytes.value().size());
      look(bytes.value(), shown, member.name, layer + 1);
    } else {
      spend(member.bytes > limits.output_bytes ? 0 : limits.output_bytes);
      note("unread-file", shown, bytes.failure().message);
    }
  }

  void look_into_pickle(std::string_view bytes, std::size_t at, const std::string& inside,
                        bool expected) {
    PickleLimits limits;
    limits.opcodes = std::min(limits.opcodes, opcodes_);
    limits.nested_opcodes = std::min(limits.nested_opcodes, opcodes_);
    const PickleReading reading = read_pickles(bytes.substr(at), limits);
    opcodes_ -= std::min(opcodes_, reading.opcodes);
    for (const PickleFinding& finding : reading.findings) {
      const bool code = finding.fault == PickleFault::code;
      if (code || finding.fault == PickleFault::limit || expected) {
        note(code ? "pickle-code" : "unread-file", inside,
             finding.what + " at byte " + std::to_string(at + finding.at));
      }
    }
  }

  void note(const std::string& kind, const std::string& inside, const std::string& what) {
    if (++named_ <= kMostNamed) {
      found_.push_back({kind, {path_, 0}, inside.empty() ? what : inside + " " + what});
    }
  }

  const ModelFileLimits& limits_;
  std::uint64_t output_;
  std::uint64_t opcodes_;
  std::uint64_t file_output_ = 0;
  std::size_t named_ = 0;
  std::string path_;
  std::vector<ExtraCode> found_;
};

}  // namespace

std::vector<ExtraCode> model_file_code(const SubmissionSource& source,
                                       const ModelFileLimits& limits) {
  ModelReader reader(limits);
  for (const SourceFile& file : source.files) {
    if (!file.withheld && !file.bytes.empty()) {
      reader.read(file);
    }
  }
  return reader.take();
}

bool begins_as_model(std::string_view bytes) {
  return begins_as_zip(bytes) || begins_as_pickle(bytes);
}

}  // namespace verifier
