// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "verifier/base/result.h"
#include "verifier/source/model_files.h"
#include "verifier/source/pickle_reader.h"
#include "verifier/source/zip_directory.h"

// Any bytes as a model file: as a pickle, as an archive, and as whatever they begin like.
void pgolf_test::fuzz_one(std::string_view bytes) {
  verifier::PickleLimits limits;
  limits.opcodes = 4096;
  limits.memo = 64;
  limits.stack = 64;
  const verifier::PickleReading reading = verifier::read_pickles(bytes, limits);
  verifier::require(reading.opcodes <= limits.opcodes, "more instructions than the limit");
  verifier::require(reading.findings.size() <= limits.findings, "more findings than the limit");
  const auto directory = verifier::read_zip_directory(bytes);
  if (directory.ok()) {
    verifier::require(directory.value().members.size() <= verifier::kMostZipMembers,
                      "more members than the limit");
  }
  verifier::SubmissionSource source;
  source.files = {{"model.pkl", "100644", std::string(bytes), std::nullopt},
                  {"model.ptz", "100644", std::string(bytes), std::nullopt}};
  (void)verifier::model_file_code(source);
}
