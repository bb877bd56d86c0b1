// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/source_signs.h"

namespace verifier {

const std::vector<SignRow>& sign_table() {
  static const std::vector<SignRow> table = {
      {"target-in-hash-key", "NGRAM_HASH_UNNORM", find_target_in_hash_key},
      {"last-epoch-loss", "TTT_SCORE_AFTER", find_last_epoch_loss},
      {"training-before-scoring", "TTT_SCORE_AFTER", find_training_before_scoring},
      {"training-on-validation", "TTT_SCORE_AFTER", find_training_on_validation},
      {"training-before-packing", "PREQUANT_TTT", find_training_before_packing},
      {"second-pass", "RESCORE_TWO_PASS", find_second_pass},
      {"smaller-of-two-losses", "ORACLE_MIN_NLL", find_smaller_of_two_losses},
      {"delta-on-scored-text", "SLOT_SCORED_REGION", find_delta_on_scored_text},
      {"hint-by-target-class", "TARGET_GATED_HINT", find_hint_by_target_class},
      {"byte-mixing", "BYTE_MIX_UNNORM", find_byte_mixing},
      {"validation-files-for-training", "VAL_TRAINED", find_validation_files_for_training},
      {"validation-calibration", "VAL_CALIBRATION", find_validation_calibration},
      {"part-of-validation", "PARTIAL_VAL", find_part_of_validation},
      {"space-counted-twice", "BYTE_ACCOUNTING", find_space_counted_twice},
      {"fixed-bytes-per-token", "BYTE_ACCOUNTING", find_fixed_bytes},
      {"pieces-without-bytes", "BYTE_ACCOUNTING", find_pieces_without_bytes},
      {"lossy-text", "LOSSY_TOKENIZER", find_lossy_text},
  };
  return table;
}

}  // namespace verifier
