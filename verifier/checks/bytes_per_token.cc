// SPDX-License-Identifier: Apache-2.0
#include "verifier/checks/bytes_per_token.h"

#include <cmath>
#include <numbers>

#include "verifier/base/result.h"
#include "verifier/submission/decimal.h"

namespace verifier {

BytesPerToken bytes_per_token(const Decimal& val_loss, const Decimal& val_bpb) {
  require(val_loss.value > 0 && val_bpb.value > 0,
          "bytes per token of a score that is not positive");
  const double value = val_loss.value / (std::numbers::ln2 * val_bpb.value);
  const double relative = half_unit(val_loss) / val_loss.value + half_unit(val_bpb) / val_bpb.value;
  return {value, value * relative};
}

}  // namespace verifier
