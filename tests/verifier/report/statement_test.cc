// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/statement.h"

#include "reference_impl/base/json_text.h"
#include "tests/support/sample_report.h"
#include "tests/support/signing_samples.h"
#include "verifier/report/verification.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using pgolf_test::golden_signing;

TEST(Statement, TheGoldenPayloadIsRead) {
  const Result<Statement> read = read_statement(golden_signing("example-payload.json"));
  ASSERT_TRUE(read.ok()) << read.failure().message;
  const Statement& statement = read.value();
  EXPECT_TRUE(statement.canonical);
  EXPECT_EQ(statement.checks.size(), 4U);
  EXPECT_EQ(verdict_of(statement), Verdict::fail);
  EXPECT_EQ(statement.submission_sha256,
            "05b3abf2579a5eb66403cd78be557fd860633a1fe2103c7642030defe32c657f");
  EXPECT_EQ(statement.policy.required.size(), 4U);
  EXPECT_EQ(statement.runs.at(0).seed, 1337U);
  EXPECT_EQ(statement.runs.at(0).val_bpb, 0.43706735);
  EXPECT_EQ(statement.summary.started_seconds, 1767323045);
}

struct Row {
  const char* name;
  void (*spoil)(json& statement);
  const char* step;
};

class ChangedPayload : public testing::TestWithParam<Row> {};

TEST_P(ChangedPayload, IsRefusedAtItsStep) {
  json statement = reference::parse_json(golden_signing("example-payload.json"), "golden");
  GetParam().spoil(statement);
  const Result<Statement> read = verify_statement(reference::canonical_json(statement), {});
  EXPECT_EQ(read.ok() ? "accept" : read.failure().reason, GetParam().step)
      << (read.ok() ? "" : read.failure().message);
}

json& predicate(json& s) {
  return s["predicate"];
}
json& first_check(json& s) {
  return s["predicate"]["checks"][0];
}  // a pass

