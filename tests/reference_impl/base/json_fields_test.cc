// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/json_fields.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/json_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

struct Refused {
  const char* name;
  const char* text;
  const char* message;
};

class RefusedFields : public testing::TestWithParam<Refused> {};

TEST_P(RefusedFields, NamesTheField) {
  const nlohmann::json object = parse_json(GetParam().text, "f");
  try {
    JsonFields fields(object, "f.json");
    fields.text("t");
    fields.flag("b");
    fields.count("n", 9, 1);
    fields.number("x");
    fields.array("l");
    fields.texts("s");
    fields.finish();
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()), GetParam().message);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedFields,
    testing::Values(Refused{"no_object", "[1]", "f.json: found [1], expected an object"},
                    Refused{"missing", "{}", "f.json: the field \"t\" is missing"},
                    Refused{"not_text", R"({"t":1})", "f.json/t: found 1, expected a string"},
                    Refused{"not_flag", R"({"t":"","b":0})",
                            "f.json/b: found 0, expected true or false"},
                    Refused{"too_large", R"({"t":"","b":true,"n":10})",
                            "f.json/n: found 10, expected an integer from 1 to 9"},
                    Refused{"negative", R"({"t":"","b":true,"n":-1})",
                            "f.json/n: found -1, expected an integer from 1 to 9"},
                    Refused{"fraction", R"({"t":"","b":true,"n":2.0})",
                            "f.json/n: found 2.0, expected an integer from 1 to 9"},
                    Refused{"not_number", R"({"t":"","b":true,"n":2,"x":"1"})",
                            "f.json/x: found \"1\", expected a number"},
                    Refused{"not_list", R"({"t":"","b":true,"n":2,"x":1,"l":{}})",
                            "f.json/l: found {}, expected an array"},
                    Refused{"not_texts", R"({"t":"","b":true,"n":2,"x":1,"l":[],"s":["a",2]})",
                            "f.json/s/1: found 2, expected a string"},
                    Refused{"unknown", R"({"t":"","b":true,"n":2,"x":1,"l":[],"s":["a"],"y":0})",
                            "f.json: the field \"y\" is unknown"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace reference
