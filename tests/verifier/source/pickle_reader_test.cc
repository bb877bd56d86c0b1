// SPDX-License-Identifier: Apache-2.0
// The corpus of the security specification, F-04: every trick is named at its byte, and what torch
// writes for a dictionary of tensors is not.
#include "verifier/source/pickle_reader.h"

#include <string>
#include <vector>

#include "tests/support/pickle_bytes.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::classic_pickle;
using pgolf_test::global;
using pgolf_test::honest_pickle;
using pgolf_test::proto;
using pgolf_test::short_bytes;
using pgolf_test::short_text;
using pgolf_test::storage_id;
using pgolf_test::tensor_with_id;

struct Trick {
  std::string name;
  std::string bytes;
  std::uint64_t at;
  std::string what;
};

void PrintTo(const Trick& trick, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << trick.name;
}

class Tricks : public testing::TestWithParam<Trick> {};

TEST_P(Tricks, AreNamedAtTheirByte) {
  const PickleReading reading = read_pickles(GetParam().bytes);
  ASSERT_FALSE(reading.findings.empty());
  const PickleFinding& first = reading.findings.front();
  EXPECT_EQ(first.fault, PickleFault::code);
  EXPECT_EQ(first.what, GetParam().what);
  EXPECT_EQ(first.at, GetParam().at);
}

std::string stack_global(const std::string& module, const std::string& name) {
  return short_text(module) + short_text(name) + "\x93";
}

const std::string kOrdered = global("collections", "OrderedDict");  // NOLINT: a test's own
const std::string kMade = kOrdered + ")R";                          // NOLINT: a test's own

std::vector<Trick> imports() {
  return {
      {"ClassicReduce", classic_pickle(), 0, "imports os.system"},
      {"BehindAnHonestPart", proto(2) + "}(" + short_text("w") + classic_pickle(), 7,
       "imports os.system"},
      {"StackGlobal", proto(4) + stack_global("os", "system") + ".", 14, "imports os.system"},
      // Stored twice under one number: the later value counts.
      {"MemoOverwritten",
       proto(4) + short_text("collections") + "q\x01" + "0" + short_text("os") + "q\x01" + "0" +
           "h\x01" + short_text("system") + "\x93.",
       35, "imports os.system"},
      // Filed by count, fetched by number.
      {"MemoByCount",
       proto(4) + short_text("os") + "\x94" + short_text("system") + "\x94" + "00" +
           std::string("h\0", 2) + "h\x01\x93.",
       22, "imports os.system"},
      {"MemoByLines", "Vos\np5\n0Vsystem\np6\n0g5\ng6\n\x93.", 26, "imports os.system"},
      {"NameThroughDuplicate", proto(4) + short_text("os") + "2\x93.", 7, "imports os.os"},
      {"NameAboveAMark",
       proto(4) + short_text("os") + "(K\x01" + "1" + short_text("system") + "\x93.", 18,
       "imports os.system"},
      {"QuotedWithEscapes", "S'\\x6fs'\nS'sys\\164em'\n\x93.", 22, "imports os.system"},
      {"TwoLiteralsBetweenQuotes", "S'o' 's'\nS'system'\n\x93.", 19, "imports a computed global"},
      {"UnicodeEscapes", "V\\u006fs\nVsystem\n\x93.", 17, "imports os.system"},
      {"ComputedModule", proto(4) + kMade + short_text("system") + "\x93.", 37,
       "imports a computed global"},
      {"ComputedByBytes", proto(4) + short_bytes("os") + short_text("system") + "\x93.", 14,
       "imports a computed global"},
      {"ImportModule", global("importlib", "import_module") + "(S'os'\ntR.", 0,
       "imports importlib.import_module"},
      {"ResolveName", global("pkgutil", "resolve_name") + "(S'os:system'\ntR.", 0,
       "imports pkgutil.resolve_name"},
      {"ChainOfAttributes", proto(4) + stack_global("collections", "OrderedDict.__init__") + ".",
       37, "imports collections: OrderedDict.__init__"},
      {"ChainThatReadsLikeTorch",
       proto(4) + stack_global("torch", "_utils._rebuild_tensor_v2") + ".", 36,
       "imports torch: _utils._rebuild_tensor_v2"},
      {"NameWithABlank", global("collections ", "OrderedDict") + ".", 0,
       "imports collections .OrderedDict"},
      {"ControlCharacters", global("o\x1b[31ms", "system") + ".", 0, "imports o\\x1b[31ms.system"},
      {"Instance", "(S'true'\nios\nsystem\n.", 9, "imports os.system"},
      {"Object", "(" + global("os", "system") + "S'true'\no.", 1, "imports os.system"},
      {"NewObject", proto(2) + global("subprocess", "Popen") + ")\x81.", 2,
       "imports subprocess.Popen"},
      {"SecondPickle", honest_pickle() + classic_pickle(), honest_pickle().size(),
       "imports os.system"},
  };
}

