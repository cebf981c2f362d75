// Counting matches and their lines, for the kernels that find them.
#pragma once

#include <string.h>

#include "Kernels.h"

// Takes up a match at `position`, at or after the one before; `line_end` is where the line of that one ends, 0 at first.
static inline void kernel_note_match(
    kernel_counts *counts, const uint8_t *bytes, size_t count, size_t position, size_t *line_end) {
  counts->matches++;
  if (position < *line_end) return;
  counts->lines++;
  const uint8_t *end = memchr(bytes + position, 0x0A, count - position);
  *line_end = end ? (size_t)(end - bytes) : count;
}
