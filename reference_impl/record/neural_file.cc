// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/neural_file.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie");

constexpr std::string_view kMagic = "PGNEURL1";
constexpr std::size_t kRecordBytes = 2 * sizeof(double);

}  // namespace

std::string neural_file_name(std::uint32_t rank) {
  return "neural-" + std::to_string(rank) + ".bin";
}

NeuralFileWriter::NeuralFileWriter(const std::filesystem::path& folder, std::uint32_t rank)
    : file_(folder / neural_file_name(rank), FileHash::none) {
  file_.write(kMagic);
}

void NeuralFileWriter::append(std::span<const NeuralRecord> records) {
  static_assert(sizeof(NeuralRecord) == kRecordBytes, "records are written as they lie");
  file_.write({reinterpret_cast<const char*>(records.data()), records.size_bytes()});
}

std::vector<NeuralRecord> read_neural_file(std::string_view bytes, const std::string& name) {
  if (!bytes.starts_with(kMagic) || (bytes.size() - kMagic.size()) % kRecordBytes != 0) {
    throw Error(ErrorKind::bad_input,
                name +
                    ": is no file of network scores: it starts with PGNEURL1 and holds 16 bytes "
                    "a scoring; found " +
                    std::to_string(bytes.size()) + " bytes");
  }
  std::vector<NeuralRecord> records((bytes.size() - kMagic.size()) / kRecordBytes);
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::array<double, 2> numbers{};
    std::memcpy(numbers.data(), &bytes[kMagic.size() + i * kRecordBytes], kRecordBytes);
    if (!(numbers[0] >= 0 && numbers[0] <= 1) || !(std::isfinite(numbers[1]) && numbers[1] >= 0)) {
      throw Error(ErrorKind::bad_input, name + ": scoring " + std::to_string(i) +
                                            " has no probability in [0, 1] and entropy >= 0");
    }
    records[i] = {.probability = numbers[0], .entropy_nats = numbers[1]};
  }
  return records;
}

}  // namespace reference
