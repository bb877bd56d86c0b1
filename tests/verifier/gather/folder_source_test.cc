// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/folder_source.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "tests/support/read_source.h"
#include "tests/support/temporary_folder.h"
#include "verifier/submission/defects.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using pgolf_test::expect_defect;
using pgolf_test::TemporaryFolder;

SubmissionSource read(const TemporaryFolder& folder, const FolderLimits& limits = {}) {
  Result<SubmissionSource> source = read_folder(folder.path(), limits);
  EXPECT_TRUE(source.ok());
  return source.ok() ? source.value() : SubmissionSource{};
}

std::vector<std::string> paths_of(const SubmissionSource& source) {
  std::vector<std::string> paths;
  for (const SourceFile& file : source.files) {
    paths.push_back(file.path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(ReadFolder, ListsRegularFilesWithModeAndBytes) {
  const TemporaryFolder folder;
  folder.write("README.md", "text");
  folder.write("logs/a.log", "");
  fs::permissions(folder.write("run.sh", "x"), fs::perms::owner_all);
  const SubmissionSource source = read(folder);
  EXPECT_EQ(paths_of(source), (std::vector<std::string>{"README.md", "logs/a.log", "run.sh"}));
  for (const SourceFile& file : source.files) {
    EXPECT_EQ(file.mode, file.path == "run.sh" ? "100755" : "100644");
    EXPECT_EQ(file.bytes, file.path == "README.md" ? "text" : file.path == "run.sh" ? "x" : "");
  }
  EXPECT_TRUE(source.defects.empty());
  EXPECT_EQ(source.name, folder.path().filename().string());
}

TEST(ReadFolder, NameIsTheFoldersOwnHoweverItWasWritten) {
  const TemporaryFolder folder;
  folder.write("806/recipe.json", "{}");
  const Result<SubmissionSource> source = read_folder(folder / "806/../806/");
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(source.value().name, "806");
}

TEST(ReadFolder, AbsentFolderIsAUsageFailure) {
  const TemporaryFolder folder;
  const Result<SubmissionSource> source = read_folder(folder / "nowhere");
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.failure().kind, ErrorKind::usage);
  EXPECT_NE(source.failure().message.find("nowhere: there is nothing at this path"),
            std::string::npos)
      << source.failure().message;
}

TEST(ReadFolder, FileInItsPlaceIsAUsageFailure) {
  const TemporaryFolder folder;
  const Result<SubmissionSource> source = read_folder(folder.write("file", "x"));
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.failure().kind, ErrorKind::usage);
  EXPECT_NE(source.failure().message.find("this is a file"), std::string::npos);
}

TEST(ReadFolder, UnreadableFolderIsAUsageFailure) {
  if (geteuid() == 0) {
    GTEST_SKIP() << "root reads every folder";
  }
  const TemporaryFolder folder;
  fs::create_directory(folder / "closed");
  fs::permissions(folder / "closed", fs::perms::none);
  const Result<SubmissionSource> source = read_folder(folder / "closed");
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.failure().kind, ErrorKind::usage);
}

TEST(ReadFolder, EmptyFolderHasNothing) {
  const TemporaryFolder folder;
  const SubmissionSource source = read(folder);
  EXPECT_TRUE(source.files.empty());
  EXPECT_TRUE(source.defects.empty());
}

// The file outside must not be opened: its time of access stays as it was set.
TEST(ReadFolder, FollowsNoLink) {
  const TemporaryFolder outside;
  const fs::path canary = outside.write("secret.log", "seed:1\n");
  const timespec old_times[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, canary.c_str(), old_times, 0), 0);
  const TemporaryFolder folder;
  fs::create_symlink(canary, folder / "train.log");
  fs::create_directory_symlink(outside.path(), folder / "logs");
  const SubmissionSource source = read(folder);
  EXPECT_TRUE(source.files.empty());
  expect_defect(source, "train.log", defect::kNotRegular, "symbolic link");
  expect_defect(source, "logs", defect::kNotRegular, "symbolic link");
  struct stat after = {};
  ASSERT_EQ(stat(canary.c_str(), &after), 0);
  EXPECT_EQ(after.st_atim.tv_sec, 1'000'000'000);
}

