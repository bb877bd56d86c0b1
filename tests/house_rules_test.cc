// SPDX-License-Identifier: Apache-2.0
// The rules of the house that a compiler does not check: which room may include which, how long a
// file may be, no conditional compilation, no printing outside the mains. The table of walls below
// is the one of the architecture; a new arrow is a decision, made here.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

// Room -> rooms it may include besides itself.
const std::map<std::string, std::set<std::string>>& walls() {
  static const std::map<std::string, std::set<std::string>> kWalls = {
      {"reference_impl/base", {}},
      {"reference_impl/comm", {"reference_impl/base"}},
      {"reference_impl/tokens", {"reference_impl/base"}},
      {"reference_impl/record", {"reference_impl/base"}},
      {"reference_impl/ngram", {"reference_impl/base", "reference_impl/tokens"}},
      {"reference_impl/evaluation",
       {"reference_impl/base", "reference_impl/tokens", "reference_impl/ngram",
        "reference_impl/record", "reference_impl/comm"}},
      {"reference_impl/model",
       {"reference_impl/base", "reference_impl/tokens", "reference_impl/evaluation"}},
      {"reference_impl/quantization",
       {"reference_impl/base", "reference_impl/tokens", "reference_impl/model"}},
      {"reference_impl/noise", {"reference_impl/base", "reference_impl/tokens"}},
      {"reference_impl/coding", {"reference_impl/base", "reference_impl/ngram"}},
      {"reference_impl/training",
       {"reference_impl/base", "reference_impl/tokens", "reference_impl/ngram",
        "reference_impl/comm", "reference_impl/record", "reference_impl/evaluation",
        "reference_impl/model", "reference_impl/quantization"}},
      {"verifier/base", {"reference_impl/base"}},
      {"verifier/statistics", {}},
      {"verifier/submission", {"reference_impl/base", "verifier/base"}},
      {"verifier/rulebook", {"reference_impl/base", "verifier/base"}},
      {"verifier/evidence", {"reference_impl/base", "verifier/base", "reference_impl/record"}},
      {"verifier/source",
       {"reference_impl/base", "verifier/base", "verifier/submission", "verifier/evidence"}},
      {"verifier/gather",
       {"reference_impl/base", "verifier/base", "verifier/submission", "verifier/evidence",
        "reference_impl/tokens", "reference_impl/ngram", "reference_impl/record",
        "reference_impl/evaluation"}},
      {"verifier/checks",
       {"reference_impl/base", "verifier/base", "verifier/submission", "verifier/rulebook",
        "verifier/evidence", "reference_impl/record", "verifier/statistics"}},
      {"verifier/report",
       {"reference_impl/base", "verifier/base", "verifier/submission", "verifier/rulebook",
        "verifier/evidence", "reference_impl/record", "verifier/checks"}},
  };
  return kWalls;
}

struct SourceFile {
  std::string path;  // relative to the project
  std::vector<std::string> lines;
};

bool has_suffix(const std::string& text, const std::string& suffix) {
  return text.size() >= suffix.size() &&
         text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

bool is_source(const std::string& path) {
  return has_suffix(path, ".h") || has_suffix(path, ".cc") || has_suffix(path, ".cu");
}

const std::vector<SourceFile>& sources() {
  static const std::vector<SourceFile> kSources = [] {
    std::vector<SourceFile> found;
    for (const char* top : {"reference_impl", "verifier", "tests"}) {
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(PGOLF_SOURCE_DIR) / top)) {
        const std::string path = fs::relative(entry.path(), PGOLF_SOURCE_DIR).string();
        if (!entry.is_regular_file() || !is_source(path)) {
          continue;
        }
        SourceFile file{path, {}};
        std::ifstream stream(entry.path());
        for (std::string line; std::getline(stream, line);) {
          file.lines.push_back(line);
        }
        found.push_back(std::move(file));
      }
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return found;
  }();
  return kSources;
}

// Empty for a file that stands directly in a top folder (a main or a command) or in tests/.
std::string room_of(const std::string& path) {
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  const std::string top = path.substr(0, first);
  return second == std::string::npos || top == "tests" ? "" : path.substr(0, second);
}

std::string included(const std::string& line) {
  static const std::string kStart = "#include \"";
  if (line.compare(0, kStart.size(), kStart) != 0) {
    return "";
  }
  return line.substr(kStart.size(), line.find('"', kStart.size()) - kStart.size());
}

// Why a room may not include a file; empty where it may.
std::string wall_between(const std::string& room, const std::string& target) {
  const std::string target_room = room_of(target);
  if (target.find('/') == std::string::npos) {
    return "is not written from the project's root";
  }
  if (target_room == room) {
    return "";
  }
  const auto it = walls().find(room);
  if (it == walls().end()) {
    return "stands in no room of the table";
  }
  return it->second.count(target_room) == 1 ? "" : "is behind a wall";
}

TEST(HouseRules, SourcesAreFound) {
  EXPECT_GT(sources().size(), 50U);
}

TEST(HouseRules, RoomsIncludeOnlyWhatTheTableAllows) {
  for (const SourceFile& file : sources()) {
    const std::string room = room_of(file.path);
    for (std::size_t i = 0; i < file.lines.size() && !room.empty(); ++i) {
      const std::string target = included(file.lines[i]);
      if (!target.empty()) {
        EXPECT_EQ(wall_between(room, target), "") << file.path << ":" << i + 1 << ": " << target;
      }
    }
  }
}

TEST(HouseRules, TheWallTestSeesThroughAnArrowBackwards) {
  EXPECT_NE(wall_between("reference_impl/ngram", "verifier/base/result.h"), "");
  EXPECT_NE(wall_between("verifier/checks", "verifier/gather/process.h"), "");
  EXPECT_NE(wall_between("verifier/gather", "reference_impl/model/model.h"), "");
  EXPECT_EQ(wall_between("verifier/checks", "verifier/evidence/evidence.h"), "");
}

TEST(HouseRules, FilesAreShort) {
  for (const SourceFile& file : sources()) {
    const std::size_t limit = has_suffix(file.path, ".h") ? 150 : 400;
    EXPECT_LE(file.lines.size(), limit) << file.path;
  }
}

TEST(HouseRules, EverySourceOpensWithItsLicence) {
  for (const SourceFile& file : sources()) {
    ASSERT_FALSE(file.lines.empty()) << file.path;
    EXPECT_EQ(file.lines[0], "// SPDX-License-Identifier: Apache-2.0") << file.path;
  }
}

TEST(HouseRules, NoConditionalCompilation) {
  for (const SourceFile& file : sources()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_NE(file.lines[i].rfind("#if", 0), 0U) << file.path << ":" << i + 1;
    }
  }
}

TEST(HouseRules, OnlyMainsPrint) {
  for (const SourceFile& file : sources()) {
    if (room_of(file.path).empty()) {
      continue;
    }
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      for (const char* word :
           {"std::cout", "std::cerr", "fmt::print", "std::printf", "std::puts"}) {
        EXPECT_EQ(file.lines[i].find(word), std::string::npos) << file.path << ":" << i + 1;
      }
    }
  }
}

}  // namespace
