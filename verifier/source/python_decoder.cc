// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_decoder.h"

#include <algorithm>
#include <array>

#include "verifier/source/python_scalar.h"
#include "verifier/source/unpack.h"
#include "verifier/source/unpack_text.h"

namespace verifier {
namespace {

constexpr std::size_t kMostCompressions = 3;

struct TextDecoder {
  std::string_view dotted;
  std::string_view encoding;
};

constexpr std::array<TextDecoder, 13> kTextDecoders = {{{"base64.b64decode", "base64"},
                                                        {"base64.standard_b64decode", "base64"},
                                                        {"base64.decodebytes", "base64"},
                                                        {"base64.urlsafe_b64decode", "base64url"},
                                                        {"base64.b32decode", "base32"},
                                                        {"base64.b16decode", "base16"},
                                                        {"base64.b85decode", "base85"},
                                                        {"base64.a85decode", "ascii85"},
                                                        {"binascii.a2b_base64", "base64"},
                                                        {"binascii.unhexlify", "base16"},
                                                        {"binascii.a2b_hex", "base16"},
                                                        {"bytes.fromhex", "base16"},
                                                        {"bytearray.fromhex", "base16"}}};

enum class Packer { lzma, zlib, gzip, brotli, zstd };

struct Decompressor {
  std::string_view dotted;
  Packer packer;
};

constexpr std::array<Decompressor, 16> kDecompressors = {
    {{"lzma.decompress", Packer::lzma},
     {"lzma.LZMADecompressor.decompress", Packer::lzma},
     {"zlib.decompress", Packer::zlib},
     {"zlib.decompressobj.decompress", Packer::zlib},
     {"gzip.decompress", Packer::gzip},
     {"brotli.decompress", Packer::brotli},
     {"brotlicffi.decompress", Packer::brotli},
     {"zstandard.decompress", Packer::zstd},
     {"zstandard.ZstdDecompressor.decompress", Packer::zstd},
     {"zstd.decompress", Packer::zstd},
     {"zstd.uncompress", Packer::zstd},
     {"zstd.ZSTD_uncompress", Packer::zstd},
     {"pyzstd.decompress", Packer::zstd},
     {"compression.zstd.decompress", Packer::zstd},
     {"compression.lzma.decompress", Packer::lzma},
     {"compression.zlib.decompress", Packer::zlib}}};

// An argument by keyword, else by place; kNoNode where it is not given.
PyId argument(const PyNames& names, PyId call, std::string_view name, std::size_t place) {
  const PyId by_name = names.keyword(call, name);
  const std::vector<PyId> places = names.arguments(call);
  return by_name != kNoNode ? by_name : place < places.size() ? places[place] : kNoNode;
}

std::optional<double> number_in(const PyValue& dictionary, std::string_view key) {
  for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
    const PyValue& value = dictionary.items[i + 1];
    if (dictionary.items[i].text == key && value.type == PyType::number) {
      return value.number;
    }
  }
  return std::nullopt;
}

std::uint32_t small(double number) {
  return number >= 0 && number < 4294967296.0 ? static_cast<std::uint32_t>(number) : 0xFFFFFFFFU;
}

// The filter of a raw stream; nothing where the call's list is not of one known filter.
std::optional<LzmaFilter> filter_of(const PyValue& list) {
  constexpr double kFilterLzma2 = 0x21;
  constexpr double kFilterLzma1 = 4611686018427387905.0;
  if (list.type != PyType::list || list.items.size() != 1) {
    return std::nullopt;
  }
  const PyValue& options = list.items[0];
  const std::optional<double> id = number_in(options, "id");
  if (!id || (*id != kFilterLzma2 && *id != kFilterLzma1)) {
    return std::nullopt;
  }
  LzmaFilter filter;
  filter.lzma2 = *id == kFilterLzma2;
  filter.preset = small(number_in(options, "preset").value_or(6));
  filter.dictionary_bytes = small(number_in(options, "dict_size").value_or(0));
  filter.lc = small(number_in(options, "lc").value_or(3));
  filter.lp = small(number_in(options, "lp").value_or(0));
  filter.pb = small(number_in(options, "pb").value_or(2));
  return filter;
}

Result<std::string> unpack_by_lzma_call(PyEvaluator& evaluator, PyId call, PyId options,
                                        std::string_view bytes) {
  const PyNames& names = evaluator.names();
  // The class takes its format first, the function behind the bytes.
  const std::size_t first = options == call ? 1 : 0;
  const PyId format = argument(names, options, "format", first);
  const PyId filters = argument(names, options, "filters", first + 2);
  double form = 0;
  if (format != kNoNode) {
    const PyValue& value = evaluator.value(format);
    if (value.type != PyType::number) {
      return Failure{ErrorKind::bad_input, "damaged", "lzma: its format is known to a run alone"};
    }
    form = value.number;
  }
  if (form < 3) {
    const LzmaForm form_of = form == 1   ? LzmaForm::xz
                             : form == 2 ? LzmaForm::alone
                                         : LzmaForm::automatic;
    return unpack_lzma(bytes, form_of, {});
  }
  const std::optional<LzmaFilter> filter =
      filters == kNoNode ? std::nullopt : filter_of(evaluator.value(filters));
  if (!filter) {
    return Failure{ErrorKind::bad_input, "damaged",
                   "lzma: a raw stream without one LZMA filter that stands in the call"};
  }
  return unpack_lzma(bytes, LzmaForm::raw, *filter);
}

Result<std::string> unpack_by_zlib_call(PyEvaluator& evaluator, PyId call, PyId options,
                                        std::string_view bytes) {
  const PyId bits = argument(evaluator.names(), options, "wbits", options == call ? 1 : 0);
  if (bits == kNoNode) {
    return unpack_zlib(bytes, ZlibForm::zlib);
  }
  const PyValue& value = evaluator.value(bits);
  if (value.type != PyType::number) {
    return Failure{ErrorKind::bad_input, "damaged", "zlib: its window is known to a run alone"};
  }
  const ZlibForm form = value.number < 0    ? ZlibForm::raw
                        : value.number < 16 ? ZlibForm::zlib
                        : value.number < 32 ? ZlibForm::gzip
                                            : ZlibForm::automatic;
  return unpack_zlib(bytes, form);
}

Result<std::string> unpack_by(PyEvaluator& evaluator, PyId call, Packer packer,
                              std::string_view bytes) {
  // LZMADecompressor(...).decompress(x): the options stand in the inner call. One that only
  // imports the module has none.
  const PythonSource& source = evaluator.names().source();
  const PyId object = source.child(source.child(call, PyField::function), PyField::object);
  const std::string_view maker =
      source.kind(object) == PyKind::call ? evaluator.names().called(object) : "";
  const bool makes = maker == "LZMADecompressor" || maker == "decompressobj";
  const PyId options = makes ? object : call;
  switch (packer) {
    case Packer::lzma:
      return unpack_by_lzma_call(evaluator, call, options, bytes);
    case Packer::zlib:
      return unpack_by_zlib_call(evaluator, call, options, bytes);
    case Packer::gzip:
      return unpack_zlib(bytes, ZlibForm::gzip);
    case Packer::brotli:
      return unpack_brotli(bytes);
    case Packer::zstd:
      return unpack_zstd(bytes);
  }
  return Failure{ErrorKind::bad_input, "damaged", "an unknown format"};
}

std::string layer_name(Packer packer) {
  constexpr std::array<const char*, 5> kNames = {"lzma", "zlib", "gzip", "brotli", "zstd"};
  return kNames[static_cast<std::size_t>(packer)];
}

std::size_t compressions_in(const PyValue& value) {
  return static_cast<std::size_t>(std::count_if(
      value.layers.begin(), value.layers.end(),
      [](const std::string& layer) { return !layer.starts_with("base") && layer != "ascii85"; }));
}

PyValue decompressed(PyEvaluator& evaluator, PyId call, Packer packer, const PyValue& packed) {
  if (compressions_in(packed) >= kMostCompressions) {
    return evaluator.unknown(
        call, "more than " + std::to_string(kMostCompressions) + " compressions, one in the other");
  }
  Result<std::string> bytes = unpack_by(evaluator, call, packer, packed.text);
  if (!bytes.ok()) {
    return evaluator.unknown(call, bytes.failure().message);
  }
  PyValue value = packed;
  value.type = PyType::bytes;
  value.text = std::move(bytes.value());
  value.layers.push_back(layer_name(packer));
  return value;
}

PyValue text_decoded(PyEvaluator& evaluator, PyId call, std::string_view encoding,
                     const PyValue& packed) {
  std::optional<std::string> bytes = decode_text(encoding, packed.text);
  if (!bytes || evaluator.names().keyword(call, "altchars") != kNoNode) {
    return evaluator.unknown(call, "text that is not of the alphabet of " + std::string(encoding));
  }
  PyValue value = packed;
  value.type = PyType::bytes;
  value.text = std::move(*bytes);
  value.layers.emplace_back(encoding);
  return value;
}

}  // namespace

std::optional<PyValue> decoder_value(PyEvaluator& evaluator, PyId call, const std::string& dotted) {
  const auto* const text = std::find_if(kTextDecoders.begin(), kTextDecoders.end(),
                                        [&](const TextDecoder& d) { return d.dotted == dotted; });
  const auto* const packed =
      std::find_if(kDecompressors.begin(), kDecompressors.end(),
                   [&](const Decompressor& d) { return d.dotted == dotted; });
  if (text == kTextDecoders.end() && packed == kDecompressors.end()) {
    return std::nullopt;
  }
  const std::vector<PyId> places = evaluator.names().arguments(call);
  const PyId first = places.empty() ? evaluator.names().keyword(call, "data") : places[0];
  if (first == kNoNode) {
    return evaluator.unknown(call, "a decoder without its bytes");
  }
  const PyValue& value = evaluator.value(first);
  if (!is_textual(value)) {
    return is_known(value) ? evaluator.unknown(first, "a decoder of what is no text") : value;
  }
  return text != kTextDecoders.end() ? text_decoded(evaluator, call, text->encoding, value)
                                     : decompressed(evaluator, call, packed->packer, value);
}

}  // namespace verifier
