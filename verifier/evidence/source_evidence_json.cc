// SPDX-License-Identifier: Apache-2.0
#include "verifier/evidence/source_evidence.h"

#include <array>
#include <utility>

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_fields.h"
#include "verifier/evidence/parts_json.h"

#include <nlohmann/json.hpp>

namespace verifier {
namespace {

using nlohmann::json;
using reference::JsonFields;

constexpr std::array<std::pair<Reach, std::string_view>, 4> kReaches = {
    {{Reach::reached, "reached"},
     {Reach::switched_off, "switched-off"},
     {Reach::never_called, "never-called"},
     {Reach::unknown, "unknown"}}};

json place_to_json(const SourcePlace& place) {
  return {{"file", place.file}, {"line", place.line}};
}

SourcePlace place_from_json(JsonFields& parent, const std::string& name) {
  JsonFields fields(parent.value(name), parent.at(name));
  SourcePlace place{fields.text("file"), fields.count("line")};
  fields.finish();
  return place;
}

json helper_to_json(const HelperFile& helper) {
  return {{"path", helper.path},
          {"bytes", helper.bytes},
          {"how", helper.how},
          {"at", place_to_json(helper.at)}};
}

HelperFile helper_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  HelperFile helper{fields.text("path"), fields.count("bytes"), fields.text("how"),
                    place_from_json(fields, "at")};
  fields.finish();
  return helper;
}

json extra_to_json(const ExtraCode& extra) {
  return {{"kind", extra.kind}, {"at", place_to_json(extra.at)}, {"what", extra.what}};
}

ExtraCode extra_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  ExtraCode extra{fields.text("kind"), place_from_json(fields, "at"), fields.text("what")};
  fields.finish();
  return extra;
}

json sign_to_json(const SourceSign& sign) {
  return {{"id", sign.id},
          {"violation", sign.violation},
          {"at", place_to_json(sign.at)},
          {"what", sign.what},
          {"reach", std::string(to_string(sign.reach))}};
}

SourceSign sign_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  SourceSign sign{fields.text("id"), fields.text("violation"), place_from_json(fields, "at"),
                  fields.text("what"), Reach::unknown};
  const std::string word = fields.text("reach");
  bool known = false;
  for (const auto& [reach, name] : kReaches) {
    if (word == name) {
      sign.reach = reach;
      known = true;
    }
  }
  if (!known) {
    fields.refuse("reach", "there is no reach \"" + word + "\"");
  }
  fields.finish();
  return sign;
}

std::uint64_t count_from_json(const json& value, const std::string& where) {
  if (!value.is_number_unsigned()) {
    throw reference::Error(reference::ErrorKind::bad_input, where + ": expected a whole number");
  }
  return value.get<std::uint64_t>();
}

}  // namespace

std::string_view to_string(Reach reach) {
  for (const auto& [known, name] : kReaches) {
    if (known == reach) {
      return name;
    }
  }
  return "unknown";
}

json source_evidence_to_json(const SourceEvidence& evidence) {
  return {{"script", evidence.script},
          {"bytes", evidence.bytes},
          {"lines", evidence.lines},
          {"layers", evidence.layers},
          {"readable", evidence.readable},
          {"unreadable_because", evidence.unreadable_because},
          {"unreadable_at", place_to_json(evidence.unreadable_at)},
          {"unpacked_bytes", evidence.unpacked_bytes},
          {"unpacked_lines", evidence.unpacked_lines},
          {"unpacked_sha256", evidence.unpacked_sha256},
          {"text_digests", evidence.text_digests},
          {"text_bytes", evidence.text_bytes},
          {"helpers", list_to_json(evidence.helpers, helper_to_json)},
          {"code_bytes", evidence.code_bytes},
          {"extra_code", list_to_json(evidence.extra_code, extra_to_json)},
          {"signs", list_to_json(evidence.signs, sign_to_json)}};
}

SourceEvidence source_evidence_from_json(const json& value, const std::string& where) {
  JsonFields fields(value, where);
  SourceEvidence evidence;
  evidence.script = fields.text("script");
  evidence.bytes = fields.count("bytes");
  evidence.lines = fields.count("lines");
  evidence.layers = fields.texts("layers");
  evidence.readable = fields.flag("readable");
  evidence.unreadable_because = fields.text("unreadable_because");
  evidence.unreadable_at = place_from_json(fields, "unreadable_at");
  evidence.unpacked_bytes = fields.count("unpacked_bytes");
  evidence.unpacked_lines = fields.count("unpacked_lines");
  evidence.unpacked_sha256 = fields.text("unpacked_sha256");
  evidence.text_digests = fields.texts("text_digests");
  evidence.text_bytes = list_from_json(fields, "text_bytes", count_from_json);
  evidence.helpers = list_from_json(fields, "helpers", helper_from_json);
  evidence.code_bytes = fields.count("code_bytes");
  evidence.extra_code = list_from_json(fields, "extra_code", extra_from_json);
  evidence.signs = list_from_json(fields, "signs", sign_from_json);
  fields.finish();
  return evidence;
}

}  // namespace verifier
