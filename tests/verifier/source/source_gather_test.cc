// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/source_gather.h"

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "tests/support/gathered_source.h"
#include "tests/support/packed_texts.h"
#include "verifier/submission/source_text.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

const char* const kInsideSha256 =
    "14aa4ab10f4d53b4407d1ec017933b3f57c78f4ceb98faa70cb21166913e31de";

struct Helper {
  std::string name;
  std::string script;
  std::string how;
};

void PrintTo(const Helper& row, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << row.name;
}

class Helpers : public testing::TestWithParam<Helper> {};

TEST_P(Helpers, AreListedWithTheirBytes) {
  const SourceEvidence evidence =
      gather({{"train_gpt.py", GetParam().script}, {"train_gpt_inner.py", "print('inner')\n"}});
  EXPECT_TRUE(evidence.readable) << evidence.unreadable_because;
  ASSERT_EQ(evidence.helpers.size(), 1U);
  EXPECT_EQ(evidence.helpers[0].path, "train_gpt_inner.py");
  EXPECT_EQ(evidence.helpers[0].bytes, 15U);
  EXPECT_EQ(evidence.helpers[0].how, GetParam().how);
  EXPECT_EQ(evidence.helpers[0].at.file, "train_gpt.py");
  EXPECT_EQ(evidence.code_bytes, GetParam().script.size() + 15);
}

INSTANTIATE_TEST_SUITE_P(
    Spellings, Helpers,
    testing::Values(
        Helper{"FromImport", "from train_gpt_inner import main\nmain()\n", "import"},
        Helper{"Import", "import train_gpt_inner as t\n", "import"},
        Helper{"ImportInAFunction", "def f():\n  from train_gpt_inner import g\nf()\n", "import"},
        Helper{"ImportModule", "import importlib\nm=importlib.import_module('train_gpt_inner')\n",
               "import"},
        Helper{"ExecOfAReplacedName",
               "exec(open(__file__.replace('train_gpt.py','train_gpt_inner.py')).read())", "exec"},
        Helper{"ExecOverPathlib",
               "from pathlib import Path\n"
               "exec(compile(Path(__file__).with_name('train_gpt_inner.py').read_text(),'x',"
               "'exec'))\n",
               "exec"},
        Helper{"ExecOverAWith",
               "import os\np=os.path.join(os.path.dirname(os.path.abspath(__file__)),"
               "'train_gpt_inner.py')\nwith open(p) as f:\n  exec(f.read())\n",
               "exec"},
        Helper{"Runpy", "import runpy\nrunpy.run_path('train_gpt_inner.py')\n", "exec"},
        Helper{"SpecFromFile",
               "import importlib.util as u\nfrom pathlib import Path\n"
               "s=u.spec_from_file_location('m',Path(__file__).parent/'train_gpt_inner.py')\n",
               "import"},
        Helper{"Process",
               "import subprocess,sys\nsubprocess.run([sys.executable,'train_gpt_inner.py'])\n",
               "exec"}),
    [](const auto& row) { return row.param.name; });

TEST(Helpers, AreFollowedToTheirOwn) {
  const SourceEvidence evidence = gather({{"train_gpt.py", "import a\n"},
                                          {"a.py", "from b.c import d\n"},
                                          {"b/__init__.py", ""},
                                          {"b/c.py", "d = 1\n"},
                                          {"unused.py", "1\n"}});
  std::vector<std::string> paths;
  for (const auto& helper : evidence.helpers) {
    paths.push_back(helper.path);
  }
  EXPECT_EQ(paths, (std::vector<std::string>{"a.py", "b/c.py"}));
}

