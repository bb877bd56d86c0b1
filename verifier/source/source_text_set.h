// SPDX-License-Identifier: Apache-2.0
// Every Python text that a submission's entry point brings to run: itself, what it unpacks, the
// files of the folder that it loads, and theirs. Found by reading alone; a runner whose text cannot
// be had makes the whole unreadable, with the place (security specification, F-05 and F-07).
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/evidence/source_evidence.h"
#include "verifier/source/python_value.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

// One text with its tree. `world` and `names` refer to members; the struct stays where it is.
struct SourceText {
  std::string file;                 // of the folder: where the bytes come from
  std::string shown;                // how a place in it is written: "train_gpt.py (unpacked)"
  std::vector<std::string> layers;  // taken off to get here from the file, outermost first
  int depth = 0;                    // wrappers around it
  std::size_t literal_bytes = 0;    // of it that were unpacked to another text
  PythonSource source;
  PyWorld world;
  std::unique_ptr<PyNames> names;
  std::unique_ptr<PyEvaluator> evaluator;
};

struct SourceTextSet {
  std::vector<std::unique_ptr<SourceText>> texts;  // the entry point first
  std::size_t innermost = 0;                       // the text that the entry point really is
  bool readable = true;
  std::string because;
  SourcePlace at;
  std::vector<HelperFile> helpers;
};

// `source` must outlive what is returned.
SourceTextSet read_source_texts(const SubmissionSource& source, const std::string& script);

}  // namespace verifier
