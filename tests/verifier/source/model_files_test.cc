// SPDX-License-Identifier: Apache-2.0
// Files of weights as they stand in a folder (security specification, F-04 to F-06): what loading
// one would run is named with its file, member and byte; nothing is run and nothing is written.
#include "verifier/source/model_files.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/gathered_source.h"
#include "tests/support/packed_bombs.h"
#include "tests/support/pickle_bytes.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/zip_builder.h"
#include "verifier/source/unpack.h"
#include "verifier/source/unpack_text.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::classic_pickle;
using pgolf_test::honest_pickle;
using pgolf_test::proto;
using pgolf_test::zip_of;

std::vector<ExtraCode> code_of(const std::string& path, const std::string& bytes,
                               const ModelFileLimits& limits = {}) {
  return model_file_code(pgolf_test::folder({{path, bytes}}), limits);
}

std::string torch_file(const std::string& pickle) {
  // The tensor's bytes are a pickle on their own, as any bytes may be.
  return pgolf_test::zip_with({{"archive/data.pkl", pickle},
                               {"archive/byteorder", "little"},
                               {"archive/data/0", proto(2) + classic_pickle()},
                               {"archive/version", "3\n"}})
      .bytes64(4);
}

std::string array_file(const std::string& type, const std::string& data) {
  const std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1,), }\n";
  return "\x93NUMPY" + std::string("\x01\0", 2) + static_cast<char>(header.size()) +
         std::string(1, '\0') + header + data;
}

struct File {
  std::string name;
  std::string path;
  std::string bytes;
  std::string kind;  // empty where nothing is to be found
  std::string what;
};

void PrintTo(const File& file, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << file.name;
}

class ModelFiles : public testing::TestWithParam<File> {};

TEST_P(ModelFiles, AreLookedInto) {
  const std::vector<ExtraCode> found = code_of(GetParam().path, GetParam().bytes);
  if (GetParam().kind.empty()) {
    EXPECT_TRUE(found.empty()) << found.front().what;
    return;
  }
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].kind, GetParam().kind);
  EXPECT_EQ(found[0].at.file, GetParam().path);
  EXPECT_EQ(found[0].what, GetParam().what);
}

std::vector<File> honest() {
  return {
      {"TorchZip", "model.pt", torch_file(honest_pickle()), "", ""},
      {"TorchZipCheckpoint", "model.pth", torch_file(honest_pickle()), "", ""},
      {"Pickle", "model.pkl", honest_pickle(), "", ""},
      {"PickleOfProtocol0", "model.pkl", "(lp0\nI1\na.", "", ""},
      {"PlainArray", "a.npy", array_file("<f4", proto(2) + classic_pickle()), "", ""},
      {"PlainArrays", "a.npz", zip_of({{"x.npy", array_file("<i8", "12345678"), true}}), "", ""},
      {"OwnFormat", "model.bin", "\x01\x02\x03\x04", "", ""},
      {"OwnFormatThatStartsLikeZlib", "model.ptz", "\x78\x9c nothing packed", "", ""},
      {"OwnFormatThatStartsLikeAPickle", "model.bin", proto(2) + "\xff\xff", "", ""},
      {"PointerToAFile", "model.pt", "version https://git-lfs.github.com/spec/v1\n", "", ""},
      {"TextOfAnotherName", "notes.txt", classic_pickle(), "", ""},
      {"Empty", "model.pt", "", "", ""},
  };
}

std::vector<File> hostile() {
  const std::string torch = torch_file(classic_pickle());
  return {
      {"TorchZip", "model.pt", torch, "pickle-code",
       "archive/data.pkl imports os.system at byte 0"},
      {"Pickle", "model.bin", proto(2) + classic_pickle(), "pickle-code",
       "imports os.system at byte 2"},
      {"PickleOfProtocol0InAListOfPaths", "model.pth", classic_pickle(), "pickle-code",
       "imports os.system at byte 0"},
      {"PickleOfProtocol0", "model.PKL", classic_pickle(), "pickle-code",
       "imports os.system at byte 0"},
      {"ContentBeforeName", "notes.txt", proto(4) + classic_pickle(), "pickle-code",
       "imports os.system at byte 2"},
      {"ArchiveByContent", "picture.png", torch, "pickle-code",
       "archive/data.pkl imports os.system at byte 0"},
      {"ObjectArray", "a.npy", array_file("|O", proto(3) + classic_pickle()), "pickle-code",
       "imports os.system at byte " + std::to_string(array_file("|O", "").size() + 2)},
      {"ObjectArrayInAnArchive", "a.npz",
       zip_of({{"x.npy", array_file("|O", classic_pickle()), true}}), "pickle-code",
       "x.npy imports os.system at byte " + std::to_string(array_file("|O", "").size())},
      {"DeflatedMember", "a.zip", zip_of({{"w/m.pkl", classic_pickle(), true}}), "pickle-code",
       "w/m.pkl imports os.system at byte 0"},
      {"ArchiveInAnArchive", "a.npz", zip_of({{"b.pt", torch, true}}), "pickle-code",
       "b.pt/archive/data.pkl imports os.system at byte 0"},
      {"PickleAmongTheTensors", "model.pt",
       zip_of({{"data.pkl", honest_pickle()}, {"data/0.pkl", classic_pickle()}}), "pickle-code",
       "data/0.pkl imports os.system at byte 0"},
      {"MemberOutside", "a.npz", zip_of({{"../../x", "1"}}), "odd-archive",
       "the member \"../../x\" has a name that leads out of the archive"},
      {"Truncated", "model.pt", torch.substr(0, torch.size() - 5), "unread-file",
       "zip: the archive does not end in its end record, so it may hold another"},
      {"TruncatedPickle", "model.pkl", proto(2) + "N", "unread-file",
       "ends before its STOP at byte 3"},
  };
}

