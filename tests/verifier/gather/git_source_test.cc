// SPDX-License-Identifier: Apache-2.0
// What a hostile tree may hold (security specification, F-01 to F-03, F-12).
#include "verifier/gather/git_source.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/git_builder.h"
#include "tests/support/read_source.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Defect;
using verifier::GitRepository;
using verifier::SourceFile;
using verifier::SubmissionSource;

constexpr char kFolder[] = "records/track_10min_16mb/X";

class GitSource : public testing::Test {
 protected:
  // The folder X with these files, each path relative to it.
  SubmissionSource read(const std::vector<GitFile>& files,
                        const verifier::FolderLimits& limits = {}) {
    make(files);
    return read_again(limits);
  }

  void make(std::vector<GitFile> files) {
    for (GitFile& file : files) {
      file.path = std::string(kFolder) + "/" + file.path;
    }
    git_.commit({"refs/heads/main", "2026-04-01", {}, files});
    path_ = git_.finish();
  }

  SubmissionSource read_again(const verifier::FolderLimits& limits = {}) {
    const auto repository = GitRepository::open(path_);
    return read_git_folder(repository.value(), git_.ask(std::string("rev-parse main:") + kFolder),
                           kFolder, limits);
  }

  GitBuilder git_;
  std::filesystem::path path_;
};

TEST_F(GitSource, FilesOfBothModesAndBelow) {
  const SubmissionSource source =
      read({{"run.sh", "echo\n", "100755"}, {"logs/a.log", "log\n"}, {"README.md", ""}});
  EXPECT_EQ(source.files.size(), 3U);
  EXPECT_TRUE(source.defects.empty());
  EXPECT_EQ(file_of(source, "run.sh")->mode, "100755");
  EXPECT_EQ(file_of(source, "logs/a.log")->bytes, "log\n");
  EXPECT_EQ(file_of(source, "README.md")->bytes, "");
}

TEST_F(GitSource, LinkIsNamedAndNotFollowed) {
  const SubmissionSource source = read({{"data", "/etc/passwd", "120000"}, {"README.md"}});
  expect_defect(source, "data", verifier::defect::kNotRegular, "is a symbolic link");
  EXPECT_EQ(source.files.size(), 1U);
}

TEST_F(GitSource, Submodule) {
  const SubmissionSource source = read({{"other", std::string(40, '1'), "160000"}, {"README.md"}});
  expect_defect(source, "other", verifier::defect::kNotRegular, "submodule");
}

struct OddName {
  std::string name;
  std::string path;
  std::string says;
};

class OddNames : public GitSource, public testing::WithParamInterface<OddName> {};

TEST_P(OddNames, AreRefusedAloud) {
  const SubmissionSource source = read({{GetParam().path}, {"README.md"}});
  ASSERT_EQ(source.defects.size(), 1U);
  EXPECT_EQ(source.defects[0].code, verifier::defect::kPath);
  EXPECT_NE(source.defects[0].what.find(GetParam().says), std::string::npos)
      << source.defects[0].what;
  EXPECT_EQ(source.files.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, OddNames,
    testing::Values(OddName{"Backslash", "a\\b.log", "has a backslash"},
                    OddName{"OutsideAscii", "caf\xC3\xA9.log", "has the byte 0xc3"},
                    OddName{"BidiControl", "a\xE2\x80\xAEgpj.py", "has the byte 0xe2"},
                    OddName{"NoUtf8", "a\xFF.log", "has the byte 0xff"},
                    OddName{"Escape", "a\x1b[31m.log", "has the byte 0x1b"},
                    OddName{"TrailingDot", "a./x.log", "ends in a dot"},
                    OddName{"TrailingSpace", "x.log ", "ends in a dot or a space"},
                    OddName{"Deep", "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", "levels deep"},
                    OddName{"Long", std::string(600, 'x'), "600 bytes long"}),
    [](const testing::TestParamInfo<OddName>& one) { return one.param.name; });

TEST_F(GitSource, NamesThatDifferByCaseAlone) {
  const auto submission = verifier::read_submission(read({{"Notes.md"}, {"notes.md"}}));
  ASSERT_EQ(submission.defects.size(), 1U);
  EXPECT_EQ(submission.defects[0].code, verifier::defect::kTwin);
}

TEST_F(GitSource, LargeFileIsHashedAndWithheld) {
  const std::string large(5000, 'x');
  const SubmissionSource source =
      read({{"final.ptz", large}, {"README.md"}}, {.files = 10, .file_bytes = 4999});
  const SourceFile* file = file_of(source, "final.ptz");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->bytes, "");
  EXPECT_EQ(file->withheld->bytes, 5000U);
  EXPECT_EQ(file->withheld->sha256, reference::to_hex(reference::sha256(large)));
}

TEST_F(GitSource, TooManyFilesOrBytes) {
  make({{"a"}, {"b"}, {"c"}});
  const SubmissionSource few = read_again({.files = 2});
  EXPECT_EQ(few.files.size(), 2U);
  EXPECT_EQ(few.defects.at(0).code, verifier::defect::kTooMany);
  const SubmissionSource small = read_again({.files = 10, .tree_bytes = 5});
  EXPECT_EQ(small.files.size(), 2U);
  EXPECT_EQ(small.defects.at(0).code, verifier::defect::kTooMany);
}

TEST_F(GitSource, MissingBlobIsNamedAndTheRestIsRead) {
  make({{"final.ptz", "weights"}, {"README.md"}});
  const std::string id = git_.ask(std::string("rev-parse main:") + kFolder + "/final.ptz");
  ASSERT_TRUE(std::filesystem::remove(git_.object(id)));
  const SubmissionSource source = read_again();
  expect_defect(source, "final.ptz", verifier::defect::kObjectMissing, id);
  EXPECT_NE(file_of(source, "README.md"), nullptr);
}

TEST_F(GitSource, MissingTreeIsNamed) {
  make({{"logs/a.log"}, {"README.md"}});
  const std::string id = git_.ask(std::string("rev-parse main:") + kFolder + "/logs");
  ASSERT_TRUE(std::filesystem::remove(git_.object(id)));
  const SubmissionSource source = read_again();
  expect_defect(source, "logs/", verifier::defect::kObjectMissing, id);
  EXPECT_NE(file_of(source, "README.md"), nullptr);
}

// An object whose bytes are not those that its id promises: a blob exchanged for another one.
TEST_F(GitSource, SpoiledBlobIsRefused) {
  make({{"a.log", "one\n"}, {"b.log", "two\n"}});
  const std::string one = git_.ask(std::string("rev-parse main:") + kFolder + "/a.log");
  const std::string two = git_.ask(std::string("rev-parse main:") + kFolder + "/b.log");
  std::filesystem::remove(git_.object(one));
  std::filesystem::copy(git_.object(two), git_.object(one));
  const SubmissionSource source = read_again();
  expect_defect(source, "a.log", verifier::defect::kUnreadable, one);
  EXPECT_EQ(file_of(source, "b.log")->bytes, "two\n");
}

}  // namespace
}  // namespace pgolf_test
