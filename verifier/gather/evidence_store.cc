// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/evidence_store.h"

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"

namespace verifier {
namespace {

constexpr std::uint64_t kLargestFileBytes = 1ULL << 30U;

}  // namespace

EvidenceStore::EvidenceStore(const std::filesystem::path& output) : folder_(output / "evidence") {
  reference::make_folder(folder_);
}

EvidenceItem EvidenceStore::put(const std::string& name, std::string_view bytes) const {
  const std::string digest = reference::to_hex(reference::sha256(bytes));
  const std::filesystem::path path = folder_ / digest;
  // A file of that name and size was renamed there whole; sign-report checks its digest again.
  std::error_code error;
  if (std::filesystem::file_size(path, error) != bytes.size() || error) {
    reference::write_file(path, bytes);
  }
  return {name, digest, bytes.size()};
}

EvidenceItem EvidenceStore::put_file(const std::string& name,
                                     const std::filesystem::path& path) const {
  return put(name, reference::read_file(path, kLargestFileBytes));
}

}  // namespace verifier
