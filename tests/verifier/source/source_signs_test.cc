// SPDX-License-Identifier: Apache-2.0
// Own-written snippets: the shape that a violation class leaves in source, and its honest twin.
#include "verifier/source/source_signs.h"

#include <algorithm>
#include <map>
#include <string>

#include "tests/support/gathered_source.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Reach;

struct Snippet {
  std::string name;
  std::string script;
  std::map<std::string, std::uint64_t> signs;  // id -> line
};

void PrintTo(const Snippet& snippet, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << snippet.name;
}

const std::vector<Snippet>& snippets() {
  static const std::vector<Snippet> kSnippets = {
      {"KeyFromContextAndTarget",
       "def look(ctx, tgt, mask):\n    key = (ctx ^ (tgt * 7919)) & mask\n    return table[key]\n"
       "look(1, 2, 3)\n",
       {{"target-in-hash-key", 2}}},
      {"KeyOverAVariable",
       "def look(ctx_hash, toks, size):\n    nxt = toks[1:]\n    add = nxt * 31\n"
       "    return (ctx_hash * 7 + add) % size\nlook(1, 2, 3)\n",
       {{"target-in-hash-key", 4}}},
      {"KeyOfTwoContextTokensIsLegal",
       "class BigramHash:\n    def forward(self, tokens):\n"
       "        key = (tokens[1:] * 36313 ^ tokens[:-1] * 27191) % self.buckets\n"
       "        return self.table(key)\nBigramHash()\n",
       {}},
      {"LossOfTheLastEpoch",
       "def run(model, val_tokens, epochs):\n    total_loss = 0\n    for epoch in range(epochs):\n"
       "        loss = model(val_tokens)\n        if epoch == epochs - 1:\n"
       "            total_loss += loss.item()\n        loss.backward()\nrun(m, v, 3)\n",
       {{"last-epoch-loss", 5}}},
      {"ScoreFirstIsLegal",
       "def run(model, val_tokens):\n    loss_sum = 0\n    for chunk in val_tokens:\n"
       "        with torch.no_grad():\n            loss_sum += model(chunk)\n"
       "        model(chunk).backward()\nrun(m, v)\n",
       {}},
      {"StepBeforeScore",
       "def run(model, val_tokens):\n    loss_sum = 0\n    for chunk in val_tokens:\n"
       "        model(chunk).backward()\n        with torch.no_grad():\n"
       "            loss_sum += model(chunk)\nrun(m, v)\n",
       {{"training-before-scoring", 6}}},
      {"AdaptThenScoreElsewhere",
       "def adapt(model, val_tokens):\n    for chunk in val_tokens:\n"
       "        model(chunk).backward()\ndef main():\n    adapt(m, val_tokens)\n    "
       "score(m)\nmain()\n",
       {{"training-on-validation", 5}}},
      {"AdaptThenPack",
       "def adapt(model, val_tokens):\n    for chunk in val_tokens:\n"
       "        model(chunk).backward()\ndef main():\n    adapt(m, val_tokens)\n"
       "    blob = quantize_weights(m)\nmain()\n",
       {{"training-before-packing", 5}}},
      {"TrainingLoopIsLegal",
       "def train(model, train_loader, val_tokens):\n    for batch in train_loader:\n"
       "        model(batch).backward()\ndef main():\n    train(m, l, val_tokens)\n"
       "    blob = quantize_weights(m)\nmain()\n",
       {}},
      {"SmallerOfTwo",
       "import torch\nbest = torch.minimum(nll_a, nll_b)\n",
       {{"smaller-of-two-losses", 2}}},
      {"SmallerByChoice",
       "import torch\nbest = torch.where(nll_a < nll_b, nll_a, nll_b)\n",
       {{"smaller-of-two-losses", 2}}},
      {"BestOverTimeIsLegal", "best_loss = min(best_loss, val_loss)\n", {}},
      {"ClippingIsLegal", "import torch\nx = torch.minimum(weights, clip)\n", {}},
      {"SecondPass",
       "def second_pass_score(x):\n    return x\nsecond_pass_score(1)\n",
       {{"second-pass", 1}}},
      {"DeltaOnScoredText",
       "def score(model, batch):\n    delta = torch.zeros(1, 1, 8, requires_grad=True)\n"
       "    opt = torch.optim.AdamW([delta], lr=0.1)\n    model(batch + delta).backward()\n"
       "score(m, b)\n",
       {{"delta-on-scored-text", 3}}},
      {"OptimizerOverParametersIsLegal",
       "def tune(model, batch):\n    opt = torch.optim.AdamW(model.parameters(), lr=0.1)\n"
       "    model(batch).backward()\ntune(m, b)\n",
       {}},
      {"HintByClass",
       "def hint_for(tokens, i, boundary_lut):\n    return boundary_lut[tokens[i]]\nhint_for(t, 1, "
       "b)\n",
       {{"hint-by-target-class", 2}}},
      {"BytePpm",
       "class PpmModel:\n    def update(self, byte):\n        pass\nPpmModel().update(1)\n",
       {{"byte-mixing", 1}}},
      {"TrainFilesOfValidation",
       "train_files = './data/fineweb_val_*.bin'\n",
       {{"validation-files-for-training", 1}}},
      {"ValidationFilesAreLegal", "val_files = './data/fineweb_val_*.bin'\n", {}},
      {"HessiansOverValidation",
       "hessians = collect_hessians(model, val_tokens)\n",
       {{"validation-calibration", 1}}},
      {"HessiansOverTraining", "hessians = collect_hessians(model, train_tokens)\n", {}},
      {"PartOfValidation",
       "limit = 1000\nval_tokens = val_tokens[:max_val_tokens]\n",
       {{"part-of-validation", 2}}},
      {"WrittenPart", "val_tokens = val_tokens[:3000000]\n", {{"part-of-validation", 1}}},
      {"WholeWindowsAreLegal", "val_tokens = val_tokens[: usable + 1]\n", {}},
      {"SpaceTwice",
       "base_bytes[i] = len(piece.encode('utf-8')) + 1\nhas_leading_space[i] = True\n",
       {{"space-counted-twice", 1}}},
      {"FixedBytes", "val_bpb = loss_per_token / 0.693 / 3.5\n", {{"fixed-bytes-per-token", 1}}},
      {"PiecesWithoutBytes",
       "def table(sp):\n    for i in range(9):\n        piece = sp.id_to_piece(i)\n"
       "        n_bytes = len(piece.replace('\xE2\x96\x81', ' ').encode('utf-8'))\ntable(s)\n",
       {{"pieces-without-bytes", 3}}},
      {"PiecesWithBytesAreLegal",
       "def table(sp):\n    for i in range(9):\n        if sp.is_byte(i):\n            continue\n"
       "        piece = sp.id_to_piece(i)\n"
       "        n_bytes = len(piece.replace('\xE2\x96\x81', ' ').encode('utf-8'))\ntable(s)\n",
       {}},
      {"Folded", "ids = sp.encode(text.casefold())\n", {{"lossy-text", 1}}},
      {"Normalized",
       "import unicodedata\nx = unicodedata.normalize('NFKC', text)\n",
       {{"lossy-text", 2}}},
      {"LoweredSettingIsLegal", "mode = os.environ.get('MODE', 'x').lower()\n", {}},
      {"WordsInTextAreNoSigns", "note = 'second_pass minimum(nll_a, nll_b) casefold'  # ppm\n", {}},
  };
  return kSnippets;
}

