// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_folder.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct PathCase {
  std::string name;
  std::string path;
  std::string folder;
};

class RecordFolders : public testing::TestWithParam<PathCase> {};

TEST_P(RecordFolders, OfAPath) {
  EXPECT_EQ(record_folder_of(GetParam().path), GetParam().folder);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RecordFolders,
    testing::Values(PathCase{"Record", "records/track_10min_16mb/X/a.py",
                             "records/track_10min_16mb/X"},
                    PathCase{"Below", "records/track_non_record_16mb/X/logs/a.log",
                             "records/track_non_record_16mb/X"},
                    PathCase{"RecordsTwice", "records/records/track_10min_16mb/X/a",
                             "records/records/track_10min_16mb/X"},
                    PathCase{"Nested", "parameter-golf/records/track_10min_16mb/X/a",
                             "parameter-golf/records/track_10min_16mb/X"},
                    PathCase{"NoTrack", "records/X/README.md", "records/X"},
                    PathCase{"Submissions", "submissions/X/README.md", "submissions/X"},
                    PathCase{"FileOfATrack", "records/track_10min_16mb/train.py", ""},
                    PathCase{"FileOfRecords", "records/notes.md", ""},
                    PathCase{"Elsewhere", "log/README.md", ""}, PathCase{"Root", "README.md", ""},
                    PathCase{"HalfAName", "myrecords/X/README.md", ""}),
    [](const testing::TestParamInfo<PathCase>& one) { return one.param.name; });

GitChange added(const std::string& path) {
  return {path, ChangeKind::added, {path, std::string(40, '1'), 0100644}};
}

struct PlaceCase {
  std::string name;
  std::vector<std::string> paths;
  bool merged;
  std::vector<std::string> candidates;
};

class Places : public testing::TestWithParam<PlaceCase> {};

TEST_P(Places, WithoutARecordFolder) {
  std::vector<GitChange> changes;
  for (const std::string& path : GetParam().paths) {
    changes.push_back(added(path));
  }
  const FolderChoice choice = folder_candidates({changes, GetParam().merged});
  EXPECT_EQ(choice.candidates, GetParam().candidates);
  EXPECT_EQ(choice.found, GetParam().candidates.size() == 1);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Places,
    testing::Values(
        PlaceCase{"SubmissionJsonNamesIt", {"log/submission.json", "train_gpt.py"}, false, {"log"}},
        PlaceCase{"ScriptAndReadme", {"my/train_gpt.py", "my/README.md"}, false, {"my"}},
        PlaceCase{"ScriptAlone", {"my/train_gpt.py"}, false, {}},
        PlaceCase{"SubmissionJsonInTheRoot", {"submission.json"}, false, {"."}},
        PlaceCase{"RootScript", {"train_gpt.py"}, false, {"."}},
        PlaceCase{"RootScriptMerged", {"train_gpt.py"}, true, {}},
        PlaceCase{"RootReadme", {"README.md"}, false, {}},
        PlaceCase{"TwoPlaces", {"a/submission.json", "b/submission.json"}, false, {"a", "b"}}),
    [](const testing::TestParamInfo<PlaceCase>& one) { return one.param.name; });

TEST(Settling, OneWithASubmissionJson) {
  FolderChoice open;
  open.candidates = {"records/a", "records/b", "records/c"};
  const std::vector<GitChange> changes = {added("records/a/x"), added("records/b/submission.json")};
  const FolderChoice choice = settle(open, {"records/a", "records/b"}, changes);
  EXPECT_EQ(choice.folder, "records/b");
  EXPECT_NE(choice.chosen_by.find("this one alone has a submission.json"), std::string::npos);
}

// The last commit decides, and a reader is told where the claim stands elsewhere.
TEST(Settling, LastTouchedWithoutAClaimIsAmbiguous) {
  FolderChoice open;
  open.candidates = {"records/a", "records/b", "records/c"};
  const std::vector<GitChange> one = {added("records/a/x"), added("records/b/submission.json")};
  const FolderChoice choice = settle(open, {"records/a"}, one);
  EXPECT_EQ(choice.folder, "records/a");
  EXPECT_EQ(choice.chosen_by,
            "ambiguous: of 3 folders the one that the last commit touched; it has no "
            "submission.json and records/b has one; name another to judge it");
  const std::vector<GitChange> two = {added("records/b/submission.json"),
                                      added("records/c/submission.json")};
  EXPECT_NE(settle(open, {"records/a"}, two).chosen_by.find("2 others have one"),
            std::string::npos);
  for (const std::vector<GitChange>& plain :
       {std::vector<GitChange>{added("records/a/submission.json")}, std::vector<GitChange>{}}) {
    EXPECT_EQ(settle(open, {"records/a"}, plain).chosen_by,
              "of 3 folders the one that the last commit touched");
  }
}

TEST(Settling, LatestDayInTheName) {
  FolderChoice open;
  open.candidates = {"r/2026-04-02_A", "r/2026-04-01_Z", "r/Words"};
  EXPECT_EQ(settle(open, open.candidates, {}).folder, "r/2026-04-02_A");
}

}  // namespace
}  // namespace verifier
