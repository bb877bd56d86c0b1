// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/json_text.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <vector>

#include "reference_impl/base/error.h"

#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargestInteger = 9007199254740991;  // 2^53 - 1, the I-JSON bound

// A byte iterator that leaves its offset where the SAX handler can see it, because the library
// tells a handler what it read and never where.
class TrackedIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedIterator(const char* at, const char* begin, std::size_t* offset)
      : at_(at), begin_(begin), offset_(offset) {}
  const char& operator*() const { return *at_; }
  TrackedIterator& operator++() {
    ++at_;
    *offset_ = static_cast<std::size_t>(at_ - begin_);
    return *this;
  }
  TrackedIterator operator++(int) {
    TrackedIterator old = *this;
    ++*this;
    return old;
  }
  bool operator==(const TrackedIterator& other) const { return at_ == other.at_; }
  bool operator!=(const TrackedIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char* begin_;
  std::size_t* offset_;
};

constexpr std::size_t kLongestPointer = 1024;

// Follows the parser through the text and writes down where each scalar stood.
class PlaceRecorder {
 public:
  PlaceRecorder(std::string_view text, const std::size_t* offset, JsonScalars* scalars)
      : text_(text), offset_(offset), scalars_(scalars) {}

  // Whether anybody wants the places; nothing below is called otherwise.
  bool is_asked() const { return scalars_ != nullptr; }

  // `token` is the member's name or the element's index in the enclosing value.
  void scalar(const std::string& token, bool at_root, const std::string& literal) {
    // The library has read one byte beyond a number, and the last byte of anything else is not a
    // line end.
    const std::size_t end = *offset_ == 0 ? 0 : *offset_ - 1;
    for (; counted_ < end && counted_ < text_.size(); ++counted_) {
      line_ += text_[counted_] == '\n' ? 1U : 0U;
    }
    const std::string pointer = child(token, at_root);
    if (pointer.size() <= kLongestPointer) {
      (*scalars_)[pointer] = JsonScalar{line_, literal};
    }
  }
  void open(const std::string& token, bool at_root) { pointers_.push_back(child(token, at_root)); }
  void close() { pointers_.pop_back(); }

 private:
  // A pointer that grew too long is cut to stay so, and cheap.
  std::string child(const std::string& token, bool at_root) const {
    if (at_root) {
      return "";
    }
    std::string pointer = pointers_.back();
    if (pointer.size() > kLongestPointer || token.size() > kLongestPointer) {
      return std::string(kLongestPointer + 1, '/');
    }
    pointer += '/';
    for (const char c : token) {
      pointer += c == '~' ? "~0" : (c == '/' ? "~1" : std::string(1, c));
    }
    return pointer;
  }

  std::string_view text_;
  const std::size_t* offset_;
  JsonScalars* scalars_;
  std::vector<std::string> pointers_;
  std::size_t counted_ = 0;
  std::size_t line_ = 1;
};

// Builds the value and enforces the limits while it is read, before anything is allocated for it.
class StrictBuilder : public nlohmann::json_sax<json> {
 public:
  StrictBuilder(const JsonLimits& limits, PlaceRecorder* places)
      : limits_(limits), places_(places) {}

