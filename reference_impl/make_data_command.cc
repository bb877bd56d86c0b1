// SPDX-License-Identifier: Apache-2.0
// `reference make-data`: the smoke data set, from a dictionary that Debian packages. Same source,
// same bytes.
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/commands.h"
#include "reference_impl/tokens/piece_table.h"
#include "reference_impl/tokens/shard.h"
#include "reference_impl/training/dictionary_text.h"

#include <nlohmann/json.hpp>
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

namespace reference {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSource = "/usr/share/dictd/gcide.dict.dz";
constexpr int kVocabulary = 1024;
constexpr std::uint16_t kBos = 1;
constexpr std::uint64_t kValidationBytes = 250'000;
constexpr std::uint64_t kTrainBytes = 3'000'000;
constexpr std::uint64_t kFileCapBytes = std::uint64_t{256} << 20;
constexpr std::string_view kSpaceMark = "\xE2\x96\x81";

struct Options {
  std::string profile;
  std::string output;
  std::string source = kSource;
};

// Hands documents to the trainer from memory, so that no path becomes part of the model.
class DocumentIterator : public sentencepiece::SentenceIterator {
 public:
  explicit DocumentIterator(const std::vector<std::string>& documents) : documents_(documents) {}
  bool done() const override { return at_ == documents_.size(); }
  void Next() override { ++at_; }
  const std::string& value() const override { return documents_[at_]; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  const std::vector<std::string>& documents_;
  std::size_t at_ = 0;
};

void check(const sentencepiece::util::Status& status, const std::string& what) {
  require(status.ok(), what + ": " + status.ToString());
}

// The serialized tokenizer: pieces and normalizer as the challenge's (reference-model
// specification, section 1.2).
std::string train_tokenizer(const std::vector<std::string>& documents) {
  DocumentIterator iterator(documents);
  std::string model;
  check(sentencepiece::SentencePieceTrainer::Train({{"model_type", "bpe"},
                                                    {"vocab_size", std::to_string(kVocabulary)},
                                                    {"byte_fallback", "true"},
                                                    {"split_digits", "true"},
                                                    {"add_dummy_prefix", "false"},
                                                    {"character_coverage", "0.999"},
                                                    {"normalization_rule_name", "nmt_nfkc"},
                                                    {"pad_id", "0"},
                                                    {"bos_id", "1"},
                                                    {"eos_id", "2"},
                                                    {"unk_id", "3"},
                                                    {"num_threads", "1"},
                                                    {"minloglevel", "2"}},
                                                   &iterator, &model),
        "the tokenizer could not be trained");
  return model;
}

std::vector<Piece> pieces_of(const sentencepiece::SentencePieceProcessor& tokenizer) {
  std::vector<Piece> pieces(static_cast<std::size_t>(tokenizer.GetPieceSize()));
  for (std::size_t id = 0; id < pieces.size(); ++id) {
    const int piece_id = static_cast<int>(id);
    if (tokenizer.IsControl(piece_id) || tokenizer.IsUnknown(piece_id) ||
        tokenizer.IsUnused(piece_id)) {
      continue;
    }
    Piece& piece = pieces[id];
    piece.boundary = false;
    if (tokenizer.IsByte(piece_id)) {
      piece.base_bytes = 1;
      continue;
    }
    std::string_view text = tokenizer.IdToPiece(piece_id);
    piece.leading_space = text.starts_with(kSpaceMark);
    text.remove_prefix(piece.leading_space ? kSpaceMark.size() : 0);
    piece.base_bytes = static_cast<std::uint16_t>(text.size());
  }
  return pieces;
}

// BOS and tokens of each document, back to back.
std::vector<std::uint16_t> encode(const sentencepiece::SentencePieceProcessor& tokenizer,
                                  const std::vector<std::string>& documents) {
  std::vector<std::uint16_t> tokens;
  for (const std::string& document : documents) {
    std::vector<int> ids;
    check(tokenizer.Encode(document, &ids), "a document could not be encoded");
    tokens.push_back(kBos);
    for (const int id : ids) {
      tokens.push_back(static_cast<std::uint16_t>(id));
    }
  }
  return tokens;
}

nlohmann::json write_named(const fs::path& folder, const std::string& name,
                           const std::string& bytes) {
  write_file(folder / name, bytes);
  return {{"name", name}, {"sha256", to_hex(sha256(bytes))}, {"bytes", bytes.size()}};
}

std::string read_source(const fs::path& path) {
  if (!fs::exists(path)) {
    throw Error(ErrorKind::resource_absent,
                path.string() +
                    ": not found; install the Debian package dict-gcide, or name a dictd "
                    "dictionary with --source (its .index beside its .dict.dz)");
  }
  return read_file(path, kFileCapBytes);
}

fs::path index_of(const fs::path& source) {
  const std::string name = source.filename().string();
  return source.parent_path() / (name.substr(0, name.find(".dict")) + ".index");
}

void make_data(const Options& options) {
  const std::string packed = read_source(options.source);
  const fs::path index_path = index_of(options.source);
  const std::string index = read_source(index_path);
  DocumentSplit split = split_documents(
      dictionary_documents(index, inflate_gzip(packed, kFileCapBytes, options.source),
                           index_path.string()),
      kValidationBytes, kTrainBytes, options.source);
  std::cerr << "make-data: " << split.train.size() << " documents to train on, "
            << split.validation.size() << " to validate; training the tokenizer\n";
  const std::string model = train_tokenizer(split.train);
  sentencepiece::SentencePieceProcessor tokenizer;
  check(tokenizer.LoadFromSerializedProto(model), "the tokenizer could not be read back");
  const std::vector<Piece> pieces = pieces_of(tokenizer);
  const PieceTable table = parse_piece_table(piece_table_text(pieces), "pieces.tsv");

  const fs::path folder = options.output;
  make_folder(folder);
  nlohmann::json files = nlohmann::json::array();
  const auto add_split = [&](const std::string& name, const std::vector<std::string>& documents) {
    const std::vector<std::uint16_t> tokens = encode(tokenizer, documents);
    nlohmann::json row = write_named(folder, name, shard_bytes(tokens));
    row["tokens"] = tokens.size();
    row["documents"] = documents.size();
    row["target_bytes"] = range_bytes(table, tokens, 1, tokens.size() - 1);
    files.push_back(row);
  };
  add_split("fineweb_train_000000.bin", split.train);
  add_split("fineweb_val_000000.bin", split.validation);
  files.push_back(write_named(folder, "pieces.tsv", piece_table_text(pieces)));
  files.push_back(write_named(folder, "tokenizer.model", model));
  const nlohmann::json manifest = {
      {"schema", "pgolf-data-v1"},
      {"profile", options.profile},
      {"source",
       {{"name", "GCIDE, the GNU Collaborative International Dictionary of English"},
        {"package", "dict-gcide"},
        {"licence", "GPL-2.0-or-later"},
        {"file", fs::path(options.source).filename().string()},
        {"sha256", to_hex(sha256(packed))},
        {"index_sha256", to_hex(sha256(index))}}},
      {"files", files}};
  write_file(folder / "manifest.json", canonical_json(manifest) + "\n");
  std::cout << (folder / "manifest.json").string() << "\n";
}

}  // namespace

void add_make_data_command(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("make-data", "Make the smoke data set from English text");
  command->add_option("--profile", options->profile, "What for: smoke")
      ->required()
      ->check(CLI::IsMember({"smoke"}));
  command->add_option("--output", options->output, "Folder to write into")->required();
  command->add_option("--source", options->source, "A dictd dictionary, .dict.dz")
      ->capture_default_str();
  command->callback([options] { make_data(*options); });
}

}  // namespace reference
