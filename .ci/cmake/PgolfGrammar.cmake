# SPDX-License-Identifier: Apache-2.0
# tree-sitter (Debian) with the Python grammar of the wheel that .ci/setup installed, as the imported
# target pgolf_python_grammar. The wheel's library has no name of its own that a program could ask
# for, so it gets one by a link in the build folder.
include_guard(GLOBAL)

find_path(PGOLF_TREE_SITTER_INCLUDE tree_sitter/api.h REQUIRED)
find_library(PGOLF_TREE_SITTER_LIBRARY tree-sitter REQUIRED)

set(PGOLF_GRAMMAR_WHEEL ${PGOLF_SITE_PACKAGES}/tree_sitter_languages/languages.so)
if(NOT EXISTS ${PGOLF_GRAMMAR_WHEEL})
  message(FATAL_ERROR "the Python grammar is not at ${PGOLF_GRAMMAR_WHEEL}; run .ci/setup build")
endif()
set(PGOLF_GRAMMAR_FOLDER ${CMAKE_BINARY_DIR}/grammar)
file(MAKE_DIRECTORY ${PGOLF_GRAMMAR_FOLDER})
file(CREATE_LINK ${PGOLF_GRAMMAR_WHEEL} ${PGOLF_GRAMMAR_FOLDER}/libpgolf_grammar.so SYMBOLIC)

add_library(pgolf_python_grammar INTERFACE IMPORTED GLOBAL)
set_target_properties(pgolf_python_grammar PROPERTIES
  INTERFACE_INCLUDE_DIRECTORIES ${PGOLF_TREE_SITTER_INCLUDE}
  INTERFACE_LINK_DIRECTORIES ${PGOLF_GRAMMAR_FOLDER}
  INTERFACE_LINK_OPTIONS "LINKER:-rpath,${PGOLF_GRAMMAR_FOLDER}"
  INTERFACE_LINK_LIBRARIES "-lpgolf_grammar;${PGOLF_TREE_SITTER_LIBRARY}")
