// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/keys.h"

#include <sys/stat.h>

#include "reference_impl/base/file.h"
#include "tests/support/signing_samples.h"
#include "tests/support/temporary_folder.h"
#include "verifier/base/result.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using pgolf_test::TemporaryFolder;

std::string refusal(const fs::path& path, const std::vector<fs::path>& not_inside) {
  try {
    load_signing_key(path, not_inside);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    return error.what();
  }
}

fs::path key_in(const TemporaryFolder& folder, const std::string& name, mode_t mode) {
  const fs::path path = folder.write(name, pgolf_test::test_key_1().pem());
  EXPECT_EQ(::chmod(path.c_str(), mode), 0);
  return path;
}

struct Mode {
  const char* name;
  mode_t mode;
  bool accepted;
};

class KeyMode : public testing::TestWithParam<Mode> {};

TEST_P(KeyMode, OnlyItsOwnerMayReachThePrivateKey) {
  const TemporaryFolder folder;
  const std::string why = refusal(key_in(folder, "signer.pem", GetParam().mode), {});
  EXPECT_EQ(why.empty(), GetParam().accepted) << why;
  if (!GetParam().accepted) {
    EXPECT_NE(why.find("chmod 600"), std::string::npos) << why;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, KeyMode,
    testing::Values(Mode{"owner_read_write", 0600, true}, Mode{"owner_read", 0400, true},
                    Mode{"group_read", 0640, false}, Mode{"others_read", 0604, false},
                    Mode{"everybody_read", 0644, false}, Mode{"group_write", 0620, false},
                    Mode{"others_execute", 0601, false}),
    [](const auto& row) { return row.param.name; });

TEST(Keys, AKeyInsideAFolderThatIsHandedOnIsRefused) {
  const TemporaryFolder folder;
  const fs::path inside = key_in(folder, "out/deep/signer.pem", 0600);
  EXPECT_NE(refusal(inside, {folder / "out"}).find("must not lie inside"), std::string::npos);
  EXPECT_NE(refusal(inside, {folder / "out/"}).find("must not lie inside"), std::string::npos);
  EXPECT_EQ(refusal(inside, {folder / "other"}), "");
  EXPECT_EQ(refusal(inside, {folder / "ou"}), "");
}

TEST(Keys, ALinkDoesNotHideWhereAKeyLies) {
  const TemporaryFolder folder;
  const fs::path inside = key_in(folder, "out/signer.pem", 0600);
  fs::create_symlink(inside, folder / "link.pem");
  EXPECT_NE(refusal(folder / "link.pem", {folder / "out"}), "");
  fs::create_directory_symlink(folder / "out", folder / "alias");
  EXPECT_NE(refusal(inside, {folder / "alias"}), "");
}

TEST(Keys, AbsentFolderOrOtherTextIsRefused) {
  const TemporaryFolder folder;
  EXPECT_NE(refusal(folder / "absent.pem", {}), "");
  EXPECT_NE(refusal(folder.path(), {}), "");
  const fs::path text = folder.write("text.pem", "not a key");
  ASSERT_EQ(::chmod(text.c_str(), 0600), 0);
  EXPECT_NE(refusal(text, {}).find("PKCS#8"), std::string::npos);
}

TEST(Keys, IsMadeOnceWithItsPublicHalfBesideIt) {
  const TemporaryFolder folder;
  const fs::path path = folder / "config/pgolf/signer.pem";
  EXPECT_TRUE(make_signing_key(path, {}));
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const std::string pem = reference::read_file(path, 10'000);
  EXPECT_EQ(pem.rfind("-----BEGIN PRIVATE KEY-----", 0), 0U);
  EXPECT_EQ(reference::read_file(folder / "config/pgolf/signer.pub.pem", 10'000),
            to_pem(load_signing_key(path, {}).public_key()));
  EXPECT_FALSE(make_signing_key(path, {}));
  EXPECT_EQ(reference::read_file(path, 10'000), pem);
  EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), {}), 2);
}

TEST(Keys, ADiskThatRefusesIsTransient) {
  const TemporaryFolder folder;
  folder.write("file", "x");
  try {
    make_signing_key(folder / "file/pgolf/signer.pem", {});
    FAIL() << "made";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::transient);
  }
}

TEST(Keys, DefaultPathFollowsTheEnvironment) {
  EXPECT_EQ(default_key_path("/x", "/home/u"), "/x/pgolf/signer.pem");
  EXPECT_EQ(default_key_path("", "/home/u"), "/home/u/.config/pgolf/signer.pem");
  EXPECT_EQ(default_key_path("relative", "/home/u"), "/home/u/.config/pgolf/signer.pem");
  EXPECT_THROW(default_key_path("", ""), Error);
  EXPECT_EQ(public_half_path("/k/signer.pem"), "/k/signer.pub.pem");
}

}  // namespace
}  // namespace verifier
