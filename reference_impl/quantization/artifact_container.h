// SPDX-License-Identifier: Apache-2.0
// The artifact before packing: named tensors in a byte layout of our own, read strictly.
// All integers little-endian, no padding:
//
//   8 bytes   "PGOLFTN1"
//   u32       number of tensors, each then:
//     u16, bytes   length of the name, the name; names strictly ascending by bytes
//     u8           kind: 0 float16 values, 1 int8 codes with one float16 scale a row
//     u8, i64...   number of axes (0..4), their sizes (>= 1)
//     kind 0: one u16 (float16 bits) an element
//     kind 1: rows = first axis; rows x u16 scale, then elements x i8 code in -127..127
//
// A value of kind 1 is scale[row] * code. Nothing may follow the last tensor.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reference {

enum class TensorKind : std::uint8_t { float16 = 0, int8_rows = 1 };

struct PackedTensor {
  std::string name;
  TensorKind kind = TensorKind::float16;
  std::vector<std::int64_t> shape;
  std::vector<std::uint16_t> halves;  // values (float16) or row scales (int8_rows), as float16 bits
  std::vector<std::int8_t> codes;     // int8_rows only
};

// The bytes of a container; `tensors` may come in any order, names must be distinct.
std::string write_container(std::vector<PackedTensor> tensors);

// The tensors of a container; throws Error{bad_input} "<name>: byte <offset>: ..." for anything the
// layout above does not allow.
std::vector<PackedTensor> read_container(std::string_view bytes, const std::string& name);

// Elements of a shape; throws Error{internal} where they do not fit.
std::int64_t element_count(const std::vector<std::int64_t>& shape);

}  // namespace reference
