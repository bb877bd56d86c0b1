// SPDX-License-Identifier: Apache-2.0
// Which shards a rerun uses: the smoke data set, made from a package's text where it is missing, or
// a folder somebody names. What the rules pin of the official validation split is counted again
// here, from the tokens; a folder that says nothing of its own tokenizer must be that split.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "verifier/base/progress.h"
#include "verifier/base/result.h"
#include "verifier/gather/launch.h"

namespace verifier {

struct DataSet {
  std::filesystem::path folder;
  bool is_official = false;  // the pinned validation split, whole
};

struct DataChoice {
  std::filesystem::path given;              // of --data; empty: the smoke data set
  std::filesystem::path smoke_folder;       // where the smoke data set lies or is made
  std::map<std::string, std::string> pins;  // of the rules file
};

// Fails with usage (the folder is not there), bad_input (a shard is unusable, or the tokens are not
// the pinned ones) or what making the smoke data fails with.
Result<DataSet> choose_data(const DataChoice& choice, const Programs& programs,
                            const Progress& progress);

}  // namespace verifier