std::vector<Trick> forms() {
  return {
      {"CallsAText", "S'x'\n)R.", 6, "calls a value that it did not import by name"},
      {"CallsWhatItMade", kMade + ")R.", 28, "calls a value that it did not import by name"},
      {"CallsAStorage", global("torch", "FloatStorage") + "(K\x09tR.", 24,
       "calls a storage type, which only names one"},
      {"ReplacesCallableUnderTheTop", kOrdered + "q\x01" + "0" + "S'x'\nh\x01" + "0)R.", 37,
       "calls a value that it did not import by name"},
      {"BuildOnAClass", kOrdered + "}S'x'\nNsb.", 33,
       "sets attributes of something that is no OrderedDict"},
      {"BuildOnATensor", proto(2) + tensor_with_id(storage_id()) + "}b.",
       2 + tensor_with_id(storage_id()).size() + 1,
       "sets attributes of something that is no OrderedDict"},
      {"Extension1", proto(2) + "\x82\x07.", 2, "imports number 7 of the extension registry"},
      {"Extension2", proto(2) + "\x83\x01\x02.", 2, "imports number 513 of the extension registry"},
      {"Extension4", proto(2) + "\x84\x01\x01\x01\x01.", 2,
       "imports number 16843009 of the extension registry"},
      {"PersistentLine", "Pstorage\n.", 0,
       "names something by a persistent id that is not a storage of torch"},
      {"PersistentText", proto(2) + short_text("storage") + "Q.", 11,
       "names something by a persistent id that is not a storage of torch"},
      {"PersistentModule",
       proto(2) + "(" + short_text("module") + global("torch", "FloatStorage") + short_text("0") +
           short_text("cpu") + "K\x04tQ.",
       42, "names something by a persistent id that is not a storage of torch"},
      {"PersistentOfAnotherType",
       proto(2) + "(" + short_text("storage") + kOrdered + short_text("0") + short_text("cpu") +
           "K\x04tQ.",
       48, "names something by a persistent id that is not a storage of torch"},
      {"PersistentThatIsLonger",
       proto(2) + "(" + short_text("storage") + global("torch", "FloatStorage") + short_text("0") +
           short_text("cpu") + "K\x04K\x04tQ.",
       45, "names something by a persistent id that is not a storage of torch"},
      {"OutOfBandBuffer", proto(5) + "\x97.", 2, "takes a buffer from outside the file"},
      {"NestedInBytes", proto(4) + short_bytes(classic_pickle()) + ".", 4,
       "holds a pickle that imports os.system"},
      {"NestedInText", proto(4) + short_text(classic_pickle()) + ".", 4,
       "holds a pickle that imports os.system"},
      {"NestedTwice", proto(4) + short_bytes(proto(4) + short_bytes(classic_pickle()) + ".") + ".",
       8, "holds a pickle that imports os.system"},
      {"NestedAndCutShort", proto(4) + short_bytes(proto(2) + global("os", "system") + "(") + ".",
       6, "holds a pickle that imports os.system"},
  };
}

INSTANTIATE_TEST_SUITE_P(Imports, Tricks, testing::ValuesIn(imports()),
                         [](const auto& row) { return row.param.name; });
INSTANTIATE_TEST_SUITE_P(Forms, Tricks, testing::ValuesIn(forms()),
                         [](const auto& row) { return row.param.name; });

TEST(ReadPickles, FindNothingInWhatTorchWrites) {
  const PickleReading reading = read_pickles(honest_pickle());
  EXPECT_TRUE(reading.findings.empty()) << reading.findings.front().what;
  EXPECT_EQ(reading.pickles, 1U);
}

TEST(ReadPickles, OrderedDictMayCarryItsMetadata) {
  const PickleReading reading =
      read_pickles(proto(2) + kMade + "}" + short_text("_metadata") + kMade + "sb.");
  EXPECT_TRUE(reading.findings.empty()) << reading.findings.front().what;
}

// Five pickles, then tensors, which may hold any bytes.
TEST(ReadPickles, OlderTorchFilesEndInTensors) {
  const std::string number("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
  const std::string id = "(" + short_text("storage") + global("torch", "FloatStorage") +
                         short_text("0") + short_text("cpu") + "K\x04NtQ";
  const std::string file = number + proto(2) + "M\xe9\x03." + proto(2) + "}." + proto(2) +
                           tensor_with_id(id) + "." + proto(2) + "]." + classic_pickle();
  const PickleReading reading = read_pickles(file);
  EXPECT_TRUE(reading.findings.empty()) << reading.findings.front().what;
  EXPECT_EQ(reading.pickles, 5U);
}

TEST(ReadPickles, EachThingIsNamedOnceAndNoMoreThanTheLimit) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) {
    bytes += global("os", "system") + global("m" + std::to_string(i), "f");
  }
  const PickleReading reading = read_pickles(bytes + ".");
  EXPECT_EQ(reading.findings.size(), PickleLimits().findings);
  EXPECT_EQ(reading.findings[1].what, "imports m0.f");
  EXPECT_EQ(reading.findings[2].what, "imports m1.f");
}

TEST(ReadPickles, NestedDeeperThanIsFollowedIsSaid) {
  std::string bytes = classic_pickle();
  for (int i = 0; i < 5; ++i) {
    bytes = proto(4) + short_bytes(bytes) + ".";
  }
  const PickleReading reading = read_pickles(bytes);
  ASSERT_EQ(reading.findings.size(), 1U);
  EXPECT_EQ(reading.findings[0].fault, PickleFault::limit);
}

// Bytes of a tensor that only happen to look like the start of something.
TEST(ReadPickles, OrdinaryBytesAreNoNestedPickle) {
  for (const std::string& inner : {std::string("Paris\n."), std::string("(lp0\n."),
                                   proto(2) + "\xff\xff\xff", std::string(64, 'N')}) {
    EXPECT_TRUE(read_pickles(proto(4) + short_bytes(inner) + ".").findings.empty()) << inner;
  }
}

}  // namespace
}  // namespace verifier
