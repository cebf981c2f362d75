#include "TreeSitterABI.h"

// The layout the library was compiled with, on every 64-bit system.
_Static_assert(sizeof(ald_ts_node) == 32, "a node is four words and two pointers");
_Static_assert(sizeof(ald_ts_cursor) == 32, "a cursor is two pointers and three words");
_Static_assert(sizeof(ald_ts_input) == 32, "an input is three pointers and an encoding");