// The payload may lie in a file beside the stub; that file is code then.
TEST(Helpers, PayloadInASibling) {
  const std::string payload(kPackedZlib);
  const SourceEvidence evidence =
      gather({{"train_gpt.py",
               "import zlib,base64\nfrom pathlib import Path\nexec(zlib.decompress("
               "base64.b85decode(Path(__file__).with_suffix('.b85').read_bytes())))\n"},
              {"train_gpt.b85", payload}});
  EXPECT_TRUE(evidence.readable) << evidence.unreadable_because;
  EXPECT_EQ(evidence.unpacked_sha256, kInsideSha256);
  ASSERT_EQ(evidence.helpers.size(), 1U);
  EXPECT_EQ(evidence.helpers[0].how, "open");
}

TEST(ExtraCode, FilesAndCallsAreListed) {
  const SourceEvidence evidence =
      gather({{"train_gpt.py",
               "import subprocess,sys,ctypes\nimport urllib.request\n"
               "subprocess.check_call([sys.executable,'-m','pip','install','brotli'])\n"
               "subprocess.run('gcc -O3 x.c -o x',shell=True)\n"
               "urllib.request.urlretrieve('http://x','y')\nctypes.CDLL('./x.so')\n"
               "subprocess.run(['nvidia-smi'])\n"
               "def unused():\n    subprocess.run(['pip','install','other'])\n"},
              {"sitecustomize.py", "1\n"},
              {"deep/usercustomize.py", "1\n"},
              {"x.pth", "import os\n"},
              {"torch.py", "1\n"},
              {"x.so",
               "\x7F"
               "ELF"},
              {"x.cpython-311.pyc", "x"}});
  std::multimap<std::string, std::string> kinds;
  for (const auto& extra : evidence.extra_code) {
    kinds.insert({extra.kind, extra.at.file + ":" + std::to_string(extra.at.line)});
  }
  const std::multimap<std::string, std::string> expected = {
      {"compile", "train_gpt.py:4"},
      {"compiled-file", "x.cpython-311.pyc:0"},
      {"compiled-file", "x.so:0"},
      {"compiled-file", "train_gpt.py:6"},
      {"download", "train_gpt.py:5"},
      {"install", "train_gpt.py:3"},
      {"startup-file", "deep/usercustomize.py:0"},
      {"startup-file", "sitecustomize.py:0"},
      {"startup-file", "torch.py:0"},
      {"startup-file", "x.pth:0"}};
  for (const auto& row : expected) {
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), row), 1) << row.first << " " << row.second;
  }
  EXPECT_EQ(kinds.size(), expected.size());
}

TEST(GatherSource, PlainScript) {
  const std::string script = "import os\r\nprint('x')\r\n";
  const SourceEvidence evidence = gather(script);
  EXPECT_TRUE(evidence.readable);
  EXPECT_TRUE(evidence.layers.empty());
  EXPECT_EQ(evidence.bytes, 23U);
  EXPECT_EQ(evidence.lines, 2U);
  EXPECT_EQ(evidence.unpacked_bytes, 23U);
  EXPECT_EQ(evidence.text_bytes, std::vector<std::uint64_t>{21});
  EXPECT_EQ(evidence.text_digests[0], verifier::source_text_digest("import os\nprint('x')\n"));
}

TEST(GatherSource, WithoutAScript) {
  const SubmissionSource source = folder({{"README.md", "x"}});
  const auto evidence = verifier::gather_source(source, submission_of(source));
  ASSERT_FALSE(evidence.ok());
  EXPECT_EQ(evidence.failure().reason, "no-script");
}

// F-10 up to the finding: the script is there, cannot be read, and that is said at once.
TEST(GatherSource, SaysSoWhereAScriptIsMadeToBreakParsers) {
  for (const char part : {'(', '[', '-', '~'}) {
    const std::clock_t start = std::clock();
    const SourceEvidence evidence = gather("x = " + std::string(200'000, part) + "1\n");
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds, 3) << part;  // one; three with sanitizers
    EXPECT_FALSE(evidence.readable) << part;
    EXPECT_NE(evidence.unreadable_because.find("symbols, expected at most"), std::string::npos)
        << evidence.unreadable_because;
  }
}

}  // namespace
}  // namespace pgolf_test
