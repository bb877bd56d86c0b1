// SPDX-License-Identifier: Apache-2.0
// sign-report and verify-report as processes: what a user types, what comes back.
#include <memory>
#include <sys/stat.h>

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/program.h"
#include "tests/support/sample_report.h"
#include "tests/support/signing_samples.h"
#include "tests/support/temporary_folder.h"
#include "verifier/report/envelope.h"
#include "verifier/report/report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using pgolf_test::ProgramRun;
using pgolf_test::quoted;
using pgolf_test::run_shell;
using pgolf_test::TemporaryFolder;

// A folder of output with a statement, its evidence, and a home of its own for the key.
class Desk {
 public:
  explicit Desk(const Report& report) {
    for (const Document& document : documents_of(report)) {
      folder_.write("out/evidence/" + reference::to_hex(reference::sha256(document.bytes)),
                    document.bytes);
    }
    folder_.write("out/statement.json", statement_text(report));
  }
  fs::path at(const std::string& name) const { return folder_ / name; }
  const TemporaryFolder& folder() const { return folder_; }
  std::string word(const std::string& name) const { return quoted(at(name).string()); }

  ProgramRun sign(const std::string& more = "") const {
    return program(PGOLF_SIGN_REPORT,
                   word("out/statement.json") + " --output " + word("out") + " " + more);
  }
  ProgramRun verify(const std::string& more = "") const {
    return verify_with("--key " + word("config/pgolf/signer.pub.pem") + " " + more);
  }
  ProgramRun verify_with(const std::string& arguments) const {
    return program(PGOLF_VERIFY_REPORT, word("out/report.dsse.json") + " " + arguments);
  }
  ProgramRun program(const std::string& path, const std::string& arguments) const {
    return run_shell("XDG_CONFIG_HOME=" + word("config") + " " + quoted(path) + " " + arguments);
  }

 private:
  TemporaryFolder folder_;
};

struct Row {
  const char* name;
  Report (*make)();
  int exit_code;
  const char* word;
};

class SignedAndVerified : public testing::TestWithParam<Row> {};

TEST_P(SignedAndVerified, EndsWithTheVerdictsOwnCode) {
  const Desk desk(GetParam().make());
  const ProgramRun made = desk.sign();
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_EQ(made.output, "");
  EXPECT_NE(made.errors.find("made a new signing key"), std::string::npos);
  const ProgramRun text = desk.verify();
  EXPECT_EQ(text.exit_code, GetParam().exit_code) << text.errors;
  EXPECT_EQ(text.output.rfind(std::string(GetParam().word) + ": ", 0), 0U) << text.output;
  EXPECT_NE(text.output.find("verified: signed by key "), std::string::npos);
  const ProgramRun shown = desk.verify("--format json");
  EXPECT_EQ(shown.exit_code, GetParam().exit_code);
  EXPECT_EQ(reference::parse_json(shown.output, "out").at("exitCode"), GetParam().exit_code);
}

INSTANTIATE_TEST_SUITE_P(Rows, SignedAndVerified,
                         testing::Values(Row{"pass", pgolf_test::passing_report, 0, "PASS"},
                                         Row{"fail", pgolf_test::failing_report, 1, "FAIL"},
                                         Row{"inconclusive", pgolf_test::inconclusive_report, 2,
                                             "INCONCLUSIVE"},
                                         Row{"with_runs", pgolf_test::report_with_runs, 0, "PASS"}),
                         [](const auto& row) { return row.param.name; });

TEST(SignReport, IsSilentAboutAKeyThatWasThereAndGivesTheSameBytes) {
  const Desk desk(pgolf_test::passing_report());
  ASSERT_EQ(desk.sign().exit_code, 0);
  const std::string first = reference::read_file(desk.at("out/report.dsse.json"), 1U << 20U);
  const ProgramRun again = desk.sign();
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.errors.find("made"), std::string::npos) << again.errors;
  EXPECT_EQ(reference::read_file(desk.at("out/report.dsse.json"), 1U << 20U), first);
}

