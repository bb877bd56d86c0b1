// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/envelope.h"

#include "reference_impl/base/json_text.h"
#include "tests/support/signing_samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using pgolf_test::golden_signing;
using pgolf_test::hex_of;
using pgolf_test::test_key_1;

std::string digest_of(const std::string& bytes) {
  return reference::to_hex(reference::sha256(bytes));
}

Envelope golden_envelope() {
  return sign_payload(test_key_1(), kPayloadType, golden_signing("example-payload.json"));
}

// The golden values of the report specification, section 9.
TEST(Envelope, GoldenPayloadGivesGoldenBytes) {
  const std::string payload = golden_signing("example-payload.json");
  EXPECT_EQ(digest_of(payload), "bae122363a4c1ccdaf9e5ac0dc0da01ca9ad246ae6d50454f38fb1168d55603b");
  const std::string signed_bytes = pre_authentication(kPayloadType, payload);
  EXPECT_EQ(signed_bytes.size(), 5263U);
  EXPECT_EQ(digest_of(signed_bytes),
            "32fb67b71a186faed2cb23773aaca367fc289a80f316c1157bff846f8539d8c0");
  const Envelope envelope = golden_envelope();
  EXPECT_EQ(
      hex_of(envelope.signatures.at(0).bytes),
      "58dfd8bc06e021b427208735af607a2a49151c5b407ed9811d03de4efb83f4f8bd5c499ffa704fca786c798b0e"
      "456879157ca89c408ce98bf000f7b89567f00e");
  EXPECT_EQ(digest_of(envelope_text(envelope)),
            "4d343476ed0c88e1dfa86fa8ada63c1d07f44fe3ef269c33e692dd35678d153f");
}

TEST(Envelope, SigstoreBundleIsTheGoldenOne) {
  EXPECT_EQ(sigstore_bundle_text(golden_envelope()),
            golden_signing("example-sigstore-bundle.json"));
}

TEST(Envelope, CanonicalFormOfTheGoldenPayloadIsItself) {
  const std::string payload = golden_signing("example-payload.json");
  EXPECT_EQ(reference::canonical_json(reference::parse_json(payload, "payload")), payload);
}

TEST(Envelope, PreAuthenticationIsThatOfTheDsseProtocol) {
  // The protocol's own example.
  EXPECT_EQ(pre_authentication("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(pre_authentication("", ""), "DSSEv1 0  0 ");
}

TEST(Envelope, WhatIsWrittenIsReadBack) {
  const Envelope envelope = golden_envelope();
  const Result<Envelope> read = read_envelope(envelope_text(envelope), "e");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().payload, envelope.payload);
  EXPECT_EQ(read.value().payload_type, envelope.payload_type);
  ASSERT_EQ(read.value().signatures.size(), 1U);
  EXPECT_EQ(read.value().signatures[0].bytes, envelope.signatures[0].bytes);
  EXPECT_EQ(read.value().signatures[0].key_id, envelope.signatures[0].key_id);
}

struct Row {
  const char* name;
  std::string text;
  const char* step;  // "accept" where it is read
};

class EnvelopeText : public testing::TestWithParam<Row> {};

TEST_P(EnvelopeText, IsReadOrRefusedAtItsStep) {
  const Result<Envelope> read = read_envelope(GetParam().text, "e.json");
  EXPECT_EQ(read.ok() ? "accept" : read.failure().reason, GetParam().step)
      << (read.ok() ? "" : read.failure().message);
}

std::string with_signatures(int count) {
  std::string list;
  for (int i = 0; i < count; ++i) {
    list += std::string(i == 0 ? "" : ",") + R"({"sig":"AAAA"})";
  }
  return R"({"payload":"e30=","payloadType":"t","signatures":[)" + list + "]}";
}

INSTANTIATE_TEST_SUITE_P(
    Rows, EnvelopeText,
    testing::Values(
        Row{"smallest", R"({"payload":"","payloadType":"","signatures":[]})", "accept"},
        Row{"unknown_members",
            R"({"payload":"e30=","payloadType":"t","signatures":[{"sig":"AAAA","x":1}],"y":[]})",
            "accept"},
        Row{"null_keyid",
            R"({"payload":"e30=","payloadType":"t","signatures":[{"keyid":null,"sig":"AAAA"}]})",
            "accept"},
        Row{"sixteen_signatures", with_signatures(16), "accept"},
        Row{"seventeen_signatures", with_signatures(17), "envelope"}, Row{"empty", "", "envelope"},
        Row{"not_json", "DSSEv1", "envelope"}, Row{"array", "[]", "envelope"},
        Row{"duplicate_payload",
            R"({"payload":"e30=","payload":"e30=","payloadType":"t","signatures":[]})", "envelope"},
        Row{"no_payload", R"({"payloadType":"t","signatures":[]})", "envelope"},
        Row{"no_type", R"({"payload":"e30=","signatures":[]})", "envelope"},
        Row{"no_signatures_member", R"({"payload":"e30=","payloadType":"t"})", "envelope"},
        Row{"no_sig", R"({"payload":"e30=","payloadType":"t","signatures":[{}]})", "envelope"},
        Row{"numeric_keyid",
            R"({"payload":"e30=","payloadType":"t","signatures":[{"keyid":1,"sig":""}]})",
            "envelope"},
        Row{"byte_order_mark",
            "\xEF\xBB\xBF"
            R"({"payload":"e30=","payloadType":"t","signatures":[]})",
            "envelope"},
        Row{"trailing_bits", R"({"payload":"e31=","payloadType":"t","signatures":[]})", "decode"},
        Row{"unpadded", R"({"payload":"e30","payloadType":"t","signatures":[]})", "decode"},
        Row{"signature_not_base64",
            R"({"payload":"e30=","payloadType":"t","signatures":[{"sig":"*"}]})", "decode"},
        Row{"too_large", std::string(kLargestEnvelopeBytes + 1, ' '), "size"},
        Row{"payload_too_large",
            R"({"payload":")" + std::string(kLargestPayloadBytes / 3 * 4 + 4, 'A') +
                R"(","payloadType":"t","signatures":[]})",
            "size"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
