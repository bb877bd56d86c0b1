// SPDX-License-Identifier: Apache-2.0
// The DSSE 1.0 envelope: payload bytes, their type, and signatures over both. A signature covers
// bytes, never a parsed tree. Reading is strict about what is signed and open about the rest:
// unknown members are ignored, duplicate members and loose base64 refused (report specification,
// section 9).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "verifier/base/result.h"
#include "verifier/report/signature.h"

namespace verifier {

inline constexpr std::string_view kPayloadType = "application/vnd.in-toto+json";
inline constexpr std::size_t kLargestPayloadBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kLargestEnvelopeBytes = 24 * 1024 * 1024;  // base64 of that, and room
inline constexpr std::size_t kMostSignatures = 16;

struct EnvelopeSignature {
  std::string key_id;  // a hint, empty where there was none
  std::string bytes;   // as decoded, of any length
};

struct Envelope {
  std::string payload_type;
  std::string payload;
  std::vector<EnvelopeSignature> signatures;
};

// What is signed: "DSSEv1 <length> <type> <length> <body>".
std::string pre_authentication(std::string_view payload_type, std::string_view payload);

// An envelope with one signature.
Envelope sign_payload(const SigningKey& key, std::string_view payload_type, std::string payload);

// Canonical JSON of the envelope, and of a Sigstore bundle v0.3 around it.
std::string envelope_text(const Envelope& envelope);
std::string sigstore_bundle_text(const Envelope& envelope);

// Reads an envelope's text. A Failure's reason is the step that refused it: "size", "envelope" or
// "decode".
Result<Envelope> read_envelope(std::string_view text, const std::string& name);

}  // namespace verifier
