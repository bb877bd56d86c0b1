// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/verification.h"

#include <map>
#include <random>

#include "reference_impl/base/json_text.h"
#include "tests/support/sample_report.h"
#include "tests/support/signing_samples.h"
#include "tests/support/temporary_folder.h"
#include "verifier/report/base64.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using pgolf_test::golden_signing;
using pgolf_test::test_key_1;
using pgolf_test::test_key_2;

constexpr std::int64_t kNow = 1767323200;  // 95 s after the sample report was finished

struct GoldenCase {
  std::string name;
  json data;
};

void PrintTo(const GoldenCase& value, std::ostream* out) {
  *out << value.name;
}

std::vector<GoldenCase> golden_cases() {
  const reference::JsonLimits limits{.string_bytes = 1U << 20U};
  const json file = reference::parse_json(golden_signing("cases.json"), "cases.json", limits);
  std::vector<GoldenCase> cases;
  for (const json& one : file.at("cases")) {
    cases.push_back({one.at("name").get<std::string>(), one});
  }
  return cases;
}

std::string identifier(std::string text) {
  for (char& c : text) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return text;
}

std::vector<PublicKey> trusted_keys(const json& ids) {
  const std::map<std::string, PublicKey> known = {
      {key_id(test_key_1().public_key()), test_key_1().public_key()},
      {key_id(test_key_2().public_key()), test_key_2().public_key()}};
  std::vector<PublicKey> keys;
  for (const json& id : ids) {
    keys.push_back(known.at(id.get<std::string>()));
  }
  return keys;
}

class SigningCase : public testing::TestWithParam<GoldenCase> {};

