// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/trust.h"

#include "reference_impl/base/json_text.h"
#include "tests/support/signing_samples.h"
#include "verifier/base/result.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

json key_json(const SigningKey& key) {
  return {{"public", to_pem(key.public_key())}, {"role", "verifier"}};
}

json trust_json() {
  return {{"keys", json::array({key_json(pgolf_test::test_key_1())})}, {"threshold", 1}};
}

Trust read(const json& value) {
  return trust_from_text(reference::canonical_json(value), "trust.json");
}

TEST(Trust, AFullFileIsRead) {
  json file = trust_json();
  file["keys"][0]["from"] = "2026-01-01T00:00:00Z";
  file["keys"][0]["until"] = "2026-12-31";
  file["keys"][0]["revoked"] = nullptr;
  file["repositories"] = {"git+https://verify.example/repo"};
  file["rules"] = {std::string(64, 'b')};
  file["verifiers"] = {"0.1.0"};
  file["required"] = {"artifact.size"};
  file["maxAgeSeconds"] = 86400;
  const Trust trust = read(file);
  ASSERT_EQ(trust.keys.size(), 1U);
  EXPECT_EQ(trust.keys[0].key, pgolf_test::test_key_1().public_key());
  EXPECT_EQ(trust.keys[0].from, 1767225600);
  EXPECT_EQ(trust.keys[0].until, 1798761599);  // the last second of that day
  EXPECT_FALSE(trust.keys[0].revoked);
  EXPECT_EQ(trust.max_age_seconds, 86400);
  EXPECT_EQ(trust.required, std::vector<std::string>{"artifact.size"});
}

struct Bad {
  const char* name;
  void (*spoil)(json&);
};

class BadTrust : public testing::TestWithParam<Bad> {};

TEST_P(BadTrust, IsBadInputThatNamesTheFile) {
  json file = trust_json();
  GetParam().spoil(file);
  try {
    read(file);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind("trust.json", 0), 0U) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadTrust,
    testing::Values(Bad{"unknown_member", [](json& f) { f["note"] = "x"; }},
                    Bad{"unknown_member_of_a_key", [](json& f) { f["keys"][0]["note"] = "x"; }},
                    Bad{"no_keys", [](json& f) { f.erase("keys"); }},
                    Bad{"empty_keys", [](json& f) { f["keys"] = json::array(); }},
                    Bad{"key_without_public", [](json& f) { f["keys"][0].erase("public"); }},
                    Bad{"key_that_is_no_key", [](json& f) { f["keys"][0]["public"] = "x"; }},
                    Bad{"unknown_role", [](json& f) { f["keys"][0]["role"] = "owner"; }},
                    Bad{"only_a_maintainer", [](json& f) { f["keys"][0]["role"] = "maintainer"; }},
                    Bad{"threshold_zero", [](json& f) { f["threshold"] = 0; }},
                    Bad{"threshold_beyond_the_keys", [](json& f) { f["threshold"] = 2; }},
                    Bad{"threshold_counts_distinct_keys",
                        [](json& f) {
                          f["keys"].push_back(f["keys"][0]);
                          f["threshold"] = 2;
                        }},
                    Bad{"time_without_zone",
                        [](json& f) { f["keys"][0]["from"] = "2026-01-01T00:00:00"; }},
                    Bad{"rules_not_a_digest", [](json& f) { f["rules"] = {"abc"}; }},
                    Bad{"negative_age", [](json& f) { f["maxAgeSeconds"] = -1; }},
                    Bad{"array", [](json& f) { f = json::array(); }}),
    [](const auto& row) { return row.param.name; });

struct Window {
  const char* name;
  TrustedKey key;
  bool valid;  // at second 1000
};

class KeyWindow : public testing::TestWithParam<Window> {};

TEST_P(KeyWindow, DecidesWhetherAKeyMaySign) {
  Trust trust;
  trust.keys = {GetParam().key};
  EXPECT_EQ(keys_valid_at(trust, 1000).size(), GetParam().valid ? 1U : 0U);
}

TrustedKey window(std::optional<std::int64_t> from, std::optional<std::int64_t> until,
                  std::optional<std::int64_t> revoked, const std::string& role = "verifier") {
  return {PublicKey{}, role, from, until, revoked};
}

INSTANTIATE_TEST_SUITE_P(Rows, KeyWindow,
                         testing::Values(Window{"open", window({}, {}, {}), true},
                                         Window{"inside", window(1000, 1000, {}), true},
                                         Window{"not_yet", window(1001, {}, {}), false},
                                         Window{"over", window({}, 999, {}), false},
                                         Window{"revoked", window({}, {}, 1000), false},
                                         Window{"revoked_later", window({}, {}, 1001), true},
                                         Window{"maintainer", window({}, {}, {}, "maintainer"),
                                                false}),
                         [](const auto& row) { return row.param.name; });

TEST(Trust, TheSameKeyTwiceIsOneKey) {
  Trust trust;
  trust.keys = {window({}, {}, {}), window({}, {}, {})};
  EXPECT_EQ(keys_valid_at(trust, 0).size(), 1U);
}

}  // namespace
}  // namespace verifier