// A checkout may share its files with another: they are read, and the reader is told.
TEST(ReadFolder, HardLinkIsReadAndNoted) {
  const TemporaryFolder outside;
  const fs::path other = outside.write("train.log", "seed:1\n");
  const TemporaryFolder folder;
  folder.write("alone.log", "x");
  fs::create_hard_link(other, folder / "train.log");
  const SubmissionSource source = read(folder);
  EXPECT_EQ(paths_of(source), (std::vector<std::string>{"alone.log", "train.log"}));
  ASSERT_EQ(source.defects.size(), 1U);
  EXPECT_EQ(source.defects[0].code, defect::kHardLink);
  EXPECT_EQ(source.defects[0].origin.file, "train.log");
  EXPECT_EQ(source.defects[0].what, "is a hard link, one of 2 names of a file");
  EXPECT_EQ(pgolf_test::file_of(source, "train.log")->bytes, "seed:1\n");
}

TEST(ReadFolder, RefusesPipesAndSocketsWithoutWaiting) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe.log").c_str(), 0600), 0);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (folder / "door").c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const auto start = std::chrono::steady_clock::now();
  const SubmissionSource source = read(folder);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  close(listener);
  EXPECT_TRUE(source.files.empty());
  expect_defect(source, "pipe.log", defect::kNotRegular, "FIFO");
  expect_defect(source, "door", defect::kNotRegular, "socket");
}

TEST(ReadFolder, RefusesADevice) {
  const TemporaryFolder folder;
  if (mknod((folder / "null.log").c_str(), S_IFCHR | 0600, makedev(1, 3)) != 0) {
    GTEST_SKIP() << "only root makes devices: " << std::strerror(errno);
  }
  const SubmissionSource source = read(folder);
  EXPECT_TRUE(source.files.empty());
  expect_defect(source, "null.log", defect::kNotRegular, "a character device");
}

// One reading serves hash, size and facts (F-03): what a file becomes afterwards changes nothing.
TEST(ReadFolder, FileIsReadOnce) {
  const TemporaryFolder folder;
  folder.write("submission.json", R"({"val_bpb": 1.25})");
  const SubmissionSource source = read(folder);
  folder.write("submission.json", R"({"val_bpb": 0.5, "more": true})");
  const Submission submission = read_submission(source);
  ASSERT_TRUE(submission.claims.val_bpb.has_value());
  EXPECT_EQ(submission.claims.val_bpb->value.text, "1.25");
  EXPECT_EQ(submission.files.at(0).bytes, 17U);
  EXPECT_EQ(submission.files.at(0).sha256,
            reference::to_hex(reference::sha256(R"({"val_bpb": 1.25})")));
}

// Archives are listed as files and never opened (F-06): a member's name leads nowhere.
TEST(ReadFolder, ArchivesAreFilesAndNothingElse) {
  const TemporaryFolder outer;
  const std::string member = "../../x";
  std::string archive = member + std::string(512 - member.size(), '\0');  // a tar header's name
  outer.write("a/b/data.tar", archive);
  outer.write("a/b/data.zip", "PK\x03\x04" + std::string(26, '\0') + member);
  const Result<SubmissionSource> source = read_folder(outer / "a/b");
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(read_submission(source.value()).files.size(), 2U);
  EXPECT_FALSE(fs::exists(outer / "x"));
  EXPECT_FALSE(fs::exists(outer / "a/x"));
}

TEST(ReadFolder, StopsWhereAFolderHoldsTooManyNames) {
  const TemporaryFolder folder;
  for (int i = 0; i < 50; ++i) {
    fs::create_directory(folder / std::to_string(i));
  }
  FolderLimits limits;
  limits.files = 10;
  const SubmissionSource source = read(folder, limits);
  ASSERT_EQ(source.defects.size(), 1U);
  EXPECT_EQ(source.defects[0].code, defect::kTooMany);
  EXPECT_NE(source.defects[0].what.find("more entries than are read"), std::string::npos);
}

