// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/quantization/artifact_container.h"

#include <algorithm>
#include <cstddef>

#include "reference_impl/base/error.h"
#include "reference_impl/base/little_endian.h"

namespace reference {
namespace {

constexpr std::string_view kMagic = "PGOLFTN1";
constexpr std::int64_t kMaxElements = std::int64_t{1} << 36;
constexpr std::size_t kMaxAxes = 4;
constexpr std::size_t kMaxNameBytes = 1024;

// Little-endian reads from a text that says where it was when it refused.
class Cursor {
 public:
  Cursor(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKind::bad_input, name_ + ": byte " + std::to_string(at_) + ": " + what);
  }
  std::string_view take(std::uint64_t count, const char* what) {
    if (count > bytes_.size() - at_) {
      refuse("ends within " + std::string(what) + ": " + std::to_string(count) +
             " bytes expected, " + std::to_string(bytes_.size() - at_) + " left");
    }
    const std::string_view part = bytes_.substr(at_, count);
    at_ += count;
    return part;
  }
  std::uint64_t number(std::size_t width, const char* what) {
    const std::string_view part = take(width, what);
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;) {
      value = (value << 8) | static_cast<std::uint8_t>(part[i]);
    }
    return value;
  }
  std::size_t left() const { return bytes_.size() - at_; }

 private:
  std::string_view bytes_;
  const std::string& name_;
  std::size_t at_ = 0;
};

std::vector<std::int64_t> read_shape(Cursor& in) {
  const std::uint64_t axes = in.number(1, "the number of axes");
  if (axes > kMaxAxes) {
    in.refuse(std::to_string(axes) + " axes, expected at most " + std::to_string(kMaxAxes));
  }
  std::vector<std::int64_t> shape;
  std::int64_t elements = 1;
  for (std::uint64_t axis = 0; axis < axes; ++axis) {
    const auto size = static_cast<std::int64_t>(in.number(8, "a shape"));
    if (size < 1 || size > kMaxElements / elements) {
      in.refuse("axis " + std::to_string(axis) + " has size " + std::to_string(size));
    }
    elements *= size;
    shape.push_back(size);
  }
  return shape;
}

std::vector<std::uint16_t> read_halves(Cursor& in, std::int64_t count, const char* what) {
  const std::string_view part = in.take(static_cast<std::uint64_t>(count) * 2, what);
  std::vector<std::uint16_t> halves(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < halves.size(); ++i) {
    halves[i] = static_cast<std::uint16_t>(static_cast<std::uint8_t>(part[2 * i]) |
                                           (static_cast<std::uint8_t>(part[2 * i + 1]) << 8));
  }
  return halves;
}

std::vector<std::int8_t> read_codes(Cursor& in, std::int64_t count) {
  const std::string_view part = in.take(static_cast<std::uint64_t>(count), "the codes");
  std::vector<std::int8_t> codes(static_cast<std::size_t>(count));
  std::transform(part.begin(), part.end(), codes.begin(),
                 [](char byte) { return static_cast<std::int8_t>(byte); });
  if (std::find(codes.begin(), codes.end(), std::int8_t{-128}) != codes.end()) {
    in.refuse("a code of -128 before here, expected -127..127");
  }
  return codes;
}

PackedTensor read_tensor(Cursor& in, const std::string& previous, bool first) {
  PackedTensor tensor;
  const std::uint64_t name_bytes = in.number(2, "a name");
  if (name_bytes == 0 || name_bytes > kMaxNameBytes) {
    in.refuse("a name of " + std::to_string(name_bytes) + " bytes");
  }
  tensor.name = in.take(name_bytes, "a name");
  if (!first && tensor.name <= previous) {
    in.refuse("names are not strictly ascending");
  }
  const std::uint64_t kind = in.number(1, "a kind");
  if (kind > 1) {
    in.refuse("kind " + std::to_string(kind) + ", expected 0 (float16) or 1 (int8 rows)");
  }
  tensor.kind = static_cast<TensorKind>(kind);
  tensor.shape = read_shape(in);
  const std::int64_t elements = element_count(tensor.shape);
  if (tensor.kind == TensorKind::float16) {
    tensor.halves = read_halves(in, elements, "the values");
    return tensor;
  }
  if (tensor.shape.empty()) {
    in.refuse("int8 rows of a scalar");
  }
  tensor.halves = read_halves(in, tensor.shape[0], "the scales");
  tensor.codes = read_codes(in, elements);
  return tensor;
}

void write_tensor(std::string& out, const PackedTensor& tensor) {
  require(!tensor.name.empty() && tensor.name.size() <= kMaxNameBytes, "a tensor's name");
  require(tensor.shape.size() <= kMaxAxes, "a tensor of more than four axes");
  append_little_endian(out, tensor.name.size(), 2);
  out += tensor.name;
  append_little_endian(out, static_cast<std::uint64_t>(tensor.kind), 1);
  append_little_endian(out, tensor.shape.size(), 1);
  for (const std::int64_t size : tensor.shape) {
    append_little_endian(out, static_cast<std::uint64_t>(size), 8);
  }
  const auto elements = static_cast<std::size_t>(element_count(tensor.shape));
  const bool rows = tensor.kind == TensorKind::int8_rows;
  require(!rows || !tensor.shape.empty(), "int8 rows of a scalar");
  require(tensor.halves.size() == (rows ? static_cast<std::size_t>(tensor.shape[0]) : elements) &&
              tensor.codes.size() == (rows ? elements : 0),
          tensor.name + ": contents do not fit the shape");
  for (const std::uint16_t half : tensor.halves) {
    append_little_endian(out, half, 2);
  }
  for (const std::int8_t code : tensor.codes) {
    out.push_back(static_cast<char>(code));
  }
}

}  // namespace

std::int64_t element_count(const std::vector<std::int64_t>& shape) {
  std::int64_t elements = 1;
  for (const std::int64_t size : shape) {
    require(size >= 1 && size <= kMaxElements / elements, "a tensor's shape");
    elements *= size;
  }
  return elements;
}

std::string write_container(std::vector<PackedTensor> tensors) {
  std::sort(tensors.begin(), tensors.end(),
            [](const PackedTensor& a, const PackedTensor& b) { return a.name < b.name; });
  std::string out(kMagic);
  append_little_endian(out, tensors.size(), 4);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    require(i == 0 || tensors[i - 1].name != tensors[i].name, "a tensor's name stands twice");
    write_tensor(out, tensors[i]);
  }
  return out;
}

std::vector<PackedTensor> read_container(std::string_view bytes, const std::string& name) {
  Cursor in(bytes, name);
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    in.refuse("does not start with " + std::string(kMagic) + ", the mark of an artifact");
  }
  in.take(kMagic.size(), "the mark");
  const std::uint64_t count = in.number(4, "the number of tensors");
  // Nothing is reserved for a count that the file merely names.
  std::vector<PackedTensor> tensors;
  while (tensors.size() < count) {
    const bool first = tensors.empty();
    tensors.push_back(read_tensor(in, first ? std::string() : tensors.back().name, first));
  }
  if (in.left() != 0) {
    in.refuse(std::to_string(in.left()) + " bytes after the last tensor");
  }
  return tensors;
}

}  // namespace reference
