// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/signature.h"

#include "tests/support/signing_samples.h"
#include "verifier/base/result.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::hex_of;
using pgolf_test::test_key_1;
using pgolf_test::test_key_2;

TEST(Signature, IsThatOfRfc8032Test1) {
  EXPECT_EQ(
      hex_of(test_key_1().sign("")),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
      "f9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(Signature, KeyIdIsTheDigestOfTheSubjectPublicKeyInfo) {
  EXPECT_EQ(key_id(test_key_1().public_key()),
            "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9");
  EXPECT_EQ(key_id(test_key_2().public_key()),
            "deb2ded39dc26fce0e6085b6fc34bf6b5941913bbfe2ea614113cff9e004c170");
}

TEST(Signature, PublicPemIsTheOneThatOpensslWrites) {
  EXPECT_EQ(to_pem(test_key_1().public_key()), pgolf_test::golden_signing("test-key-1.pub.pem"));
  EXPECT_EQ(public_key_from_pem(pgolf_test::golden_signing("test-key-2.pub.pem"), "k"),
            test_key_2().public_key());
}

TEST(Signature, PrivatePemRoundTrips) {
  const SigningKey key = SigningKey::generate();
  const SigningKey read = SigningKey::from_pem(key.pem(), "k");
  EXPECT_EQ(read.public_key(), key.public_key());
  EXPECT_EQ(read.sign("m"), key.sign("m"));
  EXPECT_NE(key.public_key(), SigningKey::generate().public_key());
}

TEST(Signature, VerifiesNothingButItsOwnMessageAndKey) {
  const SigningKey key = test_key_1();
  const std::string signature = key.sign("message");
  EXPECT_TRUE(verifies(key.public_key(), "message", signature));
  EXPECT_FALSE(verifies(key.public_key(), "messagE", signature));
  EXPECT_FALSE(verifies(test_key_2().public_key(), "message", signature));
  EXPECT_FALSE(verifies(key.public_key(), "message", signature.substr(0, 63)));
  EXPECT_FALSE(verifies(key.public_key(), "message", signature + '\0'));
  EXPECT_FALSE(verifies(key.public_key(), "message", ""));
}

struct SmallOrder {
  const char* name;
  const char* hex;
};

class SmallOrderKey : public testing::TestWithParam<SmallOrder> {};

// Points whose eighth multiple is the neutral element (computed with the curve's own addition).
// With R neutral and S zero a verifier that only checks the equation accepts any message.
TEST_P(SmallOrderKey, NeverVerifies) {
  PublicKey key;
  key.bytes = reference::digest_from_hex(GetParam().hex);
  EXPECT_TRUE(is_small_order(key));
  const std::string neutral = std::string("\x01") + std::string(63, '\0');
  for (int i = 0; i < 16; ++i) {
    EXPECT_FALSE(verifies(key, "message " + std::to_string(i), neutral));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, SmallOrderKey,
    testing::Values(
        SmallOrder{"order_4", "0000000000000000000000000000000000000000000000000000000000000000"},
        SmallOrder{"order_4_negative",
                   "0000000000000000000000000000000000000000000000000000000000000080"},
        SmallOrder{"neutral", "0100000000000000000000000000000000000000000000000000000000000000"},
        SmallOrder{"order_2", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        SmallOrder{"order_8_a", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"},
        SmallOrder{"order_8_b", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"},
        SmallOrder{"order_8_b_negative",
                   "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"},
        SmallOrder{"unreduced_0",
                   "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"},
        SmallOrder{"unreduced_1",
                   "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}),
    [](const auto& row) { return row.param.name; });

TEST(Signature, AnHonestKeyIsNotOfSmallOrder) {
  EXPECT_FALSE(is_small_order(test_key_1().public_key()));
}

struct BadKey {
  const char* name;
  std::string pem;
};

class BadPublicKey : public testing::TestWithParam<BadKey> {};

TEST_P(BadPublicKey, IsBadInput) {
  try {
    public_key_from_pem(GetParam().pem, "k.pem");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind("k.pem: ", 0), 0U) << error.what();
  }
}

constexpr const char* kP256 =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEuHMBaTgVLAZ+RZqFjY0q1NAcub2S\n"
    "8ZgJs5V7LXSZMINCQC0ax4J4++xATX++6Vthg9U9W5FMrWGmf2hmVn998g==\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* kNeutralPoint =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    "-----END PUBLIC KEY-----\n";

INSTANTIATE_TEST_SUITE_P(Rows, BadPublicKey,
                         testing::Values(BadKey{"empty", ""}, BadKey{"other_text", "hello"},
                                         BadKey{"p256", kP256},
                                         BadKey{"small_order", kNeutralPoint},
                                         BadKey{"private_half", test_key_1().pem()}),
                         [](const auto& row) { return row.param.name; });

TEST(SigningKey, RefusesWhatIsNotUnencryptedEd25519) {
  // Encrypted by the openssl command line; a reader that asked for the passphrase would hang here.
  const std::string encrypted =
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
      "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjZaUYxu0wXkwICCAAw\n"
      "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEHJUptqT6jvt1cDexLts+MYEQCsK\n"
      "tOYga0ZMr6cJWPjrbp6niKhdYZp5faJqReukpoHfBF7ZJN1Za3mAsC6xoyiHtI/S\n"
      "0J49dQi27ogqYXxjz+A=\n"
      "-----END ENCRYPTED PRIVATE KEY-----\n";
  EXPECT_THROW(SigningKey::from_pem(encrypted, "k"), Error);
  EXPECT_THROW(SigningKey::from_pem("", "k"), Error);
  EXPECT_THROW(SigningKey::from_pem(to_pem(test_key_1().public_key()), "k"), Error);
}

TEST(SigningKey, WipeEmptiesASecret) {
  std::string secret = "0123456789012345678901234567890123456789";
  const char* bytes = secret.data();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(bytes[1], '\0');
}

}  // namespace
}  // namespace verifier
