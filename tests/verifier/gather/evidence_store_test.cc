// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/evidence_store.h"

#include "reference_impl/base/file.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

namespace fs = std::filesystem;

fs::path fresh_folder(const std::string& name) {
  const fs::path folder = fs::path(testing::TempDir()) / name;
  fs::remove_all(folder);
  return folder;
}

// SHA-256 of "abc": FIPS 180-4, example B.1.
constexpr char kAbcDigest[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(EvidenceStore, NamesBytesByTheirDigest) {
  const fs::path output = fresh_folder("evidence-store");
  const EvidenceStore store(output);
  const EvidenceItem item = store.put("a name", "abc");
  EXPECT_EQ(item.name, "a name");
  EXPECT_EQ(item.sha256, kAbcDigest);
  EXPECT_EQ(item.bytes, 3U);
  EXPECT_EQ(reference::read_file(output / "evidence" / kAbcDigest, 10), "abc");
}

TEST(EvidenceStore, ReplacesATruncatedFileOfAnEarlierRun) {
  const fs::path output = fresh_folder("evidence-store-truncated");
  const EvidenceStore store(output);
  reference::write_file(output / "evidence" / kAbcDigest, "a");
  (void)store.put("x", "abc");
  EXPECT_EQ(reference::read_file(output / "evidence" / kAbcDigest, 10), "abc");
}

TEST(EvidenceStore, SaysWhichFileCannotBeRead) {
  const EvidenceStore store(fresh_folder("evidence-store-absent"));
  EXPECT_THROW((void)store.put_file("x", "/nonexistent"), Error);
}

TEST(EvidenceStore, SaysWhereTheDiskRefuses) {
  const fs::path file = fresh_folder("evidence-store-blocked");
  reference::write_file(file, "a file where a folder should be");
  try {
    const EvidenceStore store(file);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::transient);
    EXPECT_NE(std::string(error.what()).find(file.string()), std::string::npos);
  }
}

}  // namespace
}  // namespace verifier
