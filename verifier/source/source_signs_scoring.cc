// SPDX-License-Identifier: Apache-2.0
// Signs about what is scored: caches, best-of-several, second passes, deltas, hints, byte models.
#include <algorithm>
#include <array>

#include "verifier/source/source_signs.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 9> kTargetWords = {
    "tgt", "tgts", "target", "targets", "nxt", "next", "label", "labels", "y"};
constexpr std::array<std::string_view, 9> kKeyWords = {
    "ctx", "context", "hash", "key", "prime", "primes", "mask", "buckets", "bucket"};
constexpr std::array<std::string_view, 7> kLossWords = {"nll", "nlls", "loss",   "losses",
                                                        "ce",  "logp", "logprob"};

// A product or a part of a sum or of an exclusive-or that comes from the target.
bool mixes_target_in(const SignReader& reader, PyId key) {
  const std::vector<PyId> operations = reader.nodes(key, PyKind::binary);
  const bool multiplies = std::any_of(operations.begin(), operations.end(), [&](PyId id) {
    return reader.is_operation(id, {"*", "<<"});
  });
  const bool joins = std::any_of(operations.begin(), operations.end(), [&](PyId id) {
    const bool operation = reader.is_operation(id, {"^", "+"});
    const PyId left = reader.source().child(id, PyField::left);
    const PyId right = reader.source().child(id, PyField::right);
    return operation && (reader.derives(right, Words(kTargetWords)) !=
                         reader.derives(left, Words(kTargetWords)));
  });
  return multiplies && joins && reader.mentions(key, Words(kKeyWords));
}

}  // namespace

std::vector<FoundSign> find_target_in_hash_key(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PythonSource& source = reader.source();
  for (const PyId id : reader.nodes(0, PyKind::binary)) {
    const bool bounded = reader.is_operation(id, {"&", "%"});
    if (bounded && (found.empty() || !source.within(id, found.back().at)) &&
        mixes_target_in(reader, id)) {
      found.push_back({id, "a hash key is made from the context and the target token"});
    }
  }
  return found;
}

std::vector<FoundSign> find_smaller_of_two_losses(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PyNames& names = reader.names();
  for (const PyId call : reader.calls(0, {"minimum", "min", "where"})) {
    const std::vector<PyId> places = names.arguments(call);
    // The built-in min keeps a best value over time, which is no choice between scores.
    const bool method =
        reader.source().kind(reader.source().child(call, PyField::function)) == PyKind::attribute;
    const std::size_t from = names.called(call) == "where" ? 1 : 0;
    if (!method || places.size() != from + 2) {
      continue;
    }
    const bool compares = from == 0 || reader.mentions(places[0], Words(kLossWords));
    if (compares && reader.mentions(places[from], Words(kLossWords)) &&
        reader.mentions(places[from + 1], Words(kLossWords))) {
      found.push_back({call, "the smaller of two losses on the true token is taken"});
    }
  }
  return found;
}

std::vector<FoundSign> find_second_pass(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId function : reader.names().functions()) {
    const std::vector<std::string> words = words_of(reader.name_of(function));
    const auto has = [&](std::string_view word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    const bool passes = (has("two") || has("second")) && has("pass");
    if (passes || has("pass2") || has("rescore") || has("rescores") || has("twopass")) {
      found.push_back({function, "a function scores in a second pass"});
    }
  }
  for (const PyId id : reader.nodes(0, PyKind::assignment)) {
    const PyId left = reader.source().child(id, PyField::left);
    const bool in_class =
        reader.source().kind(reader.names().scope_of(id)) == PyKind::class_definition;
    if (!in_class && (reader.mentions(left, {"pass2", "rescored"}) ||
                      reader.mentions_all(left, {"second", "pass"}))) {
      found.push_back({id, "a result of a second pass is kept"});
    }
  }
  return found;
}

namespace {

// What a fresh tensor of zeros is bound to, where an optimizer in the same function steps it.
bool is_fresh_delta(const SignReader& reader, PyId optimizer) {
  const std::vector<PyId> places = reader.names().arguments(optimizer);
  if (places.empty() || reader.source().kind(places[0]) != PyKind::list) {
    return false;
  }
  for (const PyId item : reader.source().children(places[0])) {
    const auto binding = reader.source().kind(item) == PyKind::identifier
                             ? reader.names().resolve(item)
                             : std::nullopt;
    if (binding && binding->value != kNoNode &&
        !reader.calls(binding->value, {"zeros", "zeros_like"}).empty()) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<FoundSign> find_delta_on_scored_text(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId optimizer :
       reader.calls(0, {"AdamW", "Adam", "SGD", "LBFGS", "RMSprop", "Adagrad", "NAdam"})) {
    const PyId function = reader.function_of(optimizer);
    if (function != 0 && is_fresh_delta(reader, optimizer) &&
        !reader.calls(function, {"backward", "grad"}).empty()) {
      found.push_back({optimizer, "fresh zeros are optimized inside a scoring function"});
    }
  }
  return found;
}

std::vector<FoundSign> find_hint_by_target_class(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PythonSource& source = reader.source();
  for (const PyId id : reader.nodes(0, PyKind::subscript)) {
    const PyId table = source.child(id, PyField::value);
    const PyId index = source.child(id, PyField::subscript);
    const bool class_table = reader.mentions_all(table, {"boundary", "lut"}) ||
                             reader.mentions_all(table, {"starts", "word"}) ||
                             reader.mentions_all(table, {"new", "word"});
    const PyId function = reader.function_of(id);
    if (class_table && reader.mentions(index, {"tok", "token", "tokens", "target", "tgt"}) &&
        reader.mentions(function, {"hint", "hints", "gate", "gates"})) {
      found.push_back({id, "a hint depends on the class of a token"});
    }
  }
  for (const PyId id : reader.nodes(0, PyKind::assignment)) {
    const PyId left = source.child(id, PyField::left);
    if (reader.mentions_all(left, {"within", "gate"}) ||
        reader.mentions_all(left, {"word", "gate"})) {
      found.push_back({id, "a gate for word starts or for the inside of words is made"});
    }
  }
  return found;
}

std::vector<FoundSign> find_byte_mixing(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId function : reader.names().functions()) {
    if (reader.name_has(reader.name_of(function), {"ppm", "ppmd", "ppmc"})) {
      found.push_back({function, "a byte-level PPM model is defined"});
    }
  }
  return found;
}

}  // namespace verifier
