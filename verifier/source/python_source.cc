// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/python_source.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <tree_sitter/api.h>
#include <utility>

#include "verifier/source/python_outline.h"

extern "C" const TSLanguage* tree_sitter_python(void);

namespace verifier {
namespace {

constexpr std::size_t kLargestText = 8U << 20U;
constexpr std::uint64_t kLongestParseUs = 2'000'000;

using KindName = std::pair<std::string_view, PyKind>;
constexpr std::array<KindName, 73> kKindNames = {{
    {"comment", PyKind::symbol},  // as punctuation: left out
    {"line_continuation", PyKind::symbol},
    {"module", PyKind::module},
    {"block", PyKind::block},
    {"identifier", PyKind::identifier},
    {"integer", PyKind::integer},
    {"float", PyKind::real},
    {"string", PyKind::string},
    {"concatenated_string", PyKind::concatenated_string},
    {"interpolation", PyKind::interpolation},
    {"true", PyKind::yes},
    {"false", PyKind::no},
    {"none", PyKind::none},
    {"attribute", PyKind::attribute},
    {"subscript", PyKind::subscript},
    {"slice", PyKind::slice},
    {"call", PyKind::call},
    {"argument_list", PyKind::argument_list},
    {"keyword_argument", PyKind::keyword_argument},
    {"list", PyKind::list},
    {"tuple", PyKind::tuple},
    {"dictionary", PyKind::dictionary},
    {"set", PyKind::set},
    {"pair", PyKind::pair},
    {"list_splat", PyKind::list_splat},
    {"parenthesized_expression", PyKind::parenthesized},
    {"binary_operator", PyKind::binary},
    {"unary_operator", PyKind::unary},
    {"boolean_operator", PyKind::boolean},
    {"not_operator", PyKind::negation},
    {"comparison_operator", PyKind::comparison},
    {"conditional_expression", PyKind::conditional},
    {"lambda", PyKind::lambda},
    {"list_comprehension", PyKind::list_comprehension},
    {"generator_expression", PyKind::generator},
    {"for_in_clause", PyKind::for_in_clause},
    {"if_clause", PyKind::if_clause},
    {"assignment", PyKind::assignment},
    {"augmented_assignment", PyKind::augmented_assignment},
    {"named_expression", PyKind::named_expression},
    {"expression_statement", PyKind::expression_statement},
    {"return_statement", PyKind::return_statement},
    {"raise_statement", PyKind::raise_statement},
    {"continue_statement", PyKind::continue_statement},
    {"break_statement", PyKind::break_statement},
    {"if_statement", PyKind::if_statement},
    {"elif_clause", PyKind::elif_clause},
    {"else_clause", PyKind::else_clause},
    {"for_statement", PyKind::for_statement},
    {"while_statement", PyKind::while_statement},
    {"try_statement", PyKind::try_statement},
    {"except_clause", PyKind::except_clause},
    {"with_statement", PyKind::with_statement},
    {"with_item", PyKind::with_item},
    {"as_pattern", PyKind::as_pattern},
    {"as_pattern_target", PyKind::as_pattern_target},
    {"pattern_list", PyKind::pattern_list},
    {"tuple_pattern", PyKind::tuple_pattern},
    {"expression_list", PyKind::expression_list},
    {"function_definition", PyKind::function},
    {"class_definition", PyKind::class_definition},
    {"decorated_definition", PyKind::decorated},
    {"decorator", PyKind::decorator},
    {"parameters", PyKind::parameters},
    {"lambda_parameters", PyKind::parameters},
    {"default_parameter", PyKind::default_parameter},
    {"typed_parameter", PyKind::typed_parameter},
    {"typed_default_parameter", PyKind::typed_default_parameter},
    {"import_statement", PyKind::import_statement},
    {"import_from_statement", PyKind::import_from},
    {"aliased_import", PyKind::aliased_import},
    {"dotted_name", PyKind::dotted_name},
    {"relative_import", PyKind::relative_import},
}};

using FieldName = std::pair<std::string_view, PyField>;
constexpr std::array<FieldName, 22> kFieldNames = {{
    {"alias", PyField::alias},
    {"alternative", PyField::alternative},
    {"argument", PyField::argument},
    {"arguments", PyField::arguments},
    {"attribute", PyField::attribute},
    {"body", PyField::body},
    {"condition", PyField::condition},
    {"consequence", PyField::consequence},
    {"definition", PyField::definition},
    {"function", PyField::function},
    {"key", PyField::key},
    {"left", PyField::left},
    {"module_name", PyField::module_name},
    {"name", PyField::name},
    {"object", PyField::object},
    {"operator", PyField::operation},
    {"operators", PyField::operation},
    {"parameters", PyField::parameters},
    {"right", PyField::right},
    {"subscript", PyField::subscript},
    {"superclasses", PyField::superclasses},
    {"value", PyField::value},
}};

// The grammar's numbers for kinds and fields, turned into ours once.
struct Grammar {
  const TSLanguage* language = tree_sitter_python();
  std::vector<PyKind> kinds;
  std::vector<PyField> fields;

