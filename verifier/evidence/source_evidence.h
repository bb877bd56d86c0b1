// SPDX-License-Identifier: Apache-2.0
// What reading the entry point showed, without running it: its size as it stands and unpacked,
// which files it loads, and lines worth a look. A sign is a hint with a place, never a verdict
// (rules: violations, "what a static reader gets wrong"; security specification, F-05, F-07, F-10).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace verifier {

struct SourcePlace {
  std::string file;  // relative to the folder
  std::uint64_t line = 0;
};

// A file of the folder that the entry point loads: its bytes count as code (rule A2).
struct HelperFile {
  std::string path;
  std::uint64_t bytes = 0;
  std::string how;  // "import", "exec" or "open"
  SourcePlace at;   // the line that loads it
};

// Code that would run beside the entry point, or be fetched at run time (rule A3).
struct ExtraCode {
  // "startup-file", "compiled-file", "pickle-code"; "install", "download", "compile",
  // "odd-archive"; "unread-file"
  std::string kind;
  SourcePlace at;
  std::string what;
};

// Whether a run with the script's own defaults gets to the line.
enum class Reach { reached, switched_off, never_called, unknown };
std::string_view to_string(Reach reach);  // "reached", "switched-off", "never-called", "unknown"

struct SourceSign {
  std::string id;         // of the table of signs, e.g. "target-in-hash-key"
  std::string violation;  // class it hints at, e.g. "NGRAM_HASH_UNNORM"
  SourcePlace at;         // file and line, of the unpacked text where it was packed
  std::string what;       // what stands there
  Reach reach = Reach::unknown;
};

struct SourceEvidence {
  std::string script;                // path of the entry point
  std::uint64_t bytes = 0;           // as it stands
  std::uint64_t lines = 0;           // as it stands
  std::vector<std::string> layers;   // wrappers taken off, outermost first: "base85", "lzma"
  bool readable = false;             // the text that would run was read
  std::string unreadable_because;    // found, expected; empty where readable
  SourcePlace unreadable_at;         // where it stopped
  std::uint64_t unpacked_bytes = 0;  // of the innermost text; equal to `bytes` where not packed
  std::uint64_t unpacked_lines = 0;
  std::string unpacked_sha256;
  // Digests of every text that a log may show as its source: as it stands and each layer's, with
  // line ends and trailing blanks left out (as TrainLog::source_copy).
  std::vector<std::string> text_digests;
  std::vector<std::uint64_t> text_bytes;  // sizes of the same texts, line ends counted as one byte
  std::vector<HelperFile> helpers;
  std::uint64_t code_bytes = 0;  // entry point and helpers as they stand
  std::vector<ExtraCode> extra_code;
  std::vector<SourceSign> signs;
};

nlohmann::json source_evidence_to_json(const SourceEvidence& evidence);
// Throws Error{bad_input} that names what is wrong.
SourceEvidence source_evidence_from_json(const nlohmann::json& json, const std::string& where);

}  // namespace verifier
