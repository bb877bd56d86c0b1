// SPDX-License-Identifier: Apache-2.0
// Lines of a Python text worth a look, by the table of violation classes: patterns of the syntax
// tree, each with whether a run gets there. Hints, never a verdict: honest code can look like one
// of these, and a dishonest one can avoid them all (rules: violations).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verifier/source/sign_reader.h"

namespace verifier {

struct FoundSign {
  PyId at = kNoNode;
  std::string what;
};

using SignFinder = std::vector<FoundSign> (*)(const SignReader& reader);

struct SignRow {
  std::string_view id;
  std::string_view violation;
  SignFinder find;
};

// Every sign that is looked for.
const std::vector<SignRow>& sign_table();

// The rows, by what they are about.
std::vector<FoundSign> find_target_in_hash_key(const SignReader& reader);
std::vector<FoundSign> find_smaller_of_two_losses(const SignReader& reader);
std::vector<FoundSign> find_second_pass(const SignReader& reader);
std::vector<FoundSign> find_delta_on_scored_text(const SignReader& reader);
std::vector<FoundSign> find_hint_by_target_class(const SignReader& reader);
std::vector<FoundSign> find_byte_mixing(const SignReader& reader);

std::vector<FoundSign> find_last_epoch_loss(const SignReader& reader);
std::vector<FoundSign> find_training_before_scoring(const SignReader& reader);
std::vector<FoundSign> find_training_on_validation(const SignReader& reader);
std::vector<FoundSign> find_training_before_packing(const SignReader& reader);

std::vector<FoundSign> find_validation_files_for_training(const SignReader& reader);
std::vector<FoundSign> find_validation_calibration(const SignReader& reader);
std::vector<FoundSign> find_part_of_validation(const SignReader& reader);
std::vector<FoundSign> find_space_counted_twice(const SignReader& reader);
std::vector<FoundSign> find_fixed_bytes(const SignReader& reader);
std::vector<FoundSign> find_pieces_without_bytes(const SignReader& reader);
std::vector<FoundSign> find_lossy_text(const SignReader& reader);

}  // namespace verifier
