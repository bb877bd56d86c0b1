// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/envelope.h"

#include "reference_impl/base/json_text.h"
#include "reference_impl/base/sha256.h"
#include "verifier/report/base64.h"
#include "verifier/report/view_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;

constexpr std::string_view kBundleMediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

Failure refused(const std::string& step, const std::string& message) {
  return Failure{ErrorKind::bad_input, step, message};
}

json envelope_json(const Envelope& envelope) {
  json signatures = json::array();
  for (const EnvelopeSignature& signature : envelope.signatures) {
    signatures.push_back(
        {{"keyid", signature.key_id}, {"sig", base64_text(reference::as_bytes(signature.bytes))}});
  }
  return {{"payload", base64_text(reference::as_bytes(envelope.payload))},
          {"payloadType", envelope.payload_type},
          {"signatures", std::move(signatures)}};
}

// An envelope as it is written, before anything in it is decoded.
Envelope undecoded(const JsonView& view) {
  Envelope envelope;
  envelope.payload_type = view.at("payloadType").text();
  envelope.payload = view.at("payload").text();
  for (const JsonView& item : view.at("signatures").items()) {
    const std::optional<JsonView> key_id = item.find("keyid");
    const bool named = key_id && !key_id->is_null();
    envelope.signatures.push_back({named ? key_id->text() : "", item.at("sig").text()});
  }
  if (envelope.signatures.size() > kMostSignatures) {
    view.at("signatures").refuse("at most " + std::to_string(kMostSignatures) + " signatures");
  }
  return envelope;
}

Envelope decoded(Envelope envelope, const std::string& name) {
  envelope.payload = base64_bytes(envelope.payload, name + " /payload");
  std::size_t number = 0;
  for (EnvelopeSignature& signature : envelope.signatures) {
    ++number;
    signature.bytes = base64_bytes(signature.bytes, name + ", signature " + std::to_string(number));
  }
  return envelope;
}

}  // namespace

std::string pre_authentication(std::string_view payload_type, std::string_view payload) {
  std::string bytes = "DSSEv1 ";
  bytes += std::to_string(payload_type.size()) + " ";
  bytes += payload_type;
  bytes += " " + std::to_string(payload.size()) + " ";
  bytes += payload;
  return bytes;
}

Envelope sign_payload(const SigningKey& key, std::string_view payload_type, std::string payload) {
  const std::string signature = key.sign(pre_authentication(payload_type, payload));
  return Envelope{
      std::string(payload_type), std::move(payload), {{key_id(key.public_key()), signature}}};
}

std::string envelope_text(const Envelope& envelope) {
  return reference::canonical_json(envelope_json(envelope));
}

std::string sigstore_bundle_text(const Envelope& envelope) {
  require(envelope.signatures.size() == 1, "a Sigstore bundle holds exactly one signature");
  return reference::canonical_json(
      {{"dsseEnvelope", envelope_json(envelope)},
       {"mediaType", kBundleMediaType},
       {"verificationMaterial",
        {{"publicKey", {{"hint", envelope.signatures[0].key_id}}},
         {"timestampVerificationData", {{"rfc3161Timestamps", json::array()}}},
         {"tlogEntries", json::array()}}}});
}

Result<Envelope> read_envelope(std::string_view text, const std::string& name) {
  if (text.size() > kLargestEnvelopeBytes) {
    return refused("size", name + ": " + std::to_string(text.size()) + " bytes, at most " +
                               std::to_string(kLargestEnvelopeBytes) + " are read");
  }
  const reference::JsonLimits limits{.nodes = 10'000, .string_bytes = kLargestEnvelopeBytes};
  Result<Envelope> written = attempt([&] {
    const json value = reference::parse_json(text, name, limits);
    return undecoded(JsonView(value, name));
  });
  if (!written.ok()) {
    return refused("envelope", written.failure().message);
  }
  Result<Envelope> envelope = attempt([&] { return decoded(std::move(written.value()), name); });
  if (!envelope.ok()) {
    return refused("decode", envelope.failure().message);
  }
  if (envelope.value().payload.size() > kLargestPayloadBytes) {
    return refused("size", name + " /payload: " + std::to_string(envelope.value().payload.size()) +
                               " bytes, at most " + std::to_string(kLargestPayloadBytes));
  }
  return envelope;
}

}  // namespace verifier
