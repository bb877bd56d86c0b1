// SPDX-License-Identifier: Apache-2.0
// Signs about the order of training and scoring at evaluation.
#include <algorithm>
#include <array>
#include <set>

#include "verifier/source/source_signs.h"

namespace verifier {
namespace {

constexpr std::array<std::string_view, 5> kSumWords = {"loss", "nll", "bits", "bpb", "nats"};
constexpr std::array<std::string_view, 9> kPackingWords = {"quant",        "quantize", "quantized",
                                                           "quantization", "gptq",     "serialize",
                                                           "pack",         "hessians", "hessian"};

// "x_sum += ..." of a loss.
bool is_score_sum(const SignReader& reader, PyId augmented) {
  const PyId left = reader.source().child(augmented, PyField::left);
  return reader.mentions(left, Words(kSumWords));
}

// The nearest loop around a node, inside a function.
PyId loop_of(const SignReader& reader, PyId id) {
  const PythonSource& source = reader.source();
  PyId at = source.nodes[id].parent;
  while (at != kNoNode && source.kind(at) != PyKind::for_statement &&
         source.kind(at) != PyKind::while_statement && source.kind(at) != PyKind::function) {
    at = source.nodes[at].parent;
  }
  return at == kNoNode || source.kind(at) == PyKind::function ? kNoNode : at;
}

// Whether a function is the training loop: it draws batches of training data.
bool draws_training_data(const SignReader& reader, PyId function) {
  return reader.mentions_all(function, {"train", "loader"}) ||
         reader.mentions_all(function, {"train", "files"}) ||
         reader.mentions_all(function, {"train", "shards"}) ||
         !reader.calls(function, {"next_batch"}).empty();
}

// Functions that step on validation tokens.
std::vector<PyId> validation_trainers(const SignReader& reader) {
  std::vector<PyId> found;
  std::set<PyId> seen = {0};
  for (const PyId call : reader.calls(0, {"backward"})) {
    const PyId function = reader.function_of(call);
    if (seen.insert(function).second && reader.mentions_validation(function) &&
        !draws_training_data(reader, function)) {
      found.push_back(function);
    }
  }
  return found;
}

// The calls of those functions.
std::vector<PyId> validation_training_calls(const SignReader& reader) {
  std::vector<PyId> found;
  for (const PyId function : validation_trainers(reader)) {
    const std::vector<PyId>& calls = reader.names().calls_of(reader.name_of(function));
    found.insert(found.end(), calls.begin(), calls.end());
  }
  return found;
}

bool sums_scores(const SignReader& reader, PyId within) {
  const std::vector<PyId> sums = reader.nodes(within, PyKind::augmented_assignment);
  return std::any_of(sums.begin(), sums.end(), [&](PyId sum) { return is_score_sum(reader, sum); });
}

// A loss summed without gradients, in a loop that has made a step before.
bool is_score_after_step(const SignReader& reader, PyId function, PyId sum) {
  if (!is_score_sum(reader, sum) || !reader.is_without_gradients(sum, function)) {
    return false;
  }
  const PyId first = reader.calls(function, {"backward"}).front();
  const PyId loop = loop_of(reader, sum);
  return loop != kNoNode && reader.source().within(first, loop) && first < sum;
}

// Whether a call that packs the weights comes behind, in the same function.
bool is_before_packing(const SignReader& reader, PyId call) {
  const PyId caller = reader.function_of(call);
  for (const PyId later : reader.names().calls()) {
    if (later > call && reader.function_of(later) == caller &&
        reader.name_has(reader.names().called(later), Words(kPackingWords))) {
      return true;
    }
  }
  return false;
}

// Whether the variable of a loop around a condition stands in it.
bool asks_for_loop_variable(const SignReader& reader, PyId condition) {
  const PythonSource& source = reader.source();
  const std::vector<PyId> names = reader.nodes(condition, PyKind::identifier);
  PyId loop = source.ancestor(condition, PyKind::for_statement);
  while (loop != kNoNode) {
    const std::string_view variable = source.text_of(source.child(loop, PyField::left));
    if (std::any_of(names.begin(), names.end(),
                    [&](PyId id) { return source.text_of(id) == variable; })) {
      return true;
    }
    loop = source.ancestor(loop, PyKind::for_statement);
  }
  return false;
}

// The condition `epoch == last`, over the variable of a loop around it.
bool is_last_epoch(const SignReader& reader, PyId condition) {
  const PythonSource& source = reader.source();
  const bool equal = source.kind(condition) == PyKind::comparison &&
                     source.text_of(condition).find("==") != std::string_view::npos;
  if (!equal || source.text_of(condition).find('1') == std::string_view::npos) {
    return equal && reader.mentions(condition, {"last", "final"}) &&
           reader.mentions(condition, {"epoch", "ep", "pass"});
  }
  return reader.mentions(condition, {"epoch", "epochs", "passes", "ep", "pass"}) &&
         asks_for_loop_variable(reader, condition);
}

}  // namespace

std::vector<FoundSign> find_last_epoch_loss(const SignReader& reader) {
  std::vector<FoundSign> found;
  const PythonSource& source = reader.source();
  for (const PyId id : reader.nodes(0, PyKind::if_statement)) {
    const PyId body = source.child(id, PyField::consequence);
    const bool trains = !reader.calls(reader.function_of(id), {"backward"}).empty();
    if (trains && is_last_epoch(reader, source.child(id, PyField::condition)) &&
        sums_scores(reader, body)) {
      found.push_back({id, "the loss is summed in the last epoch of training on the same text"});
    }
  }
  return found;
}

std::vector<FoundSign> find_training_before_scoring(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId function : validation_trainers(reader)) {
    const std::vector<PyId> sums = reader.nodes(function, PyKind::augmented_assignment);
    const auto late = std::find_if(sums.begin(), sums.end(), [&](PyId sum) {
      return is_score_after_step(reader, function, sum);
    });
    if (late != sums.end()) {
      found.push_back({*late, "a loop steps on its text before it scores it"});
    }
  }
  return found;
}

std::vector<FoundSign> find_training_on_validation(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId call : validation_training_calls(reader)) {
    const std::string_view called = reader.names().called(call);
    if (!is_before_packing(reader, call) &&
        !sums_scores(reader, reader.names().definitions(called).front())) {
      found.push_back({call, "a function steps on validation text and scores none of it"});
    }
  }
  return found;
}

std::vector<FoundSign> find_training_before_packing(const SignReader& reader) {
  std::vector<FoundSign> found;
  for (const PyId call : validation_training_calls(reader)) {
    if (is_before_packing(reader, call)) {
      found.push_back({call, "a function steps on validation text before the weights are packed"});
    }
  }
  return found;
}

}  // namespace verifier