TEST_P(SigningCase, DecidesAsListed) {
  const json& data = GetParam().data;
  const std::string envelope = reference::canonical_json(data.at("envelope"));
  const auto payload = verify_signatures(envelope, "envelope", trusted_keys(data.at("trusted")),
                                         data.at("threshold").get<std::size_t>());
  std::string step = payload.ok() ? "accept" : payload.failure().reason;
  if (payload.ok()) {
    const auto statement = verify_payload(payload.value(), {});
    step = statement.ok() ? "accept" : statement.failure().reason;
  }
  const bool accept = data.at("expect") == "accept";
  EXPECT_EQ(step, accept ? "accept" : data.at("reason").get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Golden, SigningCase, testing::ValuesIn(golden_cases()),
                         [](const auto& row) { return identifier(row.param.name); });

TEST(SigningCases, AreAllThere) {
  EXPECT_EQ(golden_cases().size(), 25U);
}

// What can be changed by one byte once an envelope is decoded.
enum class Part { payload, payload_type, signature };

struct Change {
  const char* name;
  Part part;
};

class OneByte : public testing::TestWithParam<Change> {};

std::string& part_of(Envelope& envelope, Part part) {
  if (part == Part::payload) {
    return envelope.payload;
  }
  return part == Part::payload_type ? envelope.payload_type : envelope.signatures[0].bytes;
}

TEST_P(OneByte, ChangedIsAlwaysRefused) {
  const Envelope golden =
      sign_payload(test_key_1(), kPayloadType, golden_signing("example-payload.json"));
  const std::vector<PublicKey> keys = {test_key_1().public_key()};
  ASSERT_TRUE(verify_signatures(envelope_text(golden), "e", keys, 1).ok());
  std::mt19937 random(20260102);
  for (int i = 0; i < 10'000; ++i) {
    Envelope changed = golden;
    std::string& bytes = part_of(changed, GetParam().part);
    const std::size_t at = random() % bytes.size();
    const char mask = static_cast<char>(1 + random() % 255);
    bytes[at] = static_cast<char>(bytes[at] ^ mask);
    // The type is checked as the bytes it was decoded to: not every change of it is JSON text.
    const std::string message = pre_authentication(changed.payload_type, changed.payload);
    EXPECT_FALSE(verifies(keys[0], message, changed.signatures[0].bytes)) << "byte " << at;
    if (GetParam().part != Part::payload_type && i % 100 == 0) {
      const auto result = verify_signatures(envelope_text(changed), "e", keys, 1);
      ASSERT_FALSE(result.ok());
      EXPECT_EQ(result.failure().reason, "threshold");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, OneByte,
                         testing::Values(Change{"payload", Part::payload},
                                         Change{"payload_type", Part::payload_type},
                                         Change{"signature", Part::signature}),
                         [](const auto& row) { return row.param.name; });

// A report, whom it is read by, and with what in hand.
struct Scene {
  Report report = pgolf_test::passing_report();
  json statement;  // changed after it was made, where a row wants that
  Trust trust = trust_in_key(test_key_1().public_key());
  VerificationContext context{.now_seconds = kNow, .submission_sha256 = {}, .evidence_folder = {}};
};

Result<VerifiedReport> read_scene(Scene& scene) {
  const Envelope envelope =
      sign_payload(test_key_1(), kPayloadType, reference::canonical_json(scene.statement));
  return verify_report(envelope_text(envelope), "report", scene.trust, scene.context);
}

struct Later {
  const char* name;
  void (*arrange)(Scene&);
  const char* step;
};

class LaterStep : public testing::TestWithParam<Later> {};

TEST_P(LaterStep, NamesItself) {
  Scene scene;
  scene.statement = statement_json(scene.report);
  GetParam().arrange(scene);
  const auto result = read_scene(scene);
  EXPECT_EQ(result.ok() ? "accept" : result.failure().reason, GetParam().step)
      << (result.ok() ? "" : result.failure().message);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, LaterStep,
    testing::Values(
        Later{"unchanged", [](Scene&) {}, "accept"},
        Later{"rules_accepted", [](Scene& s) { s.trust.rules = {std::string(64, 'b')}; }, "accept"},
        Later{"rules_unknown", [](Scene& s) { s.trust.rules = {std::string(64, 'c')}; }, "rules"},
        Later{"version_accepted", [](Scene& s) { s.trust.verifiers = {"0.1.0"}; }, "accept"},
        Later{"binary_accepted", [](Scene& s) { s.trust.verifiers = {std::string(64, 'a')}; },
              "accept"},
        Later{"version_unknown", [](Scene& s) { s.trust.verifiers = {"9.9.9"}; }, "verifier"},
        Later{"repository_unknown", [](Scene& s) { s.trust.repositories = {"git+https://x"}; },
              "verifier"},
        Later{"repository_accepted",
              [](Scene& s) { s.trust.repositories = {"git+https://verify.example/repo"}; },
              "accept"},
        Later{"required_absent", [](Scene& s) { s.trust.required = {"no.such-check"}; },
              "required-checks"},
        Later{"same_submission",
              [](Scene& s) { s.context.submission_sha256 = std::string(64, '5'); }, "accept"},
        Later{"other_submission",
              [](Scene& s) { s.context.submission_sha256 = std::string(64, '6'); }, "subject"},
        Later{"nonce_not_committed",
              [](Scene& s) { s.statement["predicate"]["nonce"]["value"] = std::string(64, '1'); },
              "nonce"},
        Later{"too_old", [](Scene& s) { s.trust.max_age_seconds = 94; }, "freshness"},
        Later{"just_fresh", [](Scene& s) { s.trust.max_age_seconds = 95; }, "accept"},
        Later{"from_the_future", [](Scene& s) { s.context.now_seconds = 1767323105 - 301; },
              "freshness"},
        Later{"ended_before_it_started",
              [](Scene& s) {
                s.statement["predicate"]["summary"]["startedOn"] = "2026-01-02T03:05:06Z";
              },
              "freshness"},
        Later{"finished_before_the_keys_window",
              [](Scene& s) { s.trust.keys[0].from = 1767323106; }, "freshness"},
        Later{"key_over_now", [](Scene& s) { s.trust.keys[0].until = kNow - 1; }, "threshold"},
        Later{"key_revoked", [](Scene& s) { s.trust.keys[0].revoked = kNow; }, "threshold"},
        Later{"attempt_without_its_earlier_reports",
              [](Scene& s) { s.statement["predicate"]["summary"]["attempt"] = 2; }, "attempts"},
        Later{"second_attempt",
              [](Scene& s) {
                s.statement["predicate"]["summary"]["attempt"] = 2;
                s.statement["predicate"]["summary"]["previousAttempts"] = {std::string(64, 'd')};
              },
              "accept"},
        Later{"counts_wrong",
              [](Scene& s) { s.statement["predicate"]["summary"]["counts"]["pass"] = 99; },
              "aggregate"},
        Later{"a_waiver_is_not_believed",
              [](Scene& s) { s.statement["predicate"]["checks"][0]["waivedBy"] = "x"; },
              "aggregate"}),
    [](const auto& row) { return row.param.name; });

TEST(Verification, EvidenceAtHandIsHashedAgain) {
  const pgolf_test::TemporaryFolder folder;
  Scene scene;
  scene.context.evidence_folder = folder.path();
  scene.statement = statement_json(scene.report);
  const std::vector<Document> documents = documents_of(scene.report);
  const std::string name = reference::to_hex(reference::sha256(documents.back().bytes));
  folder.write(name, documents.back().bytes);
  EXPECT_TRUE(read_scene(scene).ok());
  folder.write(name, documents.back().bytes + " ");
  const auto result = read_scene(scene);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.failure().reason, "evidence");
}

TEST(Verification, AnyMemberOrderIsAcceptedWithANote) {
  Scene scene;
  scene.statement = statement_json(scene.report);
  const Envelope envelope = sign_payload(test_key_1(), kPayloadType, scene.statement.dump(1));
  const auto result = verify_report(envelope_text(envelope), "report", scene.trust, scene.context);
  ASSERT_TRUE(result.ok()) << result.failure().message;
  EXPECT_NE(result.value().notes.at(0).find("not canonical"), std::string::npos);
}

TEST(Verification, EveryFailureNamesAKnownStep) {
  const auto steps = verification_steps();
  for (const char* step : {"size", "decode", "threshold", "schema", "aggregate", "attempts"}) {
    EXPECT_NE(std::find(steps.begin(), steps.end(), step), steps.end()) << step;
  }
}

}  // namespace
}  // namespace verifier
