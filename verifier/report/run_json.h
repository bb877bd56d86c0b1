// SPDX-License-Identifier: Apache-2.0
// The parts of the predicate that a rerun fills: runs, inputs and the subjects of their artifacts.
// Where a thing does not exist, absent_note() gives the descriptor that says so.
#pragma once

#include <string>
#include <vector>

#include "verifier/report/report.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

// predicate.runs, predicate.inputs, and one subject for each artifact that was produced.
nlohmann::json runs_json(const Report& report);
nlohmann::json inputs_json(const Report& report);
nlohmann::json artifact_subjects(const Report& report);

// The shard lists of the first run, as documents: one line a file, "sha256 bytes name".
std::vector<Document> shard_lists(const Report& report);

// A descriptor for something absent: its digest is that of the canonical JSON of
// {"absent":what,"because":why}, so it can never equal the digest of a real thing.
nlohmann::json absent_note(const std::string& what, const std::string& why);

}  // namespace verifier
