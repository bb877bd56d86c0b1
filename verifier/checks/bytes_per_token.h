// SPDX-License-Identifier: Apache-2.0
// val_bpb = val_loss / ln 2 x tokens / bytes. So loss and score of one line give the bytes per
// token of the text they were taken over, to the digits they were printed with
// (submission-formats.md 3.6).
#pragma once

#include "verifier/submission/submission.h"

namespace verifier {

struct BytesPerToken {
  double value = 0;
  double uncertainty = 0;  // largest error that the printed digits leave
};

// Both numbers must be positive.
BytesPerToken bytes_per_token(const Decimal& val_loss, const Decimal& val_bpb);

}  // namespace verifier
