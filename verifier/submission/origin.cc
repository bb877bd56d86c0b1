// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/escape.h"
#include "verifier/submission/submission.h"

namespace verifier {

std::string to_string(const Origin& origin) {
  std::string text = escape_for_terminal(origin.file, 256);
  if (origin.line != 0) {
    text += ":" + std::to_string(origin.line);
  }
  if (!origin.pointer.empty()) {
    text += " " + escape_for_terminal(origin.pointer, 256);
  }
  return text;
}

}  // namespace verifier