struct Refusal {
  const char* name;
  // Arranges the desk and gives the arguments that come after statement and output.
  std::string (*arrange)(const Desk&);
  int exit_code;
  const char* says;
};

class RefusedSigning : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedSigning, WritesNoReport) {
  const Desk desk(pgolf_test::passing_report());
  const ProgramRun result = desk.sign(GetParam().arrange(desk));
  EXPECT_EQ(result.exit_code, GetParam().exit_code) << result.errors;
  EXPECT_NE(result.errors.find(GetParam().says), std::string::npos) << result.errors;
  EXPECT_FALSE(fs::exists(desk.at("out/report.dsse.json")));
  EXPECT_EQ(result.output, "");
}

std::string key_with_mode(const Desk& desk, const std::string& name, mode_t mode) {
  const fs::path path = desk.folder().write(name, pgolf_test::test_key_1().pem());
  EXPECT_EQ(::chmod(path.c_str(), mode), 0);
  return "--key " + desk.word(name);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedSigning,
    testing::Values(
        Refusal{"broken_statement",
                [](const Desk& d) {
                  d.folder().write("out/statement.json", "{");
                  return std::string();
                },
                65, "not signed: json"},
        Refusal{"changed_statement",
                [](const Desk& d) {
                  std::string text = statement_text(pgolf_test::passing_report());
                  text.replace(text.find("\"status\":\"pass\"}"), 16, "\"status\":\"fail\"}");
                  d.folder().write("out/statement.json", text);
                  return std::string();
                },
                65, "not signed: aggregate"},
        Refusal{"absent_statement",
                [](const Desk& d) {
                  fs::remove(d.at("out/statement.json"));
                  return std::string();
                },
                65, "cannot be read"},
        Refusal{"evidence_removed",
                [](const Desk& d) {
                  fs::remove_all(d.at("out/evidence"));
                  return std::string();
                },
                65, "not signed: evidence"},
        Refusal{"key_readable_by_others",
                [](const Desk& d) { return key_with_mode(d, "k.pem", 0644); }, 65, "chmod 600"},
        Refusal{"key_inside_the_output",
                [](const Desk& d) { return key_with_mode(d, "out/k.pem", 0600); }, 65,
                "must not lie inside"},
        Refusal{"key_inside_the_submission",
                [](const Desk& d) {
                  return key_with_mode(d, "sub/k.pem", 0600) + " --submission " + d.word("sub");
                },
                65, "must not lie inside"},
        Refusal{"absent_key", [](const Desk&) { return std::string("--key /nonexistent/k.pem"); },
                65, "cannot be read"},
        Refusal{"key_on_the_command_line",
                [](const Desk&) { return std::string("--key '-----BEGIN PRIVATE KEY-----'"); }, 64,
                "never a key itself"},
        Refusal{"unknown_option", [](const Desk&) { return std::string("--force"); }, 64,
                "--force"},
        Refusal{"key_folder_cannot_be_made",
                [](const Desk& d) {
                  d.folder().write("config", "a file");
                  return std::string();
                },
                75, "cannot be made"}),
    [](const auto& row) { return row.param.name; });

TEST(SignReport, AFullDiskIsTransientAndLeavesNoHalfReport) {
  const Desk desk(pgolf_test::passing_report());
  ASSERT_EQ(desk.sign().exit_code, 0);
  const auto files = [&] { return std::distance(fs::directory_iterator(desk.at("out")), {}); };
  fs::remove(desk.at("out/report.dsse.json"));
  const auto before = files();
  const std::string full_disk =
      "trap '' XFSZ; ulimit -f 0; XDG_CONFIG_HOME=" + desk.word("config") + " " +
      quoted(PGOLF_SIGN_REPORT) + " " + desk.word("out/statement.json") + " --output " +
      desk.word("out");
  EXPECT_EQ(run_shell(full_disk).exit_code, 75);
  EXPECT_FALSE(fs::exists(desk.at("out/report.dsse.json")));
  EXPECT_EQ(files(), before);
}