  Grammar() {
    const std::map<std::string_view, PyKind> by_name(kKindNames.begin(), kKindNames.end());
    for (std::uint32_t i = 0; i < ts_language_symbol_count(language); ++i) {
      const auto it = by_name.find(ts_language_symbol_name(language, static_cast<TSSymbol>(i)));
      kinds.push_back(it == by_name.end() ? PyKind::other : it->second);
    }
    const std::map<std::string_view, PyField> fields_by_name(kFieldNames.begin(),
                                                             kFieldNames.end());
    fields.push_back(PyField::none);
    for (std::uint32_t i = 1; i <= ts_language_field_count(language); ++i) {
      const auto it =
          fields_by_name.find(ts_language_field_name_for_id(language, static_cast<TSFieldId>(i)));
      fields.push_back(it == fields_by_name.end() ? PyField::none : it->second);
    }
  }

  PyKind kind_of(TSNode node) const {
    if (!ts_node_is_named(node)) {
      return PyKind::symbol;
    }
    const TSSymbol symbol = ts_node_symbol(node);
    return symbol < kinds.size() ? kinds[symbol] : PyKind::error;
  }
};

const Grammar& grammar() {
  static const Grammar the_grammar;
  return the_grammar;
}

using Parser = std::unique_ptr<TSParser, void (*)(TSParser*)>;
using Tree = std::unique_ptr<TSTree, void (*)(TSTree*)>;

// Copies one piece's tree behind the nodes that are there.
class Copier {
 public:
  explicit Copier(PythonSource& source) : source_(source) {}

  void copy(const TSTree* tree, std::uint32_t base) {
    base_ = base;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    open_.resize(1, {0, kNoNode});
    bool more = ts_tree_cursor_goto_first_child(&cursor);
    while (more) {
      const bool kept = add(cursor);
      if (kept && ts_tree_cursor_goto_first_child(&cursor)) {
        open_.push_back({added_, kNoNode});
        continue;
      }
      more = advance(cursor);
    }
    ts_tree_cursor_delete(&cursor);
  }

 private:
  struct Open {
    PyId id;
    PyId last_child;
  };

  // To the next node that is not below the present one; false at the end.
  bool advance(TSTreeCursor& cursor) {
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (open_.size() == 1) {
        return false;
      }
      source_.nodes[open_.back().id].last = static_cast<PyId>(source_.nodes.size() - 1);
      open_.pop_back();
      ts_tree_cursor_goto_parent(&cursor);
    }
    return true;
  }

