// SPDX-License-Identifier: Apache-2.0
// Everything the court launches: the player's program, one process a verb, and sign-report. The
// stopwatch, the limits and the isolation of those processes live behind this header.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "verifier/base/progress.h"
#include "verifier/base/result.h"
#include "verifier/gather/process.h"

namespace verifier {

// Where our own programs lie: beside the running one, as the build puts them.
struct Programs {
  std::filesystem::path reference;
  std::filesystem::path sign_report;
};
Programs programs_beside(const std::filesystem::path& verify_program);

struct PlayerRun {
  std::filesystem::path recipe;
  std::uint64_t seed = 0;
  std::string profile;
  std::filesystem::path data;
  std::filesystem::path output;
  std::filesystem::path artifact;   // evaluate only; empty: the one in `output`
  std::filesystem::path audit_key;  // evaluate only; 64 bytes
  std::uint64_t perturb_from = 0;   // evaluate only; 0: the stream as it is
};

// A code of a stream's first tokens, and the tokens that came back from it.
struct CodeRun {
  PlayerRun player;
  std::filesystem::path code;
  std::filesystem::path shard;
  std::uint64_t tokens = 0;
  std::filesystem::path encode_output;  // what the two print
  std::filesystem::path decode_output;
};

// Each fails with the player's own last line as message: kind and reason follow its exit code
// (65 bad_input, 69 "no-accelerator", 75 transient, anything else "reference-failed").
Result<ProcessOutcome> launch_train(const Programs& programs, const PlayerRun& run,
                                    const Progress& progress);
Result<ProcessOutcome> launch_evaluate(const Programs& programs, const PlayerRun& run,
                                       const Progress& progress);
Result<ProcessOutcome> launch_encode(const Programs& programs, const CodeRun& run,
                                     const Progress& progress);
Result<ProcessOutcome> launch_decode(const Programs& programs, const CodeRun& run,
                                     const Progress& progress);
Result<ProcessOutcome> launch_make_data(const Programs& programs,
                                        const std::filesystem::path& output,
                                        const Progress& progress);

// Signs a statement that lies in `output`; `key` may be empty for the default key.
Result<ProcessOutcome> launch_sign_report(const Programs& programs,
                                          const std::filesystem::path& statement,
                                          const std::filesystem::path& output,
                                          const std::filesystem::path& key,
                                          const Progress& progress);

}  // namespace verifier