class Signs : public testing::TestWithParam<Snippet> {};

TEST_P(Signs, StandWhereTheyAre) {
  std::map<std::string, std::uint64_t> found;
  for (const auto& sign : gather(GetParam().script).signs) {
    found[sign.id] = sign.at.line;
    EXPECT_EQ(sign.reach, Reach::reached) << sign.id;
  }
  EXPECT_EQ(found, GetParam().signs);
}

INSTANTIATE_TEST_SUITE_P(Snippets, Signs, testing::ValuesIn(snippets()),
                         [](const auto& row) { return row.param.name; });

// Every row of the table is found by a snippet above.
TEST(SignTable, IsDrivenWhole) {
  for (const verifier::SignRow& row : verifier::sign_table()) {
    const bool driven = std::any_of(snippets().begin(), snippets().end(), [&](const Snippet& s) {
      return s.signs.count(std::string(row.id)) == 1;
    });
    EXPECT_TRUE(driven) << row.id;
  }
}

struct Switch {
  std::string name;
  std::string script;  // calls f, which holds the sign
  Reach reach = Reach::reached;
};

void PrintTo(const Switch& row, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << row.name;
}

class Reachability : public testing::TestWithParam<Switch> {};

TEST_P(Reachability, FollowsCallsAndDefaults) {
  const SourceEvidence evidence = gather(
      "import os\nimport argparse\ndef f(nll_a, nll_b):\n    return torch.minimum(nll_a, nll_b)\n" +
      GetParam().script);
  ASSERT_EQ(evidence.signs.size(), 1U);
  EXPECT_EQ(verifier::to_string(evidence.signs[0].reach), verifier::to_string(GetParam().reach));
}