INSTANTIATE_TEST_SUITE_P(Honest, ModelFiles, testing::ValuesIn(honest()),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(Hostile, ModelFiles, testing::ValuesIn(hostile()),
                         [](const auto& row) { return row.param.name; });

TEST(ModelFileBombs, StopAtTheCap) {
  const auto packed = decode_text("base85", pgolf_test::kBombZlib);
  const std::string bomb = unpack_lzma(packed.value(), LzmaForm::xz, {}).value();
  const auto start = std::chrono::steady_clock::now();
  const std::vector<ExtraCode> found = code_of("model.ptz", bomb);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, "unread-file");
  EXPECT_NE(found[0].what.find("to one"), std::string::npos) << found[0].what;
}

// Every archive holds two of the one below it; the innermost would be reached a thousand times.
TEST(ModelFileBombs, NestedArchivesCostNoMoreThanTheCaps) {
  std::string bytes = zip_of({{"x.pkl", classic_pickle(), true}});
  for (int i = 0; i < 10; ++i) {
    bytes = zip_of({{"a.zip", bytes, true}, {"b.zip", bytes, true}});
  }
  const std::vector<ExtraCode> found = code_of("model.npz", bytes);
  ASSERT_FALSE(found.empty());
  EXPECT_LE(found.size(), 16U);
  EXPECT_EQ(found[0].kind, "unread-file");
  EXPECT_NE(found[0].what.find("lies in more than 3 layers"), std::string::npos) << found[0].what;
}

// Many members of one bomb: the file's cap counts them together.
TEST(ModelFileBombs, MembersShareOneCap) {
  std::vector<pgolf_test::ZipPart> parts;
  parts.reserve(100);
  for (int i = 0; i < 100; ++i) {
    parts.push_back({"m" + std::to_string(i), std::string(1 << 20, '\0'), true});
  }
  ModelFileLimits limits;
  limits.file_output_bytes = 10ULL << 20U;
  const std::vector<ExtraCode> found = code_of("model.npz", zip_of(parts), limits);
  ASSERT_EQ(found.size(), 16U);
  EXPECT_EQ(found[0].what.substr(0, 3), "m10");
}

// The commands would leave a file behind, and the member would be written two folders up.
TEST(ModelFileCanary, NothingIsRunOrWritten) {
  const pgolf_test::TemporaryFolder folder;
  const std::filesystem::path canary = folder / "canary";
  const std::string pickle = classic_pickle("touch " + canary.string());
  const std::string up = "../../../../../../../../" + canary.string().substr(1);
  const std::vector<ExtraCode> found = model_file_code(pgolf_test::folder(
      {{"a.pkl", pickle}, {"b.pt", torch_file(pickle)}, {"c.npz", zip_of({{up, pickle}})}}));
  EXPECT_EQ(found.size(), 3U);
  EXPECT_FALSE(std::filesystem::exists(canary));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ModelFileEvidence, StandsAmongTheExtraCode) {
  const SourceEvidence evidence = pgolf_test::gather(
      {{"train_gpt.py", "x = 1\n"}, {"model.pth", torch_file(classic_pickle())}});
  ASSERT_EQ(evidence.extra_code.size(), 1U);
  EXPECT_EQ(evidence.extra_code[0].kind, "pickle-code");
}

// A list of paths that Python would run keeps its name, also where it hides in an archive.
TEST(ModelFileEvidence, PathFilesAreStartupFilesAsBefore) {
  const SourceEvidence evidence = pgolf_test::gather({{"train_gpt.py", "x = 1\n"},
                                                      {"a.pth", "import os\n"},
                                                      {"b.pth", zip_of({{"x", "\nimport os\n"}})}});
  ASSERT_EQ(evidence.extra_code.size(), 2U);
  EXPECT_EQ(evidence.extra_code[0].kind, "startup-file");
  EXPECT_EQ(evidence.extra_code[1].kind, "startup-file");
}

}  // namespace
}  // namespace verifier
