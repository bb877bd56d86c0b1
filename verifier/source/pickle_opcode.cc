// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/pickle_opcode.h"

#include <array>

namespace verifier {
namespace {

using A = PickleAction;
using G = PickleArgument;
using K = PickleKind;

struct Row {
  unsigned char byte;
  PickleOpcode opcode;
};

constexpr std::array<Row, 68> kRows = {{
    {0x80, {A::ignore, G::bytes1}},                    // PROTO
    {0x95, {A::ignore, G::bytes8}},                    // FRAME
    {0x98, {A::ignore}},                               // READONLY_BUFFER
    {'.', {A::stop}},                                  // STOP
    {'N', {A::push, G::none, K::none}},                // NONE
    {0x88, {A::push}},                                 // NEWTRUE
    {0x89, {A::push}},                                 // NEWFALSE
    {'I', {A::push, G::line, K::integer}},             // INT
    {'J', {A::push, G::bytes4, K::integer}},           // BININT
    {'K', {A::push, G::bytes1, K::integer}},           // BININT1
    {'M', {A::push, G::bytes2, K::integer}},           // BININT2
    {'L', {A::push, G::line, K::integer}},             // LONG
    {0x8a, {A::push, G::counted1, K::integer}},        // LONG1
    {0x8b, {A::push, G::counted4, K::integer}},        // LONG4
    {'F', {A::push, G::line}},                         // FLOAT
    {'G', {A::push, G::bytes8}},                       // BINFLOAT
    {'S', {A::push, G::line, K::quoted}},              // STRING
    {'T', {A::push, G::counted4, K::text}},            // BINSTRING
    {'U', {A::push, G::counted1, K::text}},            // SHORT_BINSTRING
    {'V', {A::push, G::line, K::raw_unicode}},         // UNICODE
    {'X', {A::push, G::counted4, K::text}},            // BINUNICODE
    {0x8c, {A::push, G::counted1, K::text}},           // SHORT_BINUNICODE
    {0x8d, {A::push, G::counted8, K::text}},           // BINUNICODE8
    {'B', {A::push, G::counted4, K::bytes}},           // BINBYTES
    {'C', {A::push, G::counted1, K::bytes}},           // SHORT_BINBYTES
    {0x8e, {A::push, G::counted8, K::bytes}},          // BINBYTES8
    {0x96, {A::push, G::counted8, K::bytes}},          // BYTEARRAY8
    {'}', {A::push}},                                  // EMPTY_DICT
    {']', {A::push}},                                  // EMPTY_LIST
    {0x8f, {A::push}},                                 // EMPTY_SET
    {')', {A::push}},                                  // EMPTY_TUPLE
    {'t', {A::keep_tuple, G::none, K::tuple}},         // TUPLE
    {0x85, {A::keep_tuple, G::none, K::tuple, 1}},     // TUPLE1
    {0x86, {A::keep_tuple, G::none, K::tuple, 2}},     // TUPLE2
    {0x87, {A::keep_tuple, G::none, K::tuple, 3}},     // TUPLE3
    {'a', {A::drop, G::none, K::other, 1}},            // APPEND
    {'s', {A::drop, G::none, K::other, 2}},            // SETITEM
    {'e', {A::add_items}},                             // APPENDS
    {'u', {A::add_items}},                             // SETITEMS
    {0x90, {A::add_items}},                            // ADDITEMS
    {'d', {A::from_mark}},                             // DICT
    {'l', {A::from_mark}},                             // LIST
    {0x91, {A::from_mark}},                            // FROZENSET
    {'0', {A::pop}},                                   // POP
    {'1', {A::pop_mark}},                              // POP_MARK
    {'2', {A::duplicate}},                             // DUP
    {'(', {A::mark}},                                  // MARK
    {'g', {A::get, G::line}},                          // GET
    {'h', {A::get, G::bytes1}},                        // BINGET
    {'j', {A::get, G::bytes4}},                        // LONG_BINGET
    {'p', {A::put, G::line}},                          // PUT
    {'q', {A::put, G::bytes1}},                        // BINPUT
    {'r', {A::put, G::bytes4}},                        // LONG_BINPUT
    {0x94, {A::memoize}},                              // MEMOIZE
    {'c', {A::global, G::two_lines, K::global}},       // GLOBAL
    {0x93, {A::stack_global, G::none, K::global, 2}},  // STACK_GLOBAL
    {'R', {A::call, G::none, K::made, 1}},             // REDUCE
    {0x81, {A::call, G::none, K::made, 1}},            // NEWOBJ
    {0x92, {A::call, G::none, K::made, 2}},            // NEWOBJ_EX
    {'i', {A::instance, G::two_lines, K::made}},       // INST
    {'o', {A::object, G::none, K::made}},              // OBJ
    {'b', {A::build, G::none, K::other, 1}},           // BUILD
    {'P', {A::persistent, G::line}},                   // PERSID
    {'Q', {A::stack_persistent}},                      // BINPERSID
    {0x82, {A::extension, G::bytes1}},                 // EXT1
    {0x83, {A::extension, G::bytes2}},                 // EXT2
    {0x84, {A::extension, G::bytes4}},                 // EXT4
    {0x97, {A::buffer}},                               // NEXT_BUFFER
}};

constexpr std::array<PickleOpcode, 256> table() {
  std::array<PickleOpcode, 256> opcodes = {};
  for (const Row& row : kRows) {
    opcodes[row.byte] = row.opcode;
  }
  return opcodes;
}

constexpr std::array<PickleOpcode, 256> kOpcodes = table();

}  // namespace

const PickleOpcode& pickle_opcode(unsigned char byte) {
  return kOpcodes[byte];
}

}  // namespace verifier
