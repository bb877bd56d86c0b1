// SPDX-License-Identifier: Apache-2.0
// Zero-filled counts for the tables of a cache, in large pages where the system gives them; pages
// cost memory when they are first written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace reference {

class TableMemory {
 public:
  // Throws Error{resource_absent} where the machine refuses so much memory.
  explicit TableMemory(std::size_t counts);
  ~TableMemory();
  TableMemory(const TableMemory&) = delete;
  TableMemory& operator=(const TableMemory&) = delete;

  std::uint32_t* counts() const { return static_cast<std::uint32_t*>(memory_); }
  std::size_t bytes() const { return bytes_; }

 private:
  void* memory_ = nullptr;
  std::size_t bytes_;
};

}  // namespace reference