  // Whether the node was kept; keywords and punctuation are, where they are an operator.
  bool add(const TSTreeCursor& cursor) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const PyField field = grammar().fields[ts_tree_cursor_current_field_id(&cursor)];
    const PyKind kind = grammar().kind_of(node);
    if (kind == PyKind::symbol && field != PyField::operation) {
      return false;
    }
    PyNode copy;
    copy.kind = kind;
    copy.field = field;
    copy.begin = base_ + ts_node_start_byte(node);
    copy.end = base_ + ts_node_end_byte(node);
    while (line_at_ < copy.begin) {
      line_ += source_.text[line_at_++] == '\n' ? 1U : 0U;
    }
    copy.line = line_;
    copy.parent = open_.back().id;
    added_ = static_cast<PyId>(source_.nodes.size());
    copy.last = added_;
    note_error(copy);
    PyId& before = open_.back().last_child;
    (before == kNoNode ? source_.nodes[copy.parent].first : source_.nodes[before].next) = added_;
    before = added_;
    source_.nodes.push_back(copy);
    return true;
  }

  void note_error(const PyNode& node) {
    if (node.kind == PyKind::error) {
      source_.error_bytes += node.end - node.begin;
      if (source_.first_error_line == 0) {
        source_.first_error_line = node.line;
      }
    }
  }

  PythonSource& source_;
  std::uint32_t base_ = 0;
  std::vector<Open> open_;
  PyId added_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t line_at_ = 0;
};

}  // namespace

std::string_view PythonSource::text_of(PyId id) const {
  if (id == kNoNode) {
    return {};
  }
  const std::string_view all = text;
  return all.substr(nodes[id].begin, nodes[id].end - nodes[id].begin);
}

PyId PythonSource::child(PyId id, PyField field) const {
  for (PyId at = id == kNoNode ? kNoNode : nodes[id].first; at != kNoNode; at = nodes[at].next) {
    if (nodes[at].field == field) {
      return at;
    }
  }
  return kNoNode;
}

std::vector<PyId> PythonSource::children(PyId id) const {
  std::vector<PyId> found;
  for (PyId at = id == kNoNode ? kNoNode : nodes[id].first; at != kNoNode; at = nodes[at].next) {
    found.push_back(at);
  }
  return found;
}

PyId PythonSource::ancestor(PyId id, PyKind wanted) const {
  PyId at = id == kNoNode ? kNoNode : nodes[id].parent;
  while (at != kNoNode && nodes[at].kind != wanted) {
    at = nodes[at].parent;
  }
  return at;
}

Result<PythonSource> parse_python(std::string_view text) {
  if (text.size() > kLargestText) {
    return Failure{ErrorKind::bad_input, "unreadable",
                   "it holds " + std::to_string(text.size()) + " bytes, expected at most " +
                       std::to_string(kLargestText)};
  }
  const Result<PythonOutline> outline = outline_python(text);
  if (!outline.ok()) {
    return outline.failure();
  }
  PythonSource source;
  source.text = text;
  source.nodes.push_back({PyKind::module, PyField::none, 0, static_cast<std::uint32_t>(text.size()),
                          1, kNoNode, kNoNode, kNoNode, 0});
  const Parser parser(ts_parser_new(), ts_parser_delete);
  require(ts_parser_set_language(parser.get(), grammar().language),
          "the Python grammar and its runtime do not fit each other");
  ts_parser_set_timeout_micros(parser.get(), kLongestParseUs);
  Copier copier(source);
  for (const PythonPiece& piece : outline.value().pieces) {
    const Tree tree(
        ts_parser_parse_string(parser.get(), nullptr, outline.value().masked.data() + piece.begin,
                               static_cast<std::uint32_t>(piece.end - piece.begin)),
        ts_tree_delete);
    if (tree == nullptr) {
      return Failure{ErrorKind::bad_input, "unreadable", "the grammar took longer than 2 seconds"};
    }
    copier.copy(tree.get(), static_cast<std::uint32_t>(piece.begin));
  }
  source.nodes[0].last = static_cast<PyId>(source.nodes.size() - 1);
  return source;
}

}  // namespace verifier