TEST(ReadFolder, RefusesOddNames) {
  const TemporaryFolder folder;
  folder.write("tab\there.txt", "x");
  folder.write("caf\xC3\xA9.txt", "x");
  folder.write(".git/config", "x");
  folder.write("good.txt", "x");
  const SubmissionSource source = read(folder);
  EXPECT_EQ(paths_of(source), (std::vector<std::string>{"good.txt"}));
  expect_defect(source, "tab\there.txt", defect::kPath, "0x09");
  expect_defect(source, "caf\xC3\xA9.txt", defect::kPath, "0xc3");
  expect_defect(source, ".git", defect::kPath, ".git");
}

TEST(ReadFolder, StopsAtSixteenLevels) {
  const TemporaryFolder folder;
  std::string path;
  for (int level = 1; level <= 40; ++level) {
    path += (level == 1 ? "" : "/") + std::to_string(level);
  }
  folder.write(path + "/deep.txt", "x");
  const SubmissionSource source = read(folder);
  EXPECT_TRUE(source.files.empty());
  ASSERT_EQ(source.defects.size(), 1U);
  EXPECT_NE(source.defects[0].what.find("17 levels deep"), std::string::npos);
}

TEST(ReadFolder, StopsAtTheCapOfFiles) {
  const TemporaryFolder folder;
  for (int i = 0; i < 12; ++i) {
    folder.write("f" + std::to_string(100 + i), "x");
  }
  FolderLimits limits;
  limits.files = 10;
  const SubmissionSource source = read(folder, limits);
  EXPECT_EQ(source.files.size(), 10U);
  ASSERT_EQ(source.defects.size(), 1U);
  EXPECT_EQ(source.defects[0].code, defect::kTooMany);
  EXPECT_NE(source.defects[0].what.find("exceeds 10 files"), std::string::npos);
}

TEST(ReadFolder, StopsAtTheCapOfTheTree) {
  const TemporaryFolder folder;
  folder.write("a", std::string(600, 'x'));
  folder.write("b", std::string(600, 'x'));
  FolderLimits limits;
  limits.tree_bytes = 1000;
  const SubmissionSource source = read(folder, limits);
  EXPECT_EQ(paths_of(source), (std::vector<std::string>{"a"}));
  EXPECT_EQ(source.defects.at(0).code, defect::kTooMany);
}

TEST(ReadFolder, LargeFileIsHashedAndWithheld) {
  const TemporaryFolder folder;
  folder.write("train.log", "abc");
  folder.write("small.log", "ab");
  FolderLimits limits;
  limits.file_bytes = 2;
  const SubmissionSource source = read(folder, limits);
  ASSERT_EQ(source.files.size(), 2U);
  EXPECT_FALSE(source.files[0].withheld.has_value());
  ASSERT_TRUE(source.files[1].withheld.has_value());
  EXPECT_EQ(source.files[1].withheld->bytes, 3U);
  EXPECT_EQ(source.files[1].withheld->sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(source.files[1].bytes.empty());
}

// Sparse, so that it costs the disk nothing; the sentence is what a maintainer reads.
TEST(ReadFolder, HundredMegabyteLogGivesOneSentence) {
  const TemporaryFolder folder;
  const fs::path log = folder.write("train_seed1.log", "");
  fs::resize_file(log, 100'000'000);
  const Submission submission = read_submission(read(folder));
  ASSERT_EQ(submission.defects.size(), 1U);
  EXPECT_EQ(submission.defects[0].what,
            "a file of 100000000 bytes; files above 67108864 bytes are not read");
  EXPECT_EQ(submission.files.at(0).bytes, 100'000'000U);
  EXPECT_TRUE(submission.logs.empty());
}

}  // namespace
}  // namespace verifier
