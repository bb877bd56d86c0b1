// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/evidence_folder.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"

namespace verifier {
namespace {

namespace fs = std::filesystem;

struct FileFacts {
  std::string sha256;
  std::uint64_t bytes = 0;
};

// In pieces, because event files of a full run are large.
FileFacts read_facts(const fs::path& path) {
  constexpr std::size_t kPiece = 1U << 20U;
  std::ifstream stream(path, std::ios::binary);
  std::string piece(kPiece, '\0');
  reference::Sha256 hash;
  FileFacts facts;
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         stream.gcount() > 0) {
    const auto count = static_cast<std::size_t>(stream.gcount());
    hash.update(std::string_view{piece.data(), count});
    facts.bytes += count;
  }
  facts.sha256 = reference::to_hex(hash.finish());
  return facts;
}

std::string difference(const Descriptor& named, const FileFacts& found) {
  const std::string who = "evidence/" + named.sha256 + " (" + escape_for_terminal(named.name) + ")";
  if (found.sha256 != named.sha256) {
    return who + ": its bytes have the digest " + found.sha256;
  }
  if (named.bytes && *named.bytes != found.bytes) {
    return who + ": has " + std::to_string(found.bytes) + " bytes, the report says " +
           std::to_string(*named.bytes);
  }
  return "";
}

}  // namespace

std::vector<std::string> stored_digests(const fs::path& folder) {
  std::vector<std::string> digests;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos) {
      digests.push_back(name);
    }
  }
  std::sort(digests.begin(), digests.end());
  return digests;
}

EvidenceCheck check_evidence(const fs::path& folder, const std::vector<Descriptor>& descriptors) {
  EvidenceCheck result;
  std::map<std::string, FileFacts> read;
  std::map<std::string, bool> absent;  // digest -> said to be stored
  for (const Descriptor& named : descriptors) {
    const fs::path path = folder / named.sha256;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
      absent[named.sha256] = absent[named.sha256] || named.stored;
      continue;
    }
    const auto [it, fresh] = read.try_emplace(named.sha256);
    if (fresh) {
      it->second = read_facts(path);
    }
    const std::string problem = difference(named, it->second);
    if (!problem.empty()) {
      result.different.push_back(problem);
    }
  }
  result.matched = read.size();
  for (const auto& [digest, stored] : absent) {
    if (stored) {
      result.missing.push_back(digest);
    } else {
      ++result.elsewhere;
    }
  }
  return result;
}

}  // namespace verifier
