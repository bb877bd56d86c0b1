// SPDX-License-Identifier: Apache-2.0
// Signs about data: which text is trained on, calibrated on, scored, and how its bytes are counted.
#include <algorithm>

#include "verifier/source/python_literal.h"
#include "verifier/source/python_scalar.h"
#include "verifier/source/source_signs.h"

namespace verifier {
namespace {

// The mark that begins a piece after a space, as text and as an escape.
constexpr std::string_view kSpaceMark = "\xE2\x96\x81";
// Bytes a token on average lie in between for every tokenizer in use.
constexpr double kFewestBytes = 2.0;
constexpr double kMostBytes = 5.5;
// A slice bound that is written out is a part of the split from here on.
constexpr double kSmallestPart = 1000;

std::string literal_text(const SignReader& reader, PyId id) {
  const auto literal = python_literal(reader.source().text_of(id));
  return literal ? literal->bytes : "";
}

bool holds_text(const SignReader& reader, PyId within, std::string_view part) {
  for (const PyId id : reader.nodes(within, PyKind::string)) {
    if (literal_text(reader, id).find(part) != std::string::npos ||
        reader.source().text_of(id).find(part) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// "len(x.encode(...)) + 1"
bool is_length_and_one(const SignReader& reader, PyId binary) {
  const PythonSource& source = reader.source();
  return reader.is_operation(binary, {"+"}) &&
         source.text_of(source.child(binary, PyField::right)) == "1" &&
         source.kind(source.child(binary, PyField::left)) == PyKind::call &&
         reader.names().called(source.child(binary, PyField::left)) == "len" &&
         !reader.calls(source.child(binary, PyField::left), {"encode"}).empty();
}

}  // namespace

std::vector<FoundSign> find_validation_files_for_training(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PythonSource& source = reader.source();
  for (const PyId id : reader.nodes(0, PyKind::assignment)) {
    if (reader.mentions_all(source.child(id, PyField::left), {"train"}) &&
        reader.mentions(source.child(id, PyField::left), {"files", "glob", "pattern", "shards"}) &&
        holds_text(reader, source.child(id, PyField::right), "fineweb_val_")) {
      found.push_back({id, "training files are those of the validation split"});
    }
  }
  for (const PyId call : reader.names().calls()) {
    const std::string_view called = reader.names().called(call);
    const bool loads = reader.name_has(called, {"train", "distributed"}) &&
                       reader.name_has(called, {"loader", "stream"});
    const std::vector<PyId> places = reader.names().arguments(call);
    if (loads && !places.empty() && reader.mentions_all(places[0], {"val", "files"})) {
      found.push_back({call, "a training loader is given the validation files"});
    }
  }
  return found;
}

std::vector<FoundSign> find_validation_calibration(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId call : reader.names().calls()) {
    const bool calibrates =
        reader.name_has(reader.names().called(call),
                        {"hessian", "hessians", "calib", "calibrate", "calibration", "calibrated"});
    const PyId arguments = reader.source().child(call, PyField::arguments);
    if (calibrates && reader.mentions_validation(arguments) &&
        !reader.mentions(arguments, {"train"})) {
      found.push_back({call, "a quantizer is calibrated on validation text"});
    }
  }
  return found;
}

std::vector<FoundSign> find_part_of_validation(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PythonSource& source = reader.source();
  for (const PyId id : reader.nodes(0, PyKind::assignment)) {
    const PyId left = source.child(id, PyField::left);
    const PyId right = source.child(id, PyField::right);
    if (source.kind(right) != PyKind::subscript || !reader.mentions_validation(left) ||
        !reader.mentions_validation(source.child(right, PyField::value))) {
      continue;
    }
    const PyId slice = source.child(right, PyField::subscript);
    const std::vector<PyId> bounds = source.children(slice);
    const bool bounded = source.kind(slice) == PyKind::slice && !bounds.empty() &&
                         source.text_of(slice).starts_with(":");
    const bool written = bounded && source.kind(bounds[0]) == PyKind::integer &&
                         parse_number(source.text_of(bounds[0])) >= kSmallestPart;
    if (written || (bounded && reader.derives(bounds[0], {"max", "limit", "subset", "budget",
                                                          "frac", "fraction", "cap", "quick"}))) {
      found.push_back({id, "a part of the validation split is kept"});
    }
  }
  return found;
}

std::vector<FoundSign> find_space_counted_twice(const SignReader& reader) {
  std::vector<FoundSign> found;
  // A loop that adds the space byte shows itself by the table that says where there is one.
  const bool added_again = reader.mentions_all(0, {"leading", "space"});
  for (const PyId id : reader.nodes(0, PyKind::binary)) {
    const PyId statement = reader.source().ancestor(id, PyKind::assignment);
    if (added_again && is_length_and_one(reader, id) && statement != kNoNode &&
        reader.mentions(reader.source().child(statement, PyField::left), {"bytes", "byte"})) {
      found.push_back({id,
                       "the space before a piece is counted in the table, and a table of "
                       "leading spaces is there to add it again"});
    }
  }
  return found;
}

std::vector<FoundSign> find_fixed_bytes(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PythonSource& source = reader.source();
  for (const PyId number : reader.nodes(0, PyKind::real)) {
    const PyId operation = source.nodes[number].parent;
    const double value = parse_number(source.text_of(number));
    PyId statement = source.ancestor(number, PyKind::assignment);
    if (!reader.is_operation(operation, {"*", "/"}) || value < kFewestBytes || value > kMostBytes ||
        statement == kNoNode) {
      continue;
    }
    const PyId left = source.child(statement, PyField::left);
    const bool about_bytes =
        reader.mentions(left, {"bytes", "bpb", "byte"}) &&
        reader.mentions(operation, {"tokens", "token", "ntokens", "loss", "count", "nll", "bpt"});
    if (about_bytes) {
      found.push_back({number, "bytes are taken as a fixed number for each token"});
    }
  }
  return found;
}

std::vector<FoundSign> find_pieces_without_bytes(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId call : reader.calls(0, {"id_to_piece", "IdToPiece"})) {
    const PyId function = reader.function_of(call);
    const bool counts = !reader.calls(function, {"encode"}).empty() &&
                        reader.mentions(function, {"bytes"}) &&
                        holds_text(reader, function, kSpaceMark);
    const bool tells_bytes = !reader.calls(function, {"is_byte", "IsByte"}).empty() ||
                             holds_text(reader, function, "<0x");
    const bool known = !found.empty() && reader.function_of(found.back().at) == function;
    if (counts && !tells_bytes && !known) {
      found.push_back({call, "bytes of pieces are counted without telling byte pieces apart"});
    }
  }
  return found;
}

std::vector<FoundSign> find_lossy_text(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PyNames& names = reader.names();
  for (const PyId call : reader.calls(0, {"casefold"})) {
    found.push_back({call, "letters are folded, which decoding cannot undo"});
  }
  for (const PyId call : reader.calls(0, {"normalize"})) {
    const std::vector<PyId> places = names.arguments(call);
    const bool lossy = places.size() == 2 && literal_text(reader, places[0]).starts_with("NFK");
    if (lossy) {
      found.push_back({call, "text is normalized, which decoding cannot undo"});
    }
  }
  for (const PyId call : reader.calls(0, {"encode", "EncodeAsIds", "encode_as_ids"})) {
    const std::vector<PyId> places = names.arguments(call);
    if (!places.empty() && !reader.calls(places[0], {"lower"}).empty()) {
      found.push_back({call, "text is lowered before it becomes tokens"});
    }
  }
  return found;
}

}  // namespace verifier
