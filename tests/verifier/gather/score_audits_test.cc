// SPDX-License-Identifier: Apache-2.0
// The audits that launch the player, with a small script in the player's place: what it is asked
// for, and what becomes of what it leaves.
#include "verifier/gather/score_audits.h"

#include <algorithm>

#include "reference_impl/base/file.h"
#include "reference_impl/evaluation/perturbation.h"
#include "tests/support/audit_lab.h"
#include "tests/support/program.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using pgolf_test::AuditLab;

constexpr std::uint32_t kVocabulary = 128;
constexpr std::uint64_t kTargets = 1024;

constexpr char kEncoded[] =
    R"({"positions":1024,"claimed_bits":1.5,"normalized_bits":2.5,"coded_bits":3,)"
    R"("claims_unlike_rows":4})";

const AuditLab& lab() {
  static const AuditLab one({.targets = kTargets, .world_size = 1, .places = 4});
  return one;
}

class ScoreAudits : public testing::Test {
 protected:
  ScoreAudits() {
    run_ = folder_ / "run";
    lab().record(run_, lab().tokens(), {});
    pieces_.pieces.assign(kVocabulary,
                          {.base_bytes = 2, .leading_space = false, .boundary = false});
  }

  // The player's answer to every verb; `$output` is the folder or file that it is told.
  void player_does(const std::string& commands) {
    const fs::path script =
        folder_.write("player", "#!/bin/sh\nprintf '%s\\n' \"$*\" >> " +
                                    pgolf_test::quoted((folder_ / "asked").string()) +
                                    "\nverb=$1\nshift\nwhile [ $# -gt 1 ]; do\n"
                                    "  case $1 in --output) output=$2 ;; esac\n  shift 2\ndone\n" +
                                    commands + "\n");
    fs::permissions(script, fs::perms::owner_all);
    programs_.reference = script;
  }
  // An evaluation that leaves the files of a folder.
  void player_leaves(const fs::path& files) {
    player_does("cp " + pgolf_test::quoted(files.string()) + "/* \"$output\"");
  }
  void player_codes(const std::string& decoded, int exit_code) {
    folder_.write("encoded.json", kEncoded);
    folder_.write("decoded.json", decoded);
    player_does("cat " + pgolf_test::quoted(folder_.path().string()) +
                "/${verb}d.json\ncase $verb in decode) echo 'reference decode: no' >&2; exit " +
                std::to_string(exit_code) + " ;; esac");
  }

  ScoreAuditInput input() const {
    ScoreAuditInput input{programs_, {}, {}, pieces_, progress_};
    input.player.output = run_;
    input.events.folder = run_;
    input.events.tokens = lab().tokens();
    input.events.recipe.cache = lab().setup().cache;
    input.events.recipe.seq_len = lab().setup().seq_len;
    input.events.recipe.stride = lab().setup().stride;
    input.events.world_size = 1;
    input.events.key = std::string(32, '\7');
    return input;
  }
  std::string asked() const { return reference::read_file(folder_ / "asked", 1U << 16U); }

