// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/data_set.h"

#include <span>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "reference_impl/tokens/piece_table.h"
#include "reference_impl/tokens/shard.h"

namespace verifier {
namespace {

// What make-data leaves beside its shards; its shards are then judged by their own piece table.
constexpr char kManifest[] = "manifest.json";
constexpr std::uint64_t kOfficialSequence = 2048;
constexpr std::size_t kPinnedPrefix = 131'072;

Failure differs(const std::filesystem::path& folder, const std::string& what,
                const std::string& found, const std::string& expected) {
  return {ErrorKind::bad_input, "not-the-official-split",
          folder.string() + ": " + what + ": found " + found + ", expected " + expected +
              " (pinned by the rules); give --data the official FineWeb shards, or leave it out "
              "for the smoke data"};
}

Result<DataSet> check_official(const std::filesystem::path& folder,
                               const std::map<std::string, std::string>& pins) {
  const std::vector<std::uint16_t> tokens = reference::read_split(folder, "val").tokens;
  const std::string count = std::to_string(tokens.size());
  if (count != pins.at("val_tokens")) {
    return differs(folder, "validation tokens", count, pins.at("val_tokens"));
  }
  const std::string digest =
      reference::to_hex(reference::token_digest(std::span(tokens).first(kPinnedPrefix)));
  if (digest != pins.at("val_prefix_sha256")) {
    return differs(folder, "SHA-256 of the first 131,072 tokens", digest,
                   pins.at("val_prefix_sha256"));
  }
  const std::uint64_t targets =
      reference::truncated_targets(tokens.size(), kOfficialSequence, folder.string());
  const reference::PieceTable& pieces = reference::official_piece_table();
  reference::check_tokens(pieces, tokens, folder.string());
  const std::uint64_t bytes = reference::range_bytes(pieces, tokens, 1, targets);
  if (std::to_string(bytes) != pins.at("val_target_bytes")) {
    return differs(folder, "bytes of the validation targets", std::to_string(bytes),
                   pins.at("val_target_bytes"));
  }
  return DataSet{folder, true};
}

Result<DataSet> smoke_data(const std::filesystem::path& folder, const Programs& programs,
                           const Progress& progress) {
  if (std::filesystem::exists(folder / kManifest)) {
    return DataSet{folder, false};
  }
  progress("making the smoke data set (once)");
  const Result<ProcessOutcome> made = launch_make_data(programs, folder, progress);
  return made.ok() ? Result<DataSet>(DataSet{folder, false}) : made.failure();
}

}  // namespace

Result<DataSet> choose_data(const DataChoice& choice, const Programs& programs,
                            const Progress& progress) {
  if (choice.given.empty()) {
    return smoke_data(choice.smoke_folder, programs, progress);
  }
  if (!std::filesystem::is_directory(choice.given)) {
    return Failure{ErrorKind::usage, "no-such-folder",
                   choice.given.string() + ": is not a folder; --data takes a folder of shards"};
  }
  if (std::filesystem::exists(choice.given / kManifest)) {
    return DataSet{choice.given, false};
  }
  return attempt([&] { return check_official(choice.given, choice.pins); });
}

}  // namespace verifier
