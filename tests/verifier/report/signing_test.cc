// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/signing.h"

#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "tests/support/sample_report.h"
#include "tests/support/signing_samples.h"
#include "tests/support/temporary_folder.h"
#include "verifier/report/report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using pgolf_test::TemporaryFolder;

// Puts what the statement calls stored into a folder of evidence.
void store_documents(const Report& report, const TemporaryFolder& folder) {
  for (const Document& document : documents_of(report)) {
    folder.write(reference::to_hex(reference::sha256(document.bytes)), document.bytes);
  }
}

TEST(PayloadToSign, IsTheCanonicalFormOfAnyOrderOfMembers) {
  const TemporaryFolder folder;
  const Report report = pgolf_test::passing_report();
  store_documents(report, folder);
  const auto payload = payload_to_sign(statement_json(report).dump(2), folder.path());
  ASSERT_TRUE(payload.ok()) << payload.failure().message;
  EXPECT_EQ(payload.value(), statement_text(report));
}

struct Row {
  const char* name;
  void (*spoil)(json& predicate);
  const char* step;
};

class RefusedStatement : public testing::TestWithParam<Row> {};

TEST_P(RefusedStatement, IsNotSigned) {
  const TemporaryFolder folder;
  const Report report = pgolf_test::passing_report();
  store_documents(report, folder);
  json statement = statement_json(report);
  GetParam().spoil(statement["predicate"]);
  const auto payload = payload_to_sign(statement.dump(), folder.path());
  ASSERT_FALSE(payload.ok());
  EXPECT_EQ(payload.failure().reason, GetParam().step) << payload.failure().message;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedStatement,
    testing::Values(
        Row{"schema", [](json& p) { p.erase("nonce"); }, "schema"},
        Row{"aggregate", [](json& p) { p["summary"]["status"] = "fail"; }, "aggregate"},
        Row{"counts", [](json& p) { p["summary"]["counts"]["fail"] = 0; }, "aggregate"},
        Row{"required", [](json& p) { p["policy"]["required"].push_back("zz"); }, "aggregate"},
        Row{"facts", [](json& p) { p["summary"]["factsDigest"] = std::string(64, '0'); }, "facts"},
        Row{"changed_figure", [](json& p) { p["checks"][0]["measured"]["value"] = 1; }, "facts"},
        Row{"evidence_said_to_be_stored_is_not_there",
            [](json& p) { p["environment"]["hardware"]["annotations"]["stored"] = true; },
            "evidence"}),
    [](const auto& row) { return row.param.name; });

TEST(PayloadToSign, ChangedEvidenceIsRefused) {
  const TemporaryFolder folder;
  const Report report = pgolf_test::passing_report();
  store_documents(report, folder);
  // A file whose name is not the digest of its bytes.
  folder.write(std::string(64, 'a'), "other bytes");
  const auto payload = payload_to_sign(statement_text(report), folder.path());
  ASSERT_FALSE(payload.ok());
  EXPECT_EQ(payload.failure().reason, "evidence");
}

TEST(WriteReport, LeavesEnvelopeBundleAndLines) {
  const TemporaryFolder folder;
  const std::vector<Envelope> envelopes = sign_with_companions(
      pgolf_test::test_key_1(), pgolf_test::golden_signing("example-payload.json"));
  ASSERT_EQ(envelopes.size(), 2U);  // the example fails, so nothing is said to be verified
  write_report(folder.path(), envelopes);
  const std::string text = envelope_text(envelopes[0]);
  EXPECT_EQ(reference::read_file(folder / "report.dsse.json", 100'000), text);
  EXPECT_EQ(reference::read_file(folder / "report.intoto.jsonl", 100'000),
            text + "\n" + envelope_text(envelopes[1]) + "\n");
  EXPECT_EQ(reference::read_file(folder / "report.sigstore.json", 100'000),
            pgolf_test::golden_signing("example-sigstore-bundle.json"));
}

}  // namespace
}  // namespace verifier
