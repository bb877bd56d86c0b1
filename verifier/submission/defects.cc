// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/defects.h"

namespace verifier::defect {

bool is_of_tree(std::string_view code) {
  return code == kPath || code == kTwin || code == kNotRegular || code == kUnreadable ||
         code == kTooLarge || code == kTooMany;
}

}  // namespace verifier::defect