INSTANTIATE_TEST_SUITE_P(
    Envelope, ChangedPayload,
    testing::Values(
        Row{"unchanged", [](json&) {}, "accept"},
        Row{"array", [](json& s) { s = json::array(); }, "statement-type"},
        Row{"no_type", [](json& s) { s.erase("_type"); }, "statement-type"},
        Row{"no_predicate_type", [](json& s) { s.erase("predicateType"); }, "predicate-type"},
        Row{"no_predicate", [](json& s) { s.erase("predicate"); }, "schema"},
        Row{"no_subject", [](json& s) { s.erase("subject"); }, "schema"},
        Row{"subject_without_submission", [](json& s) { s["subject"][0]["name"] = "other"; },
            "schema"},
        Row{"subject_differs_from_inputs",
            [](json& s) { s["subject"][0]["digest"]["sha256"] = std::string(64, '0'); }, "schema"},
        Row{"unknown_members_are_ignored",
            [](json& s) {
              s["later"] = 1;
              predicate(s)["later"] = {{"x", 1}};
              first_check(s)["later"] = "x";
            },
            "accept"},
        Row{"schema_of_another_major", [](json& s) { predicate(s)["schemaVersion"] = "2.0.0"; },
            "schema"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Checks, ChangedPayload,
    testing::Values(
        Row{"pass_without_measured", [](json& s) { first_check(s).erase("measured"); }, "schema"},
        Row{"pass_without_limit", [](json& s) { first_check(s).erase("limit"); }, "schema"},
        Row{"pass_without_margin", [](json& s) { first_check(s).erase("margin"); }, "schema"},
        Row{"pass_without_tolerance", [](json& s) { first_check(s).erase("tolerance"); }, "schema"},
        Row{"pass_without_evidence", [](json& s) { first_check(s)["evidence"] = json::array(); },
            "schema"},
        Row{"fail_without_measured", [](json& s) { predicate(s)["checks"][2].erase("measured"); },
            "schema"},
        Row{"inconclusive_without_measured",
            [](json& s) { predicate(s)["checks"][1].erase("measured"); }, "accept"},
        Row{"evidence_without_digest",
            [](json& s) { first_check(s)["evidence"][0].erase("digest"); }, "schema"},
        Row{"evidence_with_upper_case_digest",
            [](json& s) {
              first_check(s)["evidence"][0]["digest"]["sha256"] = std::string(64, 'A');
            },
            "schema"},
        Row{"more_killed_than_planted",
            [](json& s) { predicate(s)["checks"][2]["detection"]["killed"] = 41; }, "schema"},
        Row{"detection_without_mutants",
            [](json& s) { predicate(s)["checks"][2]["detection"].erase("mutants"); }, "schema"},
        Row{"no_id", [](json& s) { first_check(s).erase("id"); }, "schema"},
        Row{"id_twice", [](json& s) { predicate(s)["checks"].push_back(first_check(s)); },
            "schema"},
        Row{"version_zero", [](json& s) { first_check(s)["version"] = 0; }, "schema"},
        Row{"unknown_severity", [](json& s) { first_check(s)["severity"] = "mild"; }, "schema"},
        Row{"number_as_text", [](json& s) { first_check(s)["margin"] = "5215"; }, "schema"},
        // An unknown status is not run, so a summary that counts a pass contradicts it.
        Row{"unknown_status", [](json& s) { first_check(s)["status"] = "splendid"; }, "aggregate"},
        Row{"pass_called_advisory_changes_nothing",
            [](json& s) { first_check(s)["severity"] = "advisory"; }, "accept"},
        Row{"fail_called_advisory",
            [](json& s) { predicate(s)["checks"][2]["severity"] = "advisory"; }, "aggregate"}),
    [](const auto& row) { return row.param.name; });

// Every member of the predicate that the specification does not call optional.
class RequiredMember : public testing::TestWithParam<const char*> {};

TEST_P(RequiredMember, IsMissedBySchema) {
  json statement = reference::parse_json(golden_signing("example-payload.json"), "golden");
  const json::json_pointer pointer(std::string("/predicate") + GetParam());
  ASSERT_TRUE(statement.contains(pointer)) << pointer.to_string();
  statement.at(pointer.parent_pointer()).erase(pointer.back());
  const Result<Statement> read = read_statement(statement.dump());
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.failure().reason, "schema");
  EXPECT_NE(read.failure().message.find(pointer.back()), std::string::npos)
      << read.failure().message;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RequiredMember,
    testing::Values("/schemaVersion", "/verifier", "/verifier/id", "/verifier/version",
                    "/verifier/binary", "/verifier/source", "/verifier/selfTest",
                    "/verifier/selfTest/mutants", "/policy", "/policy/rules", "/policy/required",
                    "/policy/reference", "/policy/waivers", "/inputs", "/inputs/submission",
                    "/inputs/tokenizer", "/inputs/tokenBytes", "/inputs/trainShards",
                    "/inputs/valShards", "/inputs/totals", "/environment", "/environment/image",
                    "/environment/hardware", "/environment/software", "/environment/sandbox",
                    "/environment/clockUncertaintyNs", "/nonce", "/nonce/commitment",
                    "/nonce/value", "/runs", "/checks", "/summary", "/summary/status",
                    "/summary/exitCode", "/summary/counts", "/summary/factsDigest",
                    "/summary/startedOn", "/summary/finishedOn", "/summary/attempt",
                    "/summary/previousAttempts"),
    [](const auto& row) {
      std::string name = row.param;
      std::replace(name.begin(), name.end(), '/', '_');
      return name;
    });

struct BadText {
  const char* name;
  std::string payload;
};

class PayloadText : public testing::TestWithParam<BadText> {};

TEST_P(PayloadText, ThatIsNotStrictJsonIsRefused) {
  const Result<Statement> read = read_statement(GetParam().payload);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.failure().reason, "json") << read.failure().message;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PayloadText,
    testing::Values(BadText{"empty", ""}, BadText{"two_values", "{}{}"},
                    BadText{"integer_beyond_2_53", R"({"a":9007199254740992})"},
                    BadText{"negative_integer_beyond_2_53", R"({"a":-9007199254740992})"},
                    BadText{"integer_beyond_64_bits", R"({"a":100000000000000000000})"},
                    BadText{"depth_65", std::string(65, '[') + std::string(65, ']')},
                    BadText{"infinite", R"({"a":1e400})"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
