# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a source that holds the text of INPUT; run by the build whenever INPUT changes.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: Apache-2.0
// Written by the build from report/kill_table.json.
#include \"verifier/report/self_test.h\"

namespace verifier {

std::string_view kill_table_text() {
  static constexpr std::string_view kText = R\"table(${text})table\";
  return kText;
}

}  // namespace verifier
")