INSTANTIATE_TEST_SUITE_P(
    Switches, Reachability,
    testing::Values(
        Switch{"Called", "f(1, 2)\n", Reach::reached},
        Switch{"NeverCalled", "print(1)\n", Reach::never_called},
        Switch{"CalledByTheUncalled", "def g():\n    f(1, 2)\n", Reach::never_called},
        Switch{"CalledOverMain",
               "def main():\n    f(1, 2)\nif __name__ == '__main__':\n    main()\n",
               Reach::reached},
        Switch{"HandedOn", "run(callback=f)\n", Reach::reached},
        Switch{"OverAClass", "class A:\n    def __init__(self):\n        f(1, 2)\nA()\n",
               Reach::reached},
        Switch{"OverAnUnusedClass", "class A:\n    def __init__(self):\n        f(1, 2)\n",
               Reach::never_called},
        Switch{"EnvironmentZero", "if int(os.environ.get('X', '0')):\n    f(1, 2)\n",
               Reach::switched_off},
        Switch{"EnvironmentOne", "if int(os.environ.get('X', '1')):\n    f(1, 2)\n",
               Reach::reached},
        Switch{"EnvironmentSetBefore",
               "os.environ.setdefault('X', '1')\nif int(os.environ.get('X', '0')):\n    f(1, 2)\n",
               Reach::reached},
        Switch{"EnvironmentAbsent", "if os.environ.get('X'):\n    f(1, 2)\n", Reach::switched_off},
        Switch{"EnvironmentRequired", "if int(os.environ['X']):\n    f(1, 2)\n", Reach::unknown},
        Switch{"EnvironmentWord",
               "if os.environ.get('X', 'off').lower() in ('1', 'on'):\n    f(1, 2)\n",
               Reach::switched_off},
        Switch{"ClassAttribute",
               "class Args:\n    use = bool(int(os.environ.get('X', '0')))\nargs = Args()\n"
               "if args.use:\n    f(1, 2)\n",
               Reach::switched_off},
        Switch{"ElseOfASwitch",
               "class Args:\n    use = True\nargs = Args()\nif args.use:\n    pass\nelse:\n"
               "    f(1, 2)\n",
               Reach::switched_off},
        Switch{"CommandLineOption",
               "p = argparse.ArgumentParser()\np.add_argument('--use', action='store_true')\n"
               "args = p.parse_args()\nif args.use:\n    f(1, 2)\n",
               Reach::switched_off},
        Switch{"CommandLineDefault",
               "p = argparse.ArgumentParser()\np.add_argument('--use', type=int, default=3)\n"
               "args = p.parse_args()\nif args.use > 2:\n    f(1, 2)\n",
               Reach::reached},
        Switch{"OverALocal",
               "use = 0\ndef main():\n    if use and 1 < 2:\n        f(1, 2)\nmain()\n",
               Reach::switched_off},
        Switch{"OwnHelperOfTheEnvironment",
               "def env_int(name, default):\n    return int(os.environ.get(name, default))\n"
               "if env_int('X', 0):\n    f(1, 2)\n",
               Reach::switched_off},
        Switch{"EarlyReturn",
               "use = False\ndef main():\n    if not use:\n        return\n    f(1, 2)\nmain()\n",
               Reach::switched_off},
        Switch{"LoopOfNone", "n = 0\nfor i in range(n):\n    f(1, 2)\n", Reach::switched_off},
        Switch{"ParameterThatNoCallSets",
               "def main(use=False):\n    if use:\n        f(1, 2)\nmain()\n", Reach::switched_off},
        Switch{"ParameterThatACallSets",
               "def main(use=False):\n    if use:\n        f(1, 2)\nmain(use=True)\n",
               Reach::reached},
        Switch{"ParameterOfTwoMinds",
               "def main(use=False):\n    if use:\n        f(1, 2)\nmain()\nmain(True)\n",
               Reach::reached},
        Switch{"DecidedByTheRun", "if rank == 0:\n    f(1, 2)\n", Reach::reached}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace pgolf_test
