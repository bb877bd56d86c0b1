// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
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

struct Wrapper {
  std::string name;
  std::string script;
  std::vector<std::string> layers;
};

void PrintTo(const Wrapper& wrapper, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << wrapper.name;
}

const std::vector<std::string> kXz = {"base85", "lzma"};

const std::vector<Wrapper>& wrappers() {
  static const std::vector<Wrapper> kWrappers = {
      {"Plainest",
       with("import lzma,base64\nexec(lzma.decompress(base64.b85decode('@')))", kPackedXz), kXz},
      {"RawWithFilters",
       with("import lzma as L,base64 as B\nexec(L.decompress(B.b85decode(\"@\"),"
            "format=L.FORMAT_RAW,filters=[{\"id\":L.FILTER_LZMA2}]))\n",
            kPackedRaw2),
       kXz},
      {"RawOlderFilterAndPreset",
       with("import lzma as L,base64 as B\nexec(L.decompress(B.b85decode(b'@'),L.FORMAT_RAW,None,"
            "[{'id':L.FILTER_LZMA1,'preset':9|L.PRESET_EXTREME}]))\n",
            kPackedRaw1),
       kXz},
      {"Alone",
       with("from lzma import *\nimport lzma,base64\nexec(lzma.decompress(base64.b85decode(r'@'),"
            "format=lzma.FORMAT_ALONE))",
            kPackedAlone),
       kXz},
      {"DecompressorObject",
       with("import lzma,base64\nexec(lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress("
            "base64.b85decode('@')))",
            kPackedXz),
       kXz},
      {"FromImports",
       with("from base64 import b85decode as d\nfrom zlib import decompress\n"
            "exec(decompress(d('@')).decode())\n",
            kPackedZlib),
       {"base85", "zlib"}},
      {"ImportFunctions",
       with("exec(__import__('zlib').decompress(__import__('base64').b85decode('@')))",
            kPackedZlib),
       {"base85", "zlib"}},
      {"ImportModule",
       with("import importlib\nz=importlib.import_module('zlib')\nb=__import__('base64')\n"
            "exec(z.decompress(b.b85decode('@')))",
            kPackedZlib),
       {"base85", "zlib"}},
      {"DeflateByWindow",
       with("import zlib,base64\nexec(zlib.decompress(base64.b85decode('@'),-15))", kPackedDeflate),
       {"base85", "zlib"}},
      {"DeflateByObject",
       with("import zlib,base64\nexec(zlib.decompressobj(wbits=-15).decompress("
            "base64.b85decode('@')))",
            kPackedDeflate),
       {"base85", "zlib"}},
      {"Gzip",
       with("import gzip,base64\nexec(gzip.decompress(base64.b85decode('@')))", kPackedGzip),
       {"base85", "gzip"}},
      {"Brotli",
       with("import brotli as B,base64 as b\nexec(B.decompress(b.b85decode(\"@\")))",
            kPackedBrotli),
       {"base85", "brotli"}},
      {"Zstd",
       with("import zstandard,base64\nexec(zstandard.ZstdDecompressor().decompress("
            "base64.b85decode('@')))",
            kPackedZstd),
       {"base85", "zstd"}},
      {"ZstdByVariable",
       with("import zstandard,base64\nd=zstandard.ZstdDecompressor()\n"
            "exec(d.decompress(base64.b85decode('@')))",
            kPackedZstd),
       {"base85", "zstd"}},
      {"OnlyEncoded",
       with("import base64\nexec(base64.b64decode('@'))", kInsideBase64),
       {"base64"}},
      {"Ascii85",
       with("import base64\nexec(base64.a85decode(r'''@'''))", kInsideAscii85),
       {"ascii85"}},
      {"TwoCompressions",
       with("import lzma,zlib,base64\nexec(zlib.decompress(lzma.decompress("
            "base64.b85decode('@'))))",
            kPackedTwice),
       {"base85", "lzma", "zlib"}},
      {"Compiled",
       with("import lzma,base64\nexec(compile(lzma.decompress(base64.b85decode('@')),"
            "__file__,'exec'))",
            kPackedXz),
       kXz},
      {"OverVariables",
       with("import lzma as L,base64 as B,linecache as C\n"
            "S=L.decompress(B.b85decode('@'))\nS=S.decode()\nF=__file__+'x'\n"
            "C.cache[F]=(len(S),None,S.splitlines(True),F)\nexec(compile(S,F,'exec'))\n",
            kPackedXz),
       kXz},
      {"OverLines",
       with("import lzma,base64\n_b=b'''\n@\n'''\n"
            "exec(lzma.decompress(base64.b85decode(_b.replace(b'\\n',b''))).decode('utf-8'))",
            kPackedXz),
       kXz},
      {"Joined",
       with("import lzma,base64\nparts=['@',\n '']\n"
            "exec(lzma.decompress(base64.b85decode(''.join(parts))))",
            kPackedXz),
       kXz},
      {"TwoLiterals",
       with("import lzma,base64\nexec(lzma.decompress(base64.b85decode((''\n  \"@\"\n''))))",
            kPackedXz),
       kXz},
      {"SettingsFirst",
       with("import os\nos.environ.setdefault('LR','0.1')\nimport lzma,base64\n"
            "exec(lzma.decompress(base64.b85decode('@')))",
            kPackedXz),
       kXz},
      {"TemporaryFileAndRunpy",
       with("import lzma,base64,tempfile,os,runpy\n_c=lzma.decompress(base64.b85decode('@'))\n"
            "_f=os.path.join(tempfile.mkdtemp(),'t.py')\nopen(_f,'wb').write(_c)\n"
            "runpy.run_path(_f,run_name='__main__')\n",
            kPackedXz),
       kXz},
      {"TemporaryFileAndProcess",
       with("import lzma,base64,tempfile,os,sys,subprocess\n"
            "with tempfile.NamedTemporaryFile(suffix='.py',delete=False) as f:\n"
            "  f.write(lzma.decompress(base64.b85decode('@')))\n"
            "subprocess.run([sys.executable,f.name]+sys.argv[1:],check=True)\n",
            kPackedXz),
       kXz},
      {"TemporaryFileAndExecv",
       with("import lzma,base64,os,sys\np='/tmp/x.py'\n"
            "open(p,'wb').write(lzma.decompress(base64.b85decode('@')))\n"
            "os.execv(sys.executable,[sys.executable,p]+sys.argv[1:])\n",
            kPackedXz),
       kXz},
      {"WrapperInAWrapper",
       with("import lzma,base64\nexec(lzma.decompress(base64.b85decode('@')))", kPackedWrapper),
       {"base85", "lzma", "base85", "zlib"}},
  };
  return kWrappers;
}