  bool null() override { return put(json(nullptr)); }
  bool boolean(bool value) override { return put(json(value)); }
  bool number_integer(number_integer_t value) override {
    const bool exact = value >= -kLargestInteger;
    return limits_.exact_integers && !exact ? too_large() : put(json(value), std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    const bool exact = value <= static_cast<number_unsigned_t>(kLargestInteger);
    return limits_.exact_integers && !exact ? too_large() : put(json(value), std::to_string(value));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    // An integer beyond 64 bits arrives here, as the nearest double.
    const bool is_integer = text.find_first_of(".eE") == string_t::npos;
    return limits_.exact_integers && is_integer ? too_large() : put(json(value), text);
  }
  bool string(string_t& value) override {
    return value.size() <= limits_.string_bytes
               ? put(json(std::move(value)))
               : fail("a string of " + std::to_string(value.size()) + " bytes, more than " +
                      std::to_string(limits_.string_bytes));
  }
  bool binary(binary_t& /*value*/) override { return fail("binary data"); }
  bool start_object(std::size_t /*size*/) override { return open(json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (name.size() > limits_.string_bytes) {
      return fail("a key of " + std::to_string(name.size()) + " bytes");
    }
    if (stack_.back()->contains(name)) {
      return fail("the key \"" + name.substr(0, 64) + "\" stands twice in one object");
    }
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) override {
    const std::string text = error.what();
    // The library stands at the end of what it read; a whole token that must not stand there is
    // best shown at its start.
    const bool whole_token = text.find("unexpected ") != std::string::npos &&
                             text.find("unexpected end") == std::string::npos &&
                             token.size() <= position;
    const std::size_t back = whole_token ? std::max<std::size_t>(token.size(), 1) : 1;
    library_position_ = position == 0 ? 0 : position - back;
    has_position_ = position != 0;
    const std::size_t colon = text.find(": ");
    return fail("not JSON: " + (colon == std::string::npos ? text : text.substr(colon + 2)));
  }

  json take() { return std::move(root_); }
  const std::string& problem() const { return problem_; }
  bool has_position() const { return has_position_; }
  std::size_t library_position() const { return library_position_; }

 private:
  bool fail(const std::string& what) {
    problem_ = what;
    return false;
  }
  bool too_large() { return fail("an integer beyond 2^53-1; write it as a decimal string"); }
  json* place(json value) {
    if (stack_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (stack_.back()->is_array()) {
      stack_.back()->push_back(std::move(value));
      return &stack_.back()->back();
    }
    return &((*stack_.back())[key_] = std::move(value));
  }
  // The name under which the next value stands in the value that encloses it.
  std::string token() const {
    return !stack_.empty() && stack_.back()->is_array() ? std::to_string(stack_.back()->size())
                                                        : key_;
  }
  bool put(json value, const std::string& literal = "") {
    if (++nodes_ > limits_.nodes) {
      return fail("more than " + std::to_string(limits_.nodes) + " values");
    }
    if (places_->is_asked()) {
      places_->scalar(token(), stack_.empty(), literal);
    }
    place(std::move(value));
    return true;
  }
  bool open(json value) {
    if (++nodes_ > limits_.nodes) {
      return fail("more than " + std::to_string(limits_.nodes) + " values");
    }
    if (stack_.size() >= limits_.depth) {
      return fail("nested deeper than " + std::to_string(limits_.depth));
    }
    if (places_->is_asked()) {
      places_->open(token(), stack_.empty());
    }
    stack_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    if (places_->is_asked()) {
      places_->close();
    }
    stack_.pop_back();
    return true;
  }

  JsonLimits limits_;
  PlaceRecorder* places_;
  json root_;
  std::vector<json*> stack_;
  std::string key_;
  std::string problem_;
  std::size_t nodes_ = 0;
  std::size_t library_position_ = 0;
  bool has_position_ = false;
};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(std::string_view name, std::string_view text, std::size_t offset,
                         const std::string& what) {
  const TextPosition at = position_of(text, offset);
  throw Error(ErrorKind::bad_input, std::string(name) + ":" + std::to_string(at.line) + ":" +
                                        std::to_string(at.column) + ": " + what);
}

}  // namespace

TextPosition position_of(std::string_view text, std::size_t offset) {
  TextPosition position;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      ++position.column;
    }
  }
  return position;
}

json parse_json(std::string_view text, std::string_view name, const JsonLimits& limits,
                JsonScalars* scalars) {
  std::size_t offset = 0;
  const char* begin = text.data();
  if (text.starts_with(kByteOrderMark)) {
    if (!limits.skip_byte_order_mark) {
      refuse(name, text, 0, "a byte order mark before the value");
    }
    text.remove_prefix(kByteOrderMark.size());
    begin = text.data();
  }
  // The library takes a NUL for the end of the text and would ignore whatever follows.
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    refuse(name, text, nul, "a NUL byte");
  }
  PlaceRecorder places(text, &offset, scalars);
  StrictBuilder builder(limits, &places);
  const char* end = begin + text.size();
  const bool good = json::sax_parse(TrackedIterator(begin, begin, &offset),
                                    TrackedIterator(end, begin, &offset), &builder);
  if (!good) {
    const std::size_t at =
        builder.has_position() ? builder.library_position() : (offset == 0 ? 0 : offset - 1);
    refuse(name, text, at, builder.problem().empty() ? "not JSON" : builder.problem());
  }
  return builder.take();
}

}  // namespace reference
