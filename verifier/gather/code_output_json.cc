// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/code_output.h"

#include "reference_impl/base/json_fields.h"
#include "reference_impl/base/json_text.h"

#include <nlohmann/json.hpp>

namespace verifier {

EncodeOutput encode_output_from_text(std::string_view text, const std::string& name) {
  const nlohmann::json object = reference::parse_json(text, name);
  reference::JsonFields fields(object, name);
  EncodeOutput output;
  output.positions = fields.count("positions");
  output.claimed_bits = fields.number("claimed_bits");
  output.normalized_bits = fields.number("normalized_bits");
  output.coded_bits = fields.count("coded_bits");
  output.claims_unlike_rows = fields.count("claims_unlike_rows");
  return output;
}

DecodeOutput decode_output_from_text(std::string_view text, const std::string& name) {
  const nlohmann::json object = reference::parse_json(text, name);
  reference::JsonFields fields(object, name);
  DecodeOutput output;
  output.decoded = fields.flag("decoded");
  output.reason = fields.has("reason") ? fields.text("reason") : "";
  output.token_sha256 = fields.text("token_sha256");
  return output;
}

}  // namespace verifier