class Wrapped : public testing::TestWithParam<Wrapper> {};

TEST_P(Wrapped, IsUnpackedWithoutRunning) {
  const SourceEvidence evidence = gather(GetParam().script);
  EXPECT_TRUE(evidence.readable) << evidence.unreadable_because;
  EXPECT_EQ(evidence.layers, GetParam().layers);
  EXPECT_EQ(evidence.unpacked_sha256, kInsideSha256);
  EXPECT_EQ(evidence.unpacked_bytes, kInsideText.size());
  EXPECT_EQ(evidence.unpacked_lines, 5U);
  EXPECT_EQ(evidence.bytes, GetParam().script.size());
  EXPECT_EQ(evidence.code_bytes, GetParam().script.size());
  const auto& digests = evidence.text_digests;
  for (const std::string& text : {GetParam().script, std::string(kInsideText)}) {
    EXPECT_EQ(std::count(digests.begin(), digests.end(), verifier::source_text_digest(text)), 1);
  }
}

// However a wrapper is cut, it gives evidence and never a clean bill for half a text.
TEST_P(Wrapped, SurvivesEveryCut) {
  const std::string& script = GetParam().script;
  for (std::size_t size = 0; size < script.size(); size += 7) {
    const SourceEvidence evidence = gather(script.substr(0, size));
    EXPECT_TRUE(evidence.layers.empty() || !evidence.readable ||
                evidence.unpacked_sha256 == kInsideSha256)
        << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Spellings, Wrapped, testing::ValuesIn(wrappers()),
                         [](const auto& row) { return row.param.name; });

struct Unread {
  std::string name;
  std::string script;
  std::uint64_t line;
  std::string because;
};

void PrintTo(const Unread& row, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << row.name;
}

class UnreadWrapper : public testing::TestWithParam<Unread> {};

TEST_P(UnreadWrapper, IsNeverClean) {
  const SourceEvidence evidence = gather(GetParam().script);
  EXPECT_FALSE(evidence.readable);
  EXPECT_EQ(evidence.unreadable_at.line, GetParam().line);
  EXPECT_NE(evidence.unreadable_because.find(GetParam().because), std::string::npos)
      << evidence.unreadable_because;
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, UnreadWrapper,
    testing::Values(
        Unread{"KeyOfTheRun",
               "import base64,os\nk=os.urandom(4)\n"
               "exec(bytes(a^k[0] for a in base64.b64decode('aGVsbG8=')))\n",
               3, "a text that reading alone cannot give"},
        Unread{"Fetched", "import urllib.request as u\nexec(u.urlopen('http://x').read())\n", 2,
               "reading alone"},
        Unread{
            "HungryDictionary",
            with("import lzma,base64\nexec(lzma.decompress(base64.b85decode('@')))", kHungryLzma),
            2, "memory"},
        Unread{"Damaged", "import zlib\nexec(zlib.decompress(b'abc'))\n", 2, "zlib: the stream"},
        Unread{"OtherAlphabet", "import base64\nexec(base64.b85decode('\"\"\"'))\n", 2, "alphabet"},
        Unread{"Marshal", "import marshal\nexec(marshal.loads(b'abc'))\n", 2, "marshal"},
        Unread{"AbsentSibling", "import runpy\nrunpy.run_path('absent.py')\n", 2,
               "not in the folder"},
        Unread{"OutsideTheFolder",
               "from pathlib import Path\nexec((Path(__file__).parent/'..'/'x.py').read_text())\n",
               2, "leaves the submission's folder"},
        Unread{"NoPython", "\xFF\xFE\x01 this ( is ] no } program ' at \" all $$$ ??? `", 1,
               "does not read as Python"},
        Unread{"Brackets", std::string(200'000, '('), 0, "symbols"}),
    [](const auto& row) { return row.param.name; });

TEST(UnreadWrapper, CodeThatNothingCallsIsNoWrapper) {
  EXPECT_TRUE(gather("def f(x):\n    exec(x)\nprint(1)\n").readable);
  EXPECT_FALSE(gather("def f(x):\n    exec(x)\nf(input())\n").readable);
}

}  // namespace
}  // namespace pgolf_test
