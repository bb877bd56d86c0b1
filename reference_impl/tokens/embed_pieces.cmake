# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a source that holds the text of INPUT; run by the build whenever INPUT changes.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: Apache-2.0
// Written by the build from ${NAME}.
#include \"reference_impl/tokens/official_pieces.h\"

namespace reference {

std::string_view official_pieces_text() {
  static constexpr std::string_view kText = R\"table(${text})table\";
  return kText;
}

}  // namespace reference
")
