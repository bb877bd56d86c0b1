// SPDX-License-Identifier: Apache-2.0
// One GiB of zeros in every format, alone and in layers (security specification, F-05): each is
// refused by name, and the process that unpacked it stayed small. Each case runs in a child process
// of its own, whose peak memory the system tells.
#include <functional>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "tests/support/gathered_source.h"
#include "tests/support/packed_bombs.h"
#include "verifier/source/unpack.h"
#include "verifier/source/unpack_text.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::LzmaForm;
using verifier::Result;
using verifier::ZlibForm;

constexpr long kMostKilobytes = 256L << 10U;

struct Child {
  bool good = false;
  long peak_kilobytes = 0;
};

// Whether `work` gave true in a process of its own, and what that needed at most.
Child in_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  struct rusage usage = {};
  const bool waited = child > 0 && ::wait4(child, &status, 0, &usage) == child;
  return {waited && WIFEXITED(status) && WEXITSTATUS(status) == 0, usage.ru_maxrss};
}

std::string bomb(std::string_view base85) {
  const auto packed = verifier::decode_text("base85", base85);
  return verifier::unpack_lzma(packed.value(), LzmaForm::xz, {}).value();
}

struct Bomb {
  std::string name;
  std::string_view base85;
  std::function<Result<std::string>(std::string_view)> unpack;
};

void PrintTo(const Bomb& bomb, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << bomb.name;
}

Bomb lzma_bomb(const std::string& name, std::string_view base85, LzmaForm form) {
  return {name, base85, [=](auto bytes) { return verifier::unpack_lzma(bytes, form, {}); }};
}

Bomb zlib_bomb(const std::string& name, std::string_view base85, ZlibForm form) {
  return {name, base85, [=](auto bytes) { return verifier::unpack_zlib(bytes, form); }};
}

class Bombs : public testing::TestWithParam<Bomb> {};

TEST_P(Bombs, AreRefusedInLittleMemory) {
  const std::string packed = bomb(GetParam().base85);
  const Child child = in_child([&] {
    const Result<std::string> text = GetParam().unpack(packed);
    return !text.ok() && text.failure().reason == "bomb";
  });
  EXPECT_TRUE(child.good);
  EXPECT_LT(child.peak_kilobytes, kMostKilobytes);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, Bombs,
    testing::Values(
        lzma_bomb("Xz", kBombXz, LzmaForm::xz),
        lzma_bomb("XzGuessed", kBombXz, LzmaForm::automatic),
        lzma_bomb("Alone", kBombAlone, LzmaForm::alone),
        lzma_bomb("AloneGuessed", kBombAlone, LzmaForm::automatic),
        lzma_bomb("RawLzma2", kBombRaw2, LzmaForm::raw),
        zlib_bomb("Zlib", kBombZlib, ZlibForm::zlib), zlib_bomb("Gzip", kBombGzip, ZlibForm::gzip),
        zlib_bomb("GzipGuessed", kBombGzip, ZlibForm::automatic),
        zlib_bomb("Deflate", kBombDeflate, ZlibForm::raw),
        Bomb{"Brotli", kBombBrotli, [](auto bytes) { return verifier::unpack_brotli(bytes); }},
        Bomb{"Zstd", kBombZstd, [](auto bytes) { return verifier::unpack_zstd(bytes); }}),
    [](const auto& row) { return row.param.name; });

// A script that unpacks its payload twice: what stands here is the outer layer.
struct Layered {
  std::string name;
  std::string_view base85;
  std::string inner;  // the call around the outer one
};

void PrintTo(const Layered& layered, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << layered.name;
}

class LayeredBombs : public testing::TestWithParam<Layered> {};

TEST_P(LayeredBombs, LeaveTheScriptUnreadInLittleMemory) {
  const std::string script = "import base64, brotli, gzip, lzma, zlib, zstandard\nexec(" +
                             GetParam().inner + "(lzma.decompress(base64.b85decode('" +
                             std::string(GetParam().base85) + "'))))\n";
  const Child child = in_child([&] {
    const SourceEvidence evidence = gather(script);
    return !evidence.readable && evidence.unreadable_because.find("to one") != std::string::npos;
  });
  EXPECT_TRUE(child.good) << gather(script).unreadable_because;
  EXPECT_LT(child.peak_kilobytes, kMostKilobytes);
}

INSTANTIATE_TEST_SUITE_P(Formats, LayeredBombs,
                         testing::Values(Layered{"Xz", kBombXz, "lzma.decompress"},
                                         Layered{"Zlib", kBombZlib, "zlib.decompress"},
                                         Layered{"Gzip", kBombGzip, "gzip.decompress"},
                                         Layered{"Brotli", kBombBrotli, "brotli.decompress"},
                                         Layered{"Zstd", kBombZstd, "zstandard.decompress"}),
                         [](const auto& row) { return row.param.name; });

// Archives are not opened at all: a script that takes its text from one is unread, whatever the
// archive holds.
TEST(Archives, AreNoSourceThatIsRead) {
  for (const char* text :
       {"exec(zipfile.ZipFile(io.BytesIO(payload)).read('x'))",
        "exec(zipfile.ZipFile('code.zip').read('x'))",
        "exec(tarfile.open('code.tar').extractfile('../../x').read())",
        "exec(pickle.loads(payload))", "exec(torch.load('code.pt')['source'])",
        "exec(joblib.load('code.pt'))", "exec(numpy.load('code.npy', allow_pickle=True).item())"}) {
    const SourceEvidence evidence =
        gather({{"train_gpt.py", "import io, pickle, tarfile, zipfile\npayload = b'PK'\n" +
                                     std::string(text) + "\n"},
                {"code.zip", "PK\x05\x06" + std::string(18, '\0')}});
    EXPECT_FALSE(evidence.readable) << text;
  }
}

}  // namespace
}  // namespace pgolf_test
