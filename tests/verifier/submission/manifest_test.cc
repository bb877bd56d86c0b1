// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/manifest.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

// The text is written out by hand from the report specification, section 4.
TEST(Manifest, HasOneLineAFileBehindItsFirst) {
  const std::string a(64, 'a');
  const std::string b(64, 'b');
  EXPECT_EQ(manifest_text({{"README.md", 12, a, "100644"}, {"run it.sh", 3, b, "100755"}}),
            "verify-manifest v1\n100644 blob 12 " + a + " README.md\n100755 blob 3 " + b +
                " run it.sh\n");
}

TEST(Manifest, OfNoFilesIsItsFirstLine) {
  EXPECT_EQ(manifest_text({}), "verify-manifest v1\n");
}

TEST(PercentEncoded, LeavesPrintableAsciiButThePercentSign) {
  EXPECT_EQ(percent_encoded("a b+(1)=~/x"), "a b+(1)=~/x");
  EXPECT_EQ(percent_encoded("100%"), "100%25");
  EXPECT_EQ(percent_encoded("caf\xC3\xA9\n\x7f"), "caf%C3%A9%0A%7F");
}

}  // namespace
}  // namespace verifier
