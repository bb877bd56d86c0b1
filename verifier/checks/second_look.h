// SPDX-License-Identifier: Apache-2.0
// Whether the fault of a violation class stands in a head, from the raw facts alone: no rule, no
// check and no tolerance of theirs is used, so that a wrong check shows itself against it. Only for
// counting labels (labels.h); it judges nothing.
#pragma once

#include <string>

#include "verifier/evidence/evidence.h"
#include "verifier/submission/submission.h"

namespace verifier {

struct SecondLook {
  bool stands = false;
  std::string why;  // what the files show
};

SecondLook look_over_cap(const Submission& submission, const Evidence& evidence);
SecondLook look_train_overtime(const Submission& submission, const Evidence& evidence);
SecondLook look_late_calibration(const Submission& submission, const Evidence& evidence);
SecondLook look_eval_overtime(const Submission& submission, const Evidence& evidence);
SecondLook look_missing_evidence(const Submission& submission, const Evidence& evidence);
SecondLook look_packaging(const Submission& submission, const Evidence& evidence);
SecondLook look_claim_mismatch(const Submission& submission, const Evidence& evidence);
SecondLook look_byte_accounting(const Submission& submission, const Evidence& evidence);
SecondLook look_wrong_hardware(const Submission& submission, const Evidence& evidence);
SecondLook look_partial_validation(const Submission& submission, const Evidence& evidence);
SecondLook look_validation_calibration(const Submission& submission, const Evidence& evidence);

}  // namespace verifier
