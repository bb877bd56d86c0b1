// SPDX-License-Identifier: Apache-2.0
// Pickles put together instruction by instruction, as the format's own documentation names them.
#pragma once

#include <string>

namespace pgolf_test {

inline std::string proto(int version) {
  return std::string("\x80") + static_cast<char>(version);
}

inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}

inline std::string short_text(const std::string& text) {
  return std::string("\x8c") + static_cast<char>(text.size()) + text;
}

inline std::string short_bytes(const std::string& bytes) {
  return "C" + std::string(1, static_cast<char>(bytes.size())) + bytes;
}

// What torch writes for a tensor of four elements, around the persistent id of its storage.
inline std::string tensor_with_id(const std::string& id) {
  return global("torch._utils", "_rebuild_tensor_v2") + "(" + id + std::string("K\0", 2) +
         "K\x04\x85K\x01\x85\x89" + global("collections", "OrderedDict") + ")RtR";
}

inline std::string storage_id() {
  return "(" + short_text("storage") + global("torch", "FloatStorage") + short_text("0") +
         short_text("cpu") + "K\x04tQ";
}

inline std::string honest_pickle() {
  return proto(2) + "}(" + short_text("weight") + tensor_with_id(storage_id()) + "u.";
}

// The classic: os.system with a command that would leave a file.
inline std::string classic_pickle(const std::string& command = "touch canary") {
  return global("os", "system") + "(S'" + command + "'\ntR.";
}

}  // namespace pgolf_test
