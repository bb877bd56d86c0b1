// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/tokens/piece_table.h"

#include <array>
#include <charconv>

#include "reference_impl/base/error.h"
#include "reference_impl/tokens/official_pieces.h"

namespace reference {
namespace {

constexpr std::string_view kHeading = "pgolf-piece-table-v1 ";
constexpr std::uint32_t kMostPieces = 65536;  // ids are uint16
constexpr std::uint32_t kLongestPiece = 4096;

// Reads a table line by line and says where it stands when something is wrong.
class TableReader {
 public:
  TableReader(std::string_view text, const std::string& name) : rest_(text), name_(name) {}

  bool done() const { return rest_.empty(); }

  std::string_view line() {
    ++line_;
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) {
      refuse("the file ends without a line end");
    }
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }

  // A decimal number without sign, leading zeros or anything else, at most `limit`.
  std::uint32_t number(std::string_view text, std::uint32_t limit, const char* what) const {
    std::uint32_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = result.ec == std::errc() && result.ptr == text.data() + text.size();
    const bool plain = text.size() == 1 || !text.starts_with('0');
    if (!whole || !plain || value > limit) {
      refuse(std::string(what) + " is \"" + std::string(text.substr(0, 40)) + "\", expected 0 to " +
             std::to_string(limit));
    }
    return value;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKind::bad_input, name_ + ":" + std::to_string(line_) + ": " + what);
  }

 private:
  std::string_view rest_;
  std::string name_;
  std::size_t line_ = 0;
};

Piece parse_piece(const TableReader& reader, std::string_view line, std::size_t id) {
  std::array<std::string_view, 4> fields;
  std::size_t count = 0;
  for (std::size_t at = 0; at <= line.size(); ++count) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    if (count == fields.size()) {
      reader.refuse("more than 4 fields");
    }
    fields[count] = line.substr(at, end - at);
    at = end + 1;
  }
  if (count != fields.size()) {
    reader.refuse("found " + std::to_string(count) + " fields, expected 4 separated by tabs");
  }
  if (reader.number(fields[0], kMostPieces, "the id") != id) {
    reader.refuse("found id " + std::string(fields[0]) + ", expected " + std::to_string(id));
  }
  return Piece{.base_bytes = static_cast<std::uint16_t>(
                   reader.number(fields[1], kLongestPiece, "base bytes")),
               .leading_space = reader.number(fields[2], 1, "the leading space mark") == 1,
               .boundary = reader.number(fields[3], 1, "the boundary mark") == 1};
}

}  // namespace

PieceTable parse_piece_table(std::string_view text, const std::string& name) {
  TableReader reader(text, name);
  const std::string_view heading = reader.line();
  if (!heading.starts_with(kHeading)) {
    reader.refuse("a piece table starts with \"" + std::string(kHeading) + "<pieces>\"");
  }
  const std::uint32_t count =
      reader.number(heading.substr(kHeading.size()), kMostPieces, "the number of pieces");
  PieceTable table;
  table.sha256 = sha256(text);
  for (std::size_t id = 0; id < count; ++id) {
    if (reader.done()) {
      reader.refuse("the table ends after " + std::to_string(id) + " of " + std::to_string(count) +
                    " pieces");
    }
    const Piece piece = parse_piece(reader, reader.line(), id);
    if (piece.boundary && (piece.base_bytes != 0 || piece.leading_space)) {
      reader.refuse("a boundary piece has no bytes and no leading space");
    }
    table.pieces.push_back(piece);
  }
  if (!reader.done()) {
    reader.line();
    reader.refuse("text after the last of " + std::to_string(count) + " pieces");
  }
  return table;
}

std::string piece_table_text(std::span<const Piece> pieces) {
  std::string text = std::string(kHeading) + std::to_string(pieces.size()) + "\n";
  for (std::size_t id = 0; id < pieces.size(); ++id) {
    const Piece& piece = pieces[id];
    text += std::to_string(id) + "\t" + std::to_string(piece.base_bytes) + "\t" +
            (piece.leading_space ? "1" : "0") + "\t" + (piece.boundary ? "1" : "0") + "\n";
  }
  return text;
}

const PieceTable& official_piece_table() {
  static const PieceTable table =
      parse_piece_table(official_pieces_text(), "reference_impl/tokens/sp1024_pieces.tsv");
  return table;
}

std::uint32_t target_bytes(const PieceTable& table, std::uint16_t previous, std::uint16_t target) {
  require(previous < table.pieces.size() && target < table.pieces.size(),
          "a token beyond the piece table was charged");
  const Piece& piece = table.pieces[target];
  const bool spaced = piece.leading_space && !table.pieces[previous].boundary;
  return piece.base_bytes + (spaced ? 1U : 0U);
}

std::uint64_t range_bytes(const PieceTable& table, std::span<const std::uint16_t> tokens,
                          std::uint64_t first, std::uint64_t last) {
  require(first >= 1 && last < tokens.size(), "bytes of targets outside the stream");
  std::uint64_t bytes = 0;
  for (std::uint64_t j = first; j <= last; ++j) {
    bytes += target_bytes(table, tokens[j - 1], tokens[j]);
  }
  return bytes;
}

void check_tokens(const PieceTable& table, std::span<const std::uint16_t> tokens,
                  const std::string& name) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] >= table.pieces.size()) {
      throw Error(ErrorKind::bad_input, name + ": token " + std::to_string(i) + " is " +
                                            std::to_string(tokens[i]) + ", the piece table has " +
                                            std::to_string(table.pieces.size()) + " pieces");
    }
  }
}

}  // namespace reference
