// SPDX-License-Identifier: Apache-2.0
// Which names a pickle of tensors may import: those of the security specification's list (F-04) and
// no other. The two parts are compared as they stand, so that no chain of attributes passes.
#pragma once

#include <string>
#include <string_view>

namespace verifier {

enum class PickleRole { refused, rebuild_tensor, ordered_dict, storage };

PickleRole pickle_role(std::string_view module, std::string_view name);

// "os.system", or "os: path.join" where the name is a chain; escaped and cut.
std::string shown_global(std::string_view module, std::string_view name);

}  // namespace verifier
