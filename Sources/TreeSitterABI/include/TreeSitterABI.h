// The part of tree-sitter's binary interface (version 0.25 and later) that Alidade calls through dlsym: values
// that cross the border by copy. Written for this purpose; the library's own header is not needed to build.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint32_t row, column;
} ald_ts_point;

typedef struct {
  uint32_t context[4];
  const void *id;
  const void *tree;
} ald_ts_node;

typedef struct {
  const void *tree;
  const void *id;
  uint32_t context[3];
} ald_ts_cursor;

typedef struct {
  void *payload;
  const char *(*read)(void *payload, uint32_t byte_index, ald_ts_point position, uint32_t *bytes_read);
  // 0 is UTF-8.
  uint32_t encoding;
  void *decode;
} ald_ts_input;

typedef struct {
  void *payload;
  uint32_t current_byte_offset;
  bool has_error;
} ald_ts_parse_state;

typedef struct {
  void *payload;
  // True stops the parse.
  bool (*progress)(ald_ts_parse_state *state);
} ald_ts_parse_options;