class RefusedReport : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedReport, NamesTheStep) {
  const Desk desk(pgolf_test::passing_report());
  ASSERT_EQ(desk.sign("--submission /nonexistent").exit_code, 0);
  const ProgramRun result = desk.verify_with(GetParam().arrange(desk));
  EXPECT_EQ(result.exit_code, GetParam().exit_code) << result.errors;
  EXPECT_NE(result.errors.find(GetParam().says), std::string::npos) << result.errors;
  EXPECT_EQ(result.output, "");
}

std::string own_key(const Desk& desk) {
  return "--key " + desk.word("config/pgolf/signer.pub.pem");
}

// Replaces the report by one whose decoded payload or signature differs in one bit.
void flip(const Desk& desk, bool in_payload) {
  const std::string text = reference::read_file(desk.at("out/report.dsse.json"), 1U << 20U);
  Envelope envelope = read_envelope(text, "report").value();
  std::string& bytes = in_payload ? envelope.payload : envelope.signatures[0].bytes;
  bytes[10] = static_cast<char>(bytes[10] ^ 1);
  desk.folder().write("out/report.dsse.json", envelope_text(envelope));
}

std::string trust_file(const Desk& desk, const std::string& more) {
  json pem = reference::read_file(desk.at("config/pgolf/signer.pub.pem"), 10'000);
  desk.folder().write("trust.json", R"({"keys":[{"public":)" + pem.dump() + "}]" + more + "}");
  return "--trust " + desk.word("trust.json");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedReport,
    testing::Values(
        Refusal{"payload_bit",
                [](const Desk& d) {
                  flip(d, true);
                  return own_key(d);
                },
                3, "NOT VERIFIED at step threshold"},
        Refusal{"signature_bit",
                [](const Desk& d) {
                  flip(d, false);
                  return own_key(d);
                },
                3, "NOT VERIFIED at step threshold"},
        Refusal{"other_key",
                [](const Desk& d) {
                  d.folder().write("other.pem", to_pem(pgolf_test::test_key_2().public_key()));
                  return "--key " + d.word("other.pem");
                },
                3, "NOT VERIFIED at step threshold"},
        Refusal{"garbage",
                [](const Desk& d) {
                  d.folder().write("out/report.dsse.json", "hello");
                  return own_key(d);
                },
                3, "NOT VERIFIED at step envelope"},
        Refusal{"evidence_changed",
                [](const Desk& d) {
                  const auto first = fs::directory_iterator(d.at("out/evidence"))->path();
                  d.folder().write("out/evidence/" + first.filename().string(), "other");
                  return own_key(d);
                },
                3, "NOT VERIFIED at step evidence"},
        Refusal{"other_folder",
                [](const Desk& d) {
                  d.folder().write("sub/submission.json", "{}");
                  return own_key(d) + " --submission " + d.word("sub");
                },
                3, "NOT VERIFIED at step subject"},
        Refusal{"too_old", [](const Desk& d) { return trust_file(d, R"(,"maxAgeSeconds":60)"); }, 3,
                "NOT VERIFIED at step freshness"},
        Refusal{"rules_not_accepted",
                [](const Desk& d) {
                  return trust_file(d, R"(,"rules":[")" + std::string(64, '0') + R"("])");
                },
                3, "NOT VERIFIED at step rules"},
        Refusal{"unknown_member_of_the_trust_file",
                [](const Desk& d) { return trust_file(d, R"(,"note":1)"); }, 65, "note"},
        Refusal{"absent_key_file",
                [](const Desk&) { return std::string("--key /nonexistent.pem"); }, 65,
                "cannot be read"},
        Refusal{"private_key_for_a_public_one",
                [](const Desk& d) { return "--key " + d.word("config/pgolf/signer.pem"); }, 65,
                "not an Ed25519 public key"},
        Refusal{"absent_report",
                [](const Desk& d) {
                  fs::remove(d.at("out/report.dsse.json"));
                  return own_key(d);
                },
                64, "report.dsse.json"},
        Refusal{"absent_folder",
                [](const Desk& d) { return own_key(d) + " --submission /nonexistent"; }, 64,
                "/nonexistent"},
        Refusal{"no_key", [](const Desk&) { return std::string(); }, 64, "--key"},
        Refusal{"key_and_trust", [](const Desk& d) { return own_key(d) + " " + trust_file(d, ""); },
                64, "either"},
        Refusal{"unknown_format", [](const Desk& d) { return own_key(d) + " --format xml"; }, 64,
                "--format"}),
    [](const auto& row) { return row.param.name; });

TEST(VerifyReport, AcceptsATrustFileAndTheFolderThatWasJudged) {
  // The manifest by hand, from the report specification, section 4.
  const std::string claims = "{}";
  const std::string manifest = "verify-manifest v1\n100644 blob 2 " +
                               reference::to_hex(reference::sha256(claims)) + " submission.json\n";
  Report report = pgolf_test::passing_report();
  report.submission.manifest_sha256 = reference::to_hex(reference::sha256(manifest));
  const Desk desk(report);
  ASSERT_EQ(desk.sign().exit_code, 0);
  const fs::path file = desk.folder().write("sub/submission.json", claims);
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  const ProgramRun result =
      desk.verify_with(trust_file(desk, R"(,"threshold":1)") + " --submission " + desk.word("sub"));
  EXPECT_EQ(result.exit_code, 0) << result.errors;
}

TEST(VerifyReport, JsonSaysWhichStepFailed) {
  const Desk desk(pgolf_test::passing_report());
  ASSERT_EQ(desk.sign().exit_code, 0);
  flip(desk, true);
  const ProgramRun result = desk.verify("--format json");
  EXPECT_EQ(result.exit_code, 3);
  const json shown = reference::parse_json(result.output, "out");
  EXPECT_EQ(shown.at("verified"), false);
  EXPECT_EQ(shown.at("failedStep"), "threshold");
}

TEST(VerifyReport, AFullDiskForItsOutputIsSaid) {
  const Desk desk(pgolf_test::passing_report());
  ASSERT_EQ(desk.sign().exit_code, 0);
  EXPECT_EQ(desk.verify(">/dev/full").exit_code, 75);
}

TEST(ReportPrograms, HelpTeaches) {
  const ProgramRun sign = run_shell(quoted(PGOLF_SIGN_REPORT) + " --help");
  EXPECT_EQ(sign.exit_code, 0);
  EXPECT_NE(sign.output.find("openssl genpkey"), std::string::npos);
  const ProgramRun verify = run_shell(quoted(PGOLF_VERIFY_REPORT) + " --help");
  EXPECT_EQ(verify.exit_code, 0);
  EXPECT_NE(verify.output.find("openssl pkeyutl -verify"), std::string::npos);
  EXPECT_NE(verify.output.find("Examples:"), std::string::npos);
}

TEST(ReportPrograms, TheOpensslCommandLineAgrees) {
  if (run_shell("command -v openssl").exit_code != 0) {
    GTEST_SKIP() << "needs the openssl command line, which is not here";
  }
  const Desk desk(pgolf_test::passing_report());
  ASSERT_EQ(desk.sign().exit_code, 0);
  const Envelope envelope =
      read_envelope(reference::read_file(desk.at("out/report.dsse.json"), 1U << 20U), "r").value();
  desk.folder().write("pae.bin", pre_authentication(envelope.payload_type, envelope.payload));
  desk.folder().write("sig.bin", envelope.signatures[0].bytes);
  const std::string command = "openssl pkeyutl -verify -pubin -inkey " +
                              desk.word("config/pgolf/signer.pub.pem") + " -rawin -in " +
                              desk.word("pae.bin") + " -sigfile " + desk.word("sig.bin");
  const ProgramRun good = run_shell(command);
  EXPECT_EQ(good.exit_code, 0) << good.output << good.errors;
  desk.folder().write("pae.bin", pre_authentication(envelope.payload_type, "other"));
  EXPECT_NE(run_shell(command).exit_code, 0);
}

}  // namespace
}  // namespace verifier