  pgolf_test::TemporaryFolder folder_;
  fs::path run_;
  Programs programs_;
  reference::PieceTable pieces_;
  Progress progress_ = [](const std::string&) {};
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The same numbers before t, whatever comes after: nothing depends on the future.
TEST_F(ScoreAudits, AnHonestRunKeepsItsPast) {
  player_leaves(run_);
  const Result<PrefixAudit> audit = audit_prefix(input());
  ASSERT_TRUE(audit.ok()) << audit.failure().message;
  const PrefixAudit& found = audit.value();
  EXPECT_TRUE(found.breaches.empty()) << found.breaches.front().what;
  EXPECT_EQ(found.checked, (std::vector<std::string>{"I9", "I10", "I11"}));
  EXPECT_GE(found.perturbed_from, kTargets / 8);
  EXPECT_LT(found.perturbed_from, kTargets);
  EXPECT_EQ(found.run_scores_compared, found.perturbed_from);
  EXPECT_GT(found.perturbations, 0U);
  EXPECT_GT(found.rows, 0U);
  EXPECT_GT(found.scores_compared, 0U);
}

// Evaluated again with the same artifact, in a folder beside the run's.
TEST_F(ScoreAudits, ThePlayerIsAskedForThatFuture) {
  player_leaves(run_);
  const Result<PrefixAudit> audit = audit_prefix(input());
  ASSERT_TRUE(audit.ok()) << audit.failure().message;
  EXPECT_EQ(asked().rfind("evaluate ", 0), 0U) << asked();
  for (const std::string& part :
       {"--output " + run_.string() + "-perturbed ",
        "--artifact " + (run_ / "artifact.bin").string(),
        "--perturb-from " + std::to_string(audit.value().perturbed_from)}) {
    EXPECT_TRUE(says(asked(), part)) << part << "\n" << asked();
  }
}

// A player whose earlier scores move with the future: here the second run's stream is another from
// its 40th token on.
TEST_F(ScoreAudits, APastThatMovesIsABreach) {
  lab().record(folder_ / "other", reference::perturbed_from(lab().tokens(), 40, kVocabulary), {});
  player_leaves(folder_ / "other");
  const Result<PrefixAudit> audit = audit_prefix(input());
  ASSERT_TRUE(audit.ok()) << audit.failure().message;
  EXPECT_EQ(pgolf_test::names_of(audit.value().breaches), (std::set<std::string>{"I9"}));
}

TEST_F(ScoreAudits, APlayerThatCannotRunIsSaid) {
  player_does("echo 'reference: no device here' >&2; exit 69");
  const Result<PrefixAudit> audit = audit_prefix(input());
  ASSERT_FALSE(audit.ok());
  EXPECT_EQ(audit.failure().kind, ErrorKind::resource_absent);
  EXPECT_TRUE(says(audit.failure().message, "no device here")) << audit.failure().message;
}

TEST_F(ScoreAudits, NumbersThatAreMissingAreSaid) {
  fs::remove(run_ / "neural-0.bin");
  player_leaves(run_);
  const Result<PrefixAudit> audit = audit_prefix(input());
  ASSERT_FALSE(audit.ok());
  EXPECT_EQ(audit.failure().kind, ErrorKind::bad_input);
  EXPECT_TRUE(says(audit.failure().message, "neural-0.bin")) << audit.failure().message;
}

std::string digest_of_stream() {
  const std::vector<std::uint16_t>& tokens = lab().tokens();
  std::string bytes;
  for (const std::uint16_t token : tokens) {
    bytes += static_cast<char>(static_cast<std::uint8_t>(token));
    bytes += static_cast<char>(static_cast<std::uint8_t>(token >> 8U));
  }
  return reference::to_hex(reference::sha256(bytes));
}

TEST_F(ScoreAudits, TokensThatComeBackAreDecoded) {
  player_codes(R"({"decoded":true,"token_sha256":")" + digest_of_stream() + "\"}", 0);
  const Result<DecodingAudit> audit = audit_decoding(input());
  ASSERT_TRUE(audit.ok()) << audit.failure().message;
  EXPECT_TRUE(audit.value().decoded);
  EXPECT_EQ(audit.value().reason, "");
  EXPECT_EQ(audit.value().positions, 1024U);
  EXPECT_EQ(audit.value().claimed_bits, 1.5);
  EXPECT_EQ(audit.value().normalized_bits, 2.5);
  EXPECT_EQ(audit.value().coded_bits, 3U);
  EXPECT_EQ(audit.value().claims_unlike_rows, 4U);
  EXPECT_TRUE(says(asked(), "--tokens 1025")) << asked();
}

TEST_F(ScoreAudits, OtherTokensAreNotDecodedWhateverThePlayerSays) {
  player_codes(R"({"decoded":true,"token_sha256":")" + std::string(64, '0') + "\"}", 0);
  const Result<DecodingAudit> audit = audit_decoding(input());
  ASSERT_TRUE(audit.ok()) << audit.failure().message;
  EXPECT_FALSE(audit.value().decoded);
  EXPECT_EQ(audit.value().reason, "the tokens that came back are others");
}

// Exit 65 with an answer is a result, without one a failure.
TEST_F(ScoreAudits, AReceiverThatGivesUpSaysWhy) {
  player_codes(R"({"decoded":false,"reason":"a row differs","token_sha256":""})", 65);
  const Result<DecodingAudit> audit = audit_decoding(input());
  ASSERT_TRUE(audit.ok()) << audit.failure().message;
  EXPECT_FALSE(audit.value().decoded);
  EXPECT_EQ(audit.value().reason, "a row differs");
}

TEST_F(ScoreAudits, AReceiverThatSaysNothingFailed) {
  player_codes("", 65);
  const Result<DecodingAudit> audit = audit_decoding(input());
  ASSERT_FALSE(audit.ok());
  EXPECT_EQ(audit.failure().kind, ErrorKind::bad_input);
}

TEST_F(ScoreAudits, AnEncoderThatFailsIsSaid) {
  player_does("echo 'reference encode: no artifact' >&2; exit 65");
  const Result<DecodingAudit> audit = audit_decoding(input());
  ASSERT_FALSE(audit.ok());
  EXPECT_TRUE(says(audit.failure().message, "no artifact")) << audit.failure().message;
}

}  // namespace
}  // namespace verifier
