// The few loops that need SIMD. Everything else is Swift.
//
// Each kernel is a pure function over borrowed bytes; none reads outside the bytes it is given. On x86-64 the
// AVX2 versions are picked at run time, so no build flag is needed and older processors work; elsewhere the
// portable versions run. Positions count from the start of the bytes; "not found" is KERNEL_NONE.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "sha1.h"

#define KERNEL_NONE SIZE_MAX

// The first place of `byte`, or KERNEL_NONE.
size_t kernel_find_byte(const uint8_t *bytes, size_t count, uint8_t byte);

// The last place of `byte`, or KERNEL_NONE.
size_t kernel_find_last_byte(const uint8_t *bytes, size_t count, uint8_t byte);

// How often `byte` occurs.
size_t kernel_count_byte(const uint8_t *bytes, size_t count, uint8_t byte);

// Asks for the bytes to be brought into the first cache, and returns at once. At most 8 KB of them: more would push out
// what is in use.
static inline void kernel_prefetch(const void *bytes, size_t count) {
  if (count > 8192) count = 8192;
  for (size_t i = 0; i < count; i += 64) __builtin_prefetch((const char *)bytes + i, 0, 3);
}

// A literal to look for, with two of its places whose bytes are compared first: rare ones, chosen by the caller.
typedef struct {
  const uint8_t *bytes;
  size_t length;  // 1 or more
  size_t first;   // first <= second < length
  size_t second;
} kernel_literal;

// The first occurrence of `literal`, or KERNEL_NONE.
size_t kernel_find_literal(const uint8_t *bytes, size_t count, const kernel_literal *literal);

// Matches that do not overlap, from the first one on, and lines that hold one.
typedef struct {
  size_t matches;
  size_t lines;
} kernel_counts;

// Occurrences of `literal`, which holds no line feed. Unlike finding them one by one it costs little more where there are
// many.
kernel_counts kernel_count_literal(const uint8_t *bytes, size_t count, const kernel_literal *literal);

#define KERNEL_FOLDED_VARIANTS 4

// The spellings that one element of a folded literal may have: none starts or ends another one.
typedef struct {
  uint8_t count;                             // 2 to 4
  uint8_t length[KERNEL_FOLDED_VARIANTS];    // 1 to 4 bytes
  uint8_t bytes[KERNEL_FOLDED_VARIANTS][4];
} kernel_variants;

#define KERNEL_FOLDED_IS_VARIANTS 0xFF

// A place to compare first: `offset` bytes from the core, it holds a byte b with (b | mask) == value, or, where
// non_ascii is 0x80 rather than 0, any non-ASCII byte.
typedef struct {
  ptrdiff_t offset;
  uint8_t value;
  uint8_t mask;
  uint8_t non_ascii;
} kernel_folded_place;

// A literal whose letters match in either case. Element k is one byte b, with (b | mask[k]) == value[k]; or, where
// mask[k] is KERNEL_FOLDED_IS_VARIANTS, one of the spellings variants[value[k]], which may differ in length.
//
// `core` elements from `core_start` on are single bytes, so that they lie at known distances: these are looked for.
// Spellings are whole UTF-8 characters wherever their lengths differ, so that a literal has one start per core.
typedef struct {
  const uint8_t *value;
  const uint8_t *mask;
  const kernel_variants *variants;
  size_t count;       // elements
  size_t core_start;
  size_t core;        // 1 or more
  size_t before_min;  // the fewest bytes before the core, and after it
  size_t after_min;
  kernel_folded_place places[2];  // in the core, or next to it where before_min or after_min has room for that
} kernel_folded;

// The first occurrence of `folded` in bytes[from..<count], as a position in `bytes`, or KERNEL_NONE. Where it ends goes
// to `end`.
size_t kernel_find_folded(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t *end);

// Occurrences of `folded` in all bytes; it holds no line feed.
kernel_counts kernel_count_folded(const uint8_t *bytes, size_t count, const kernel_folded *folded);

#define KERNEL_WINDOW_PLACES 4

// Up to four places in a row of bytes, each with the set of bytes that may stand there.
//
// An ASCII byte b is in the set of place k when bit b >> 4 of low[k][b & 15] is set; non-ASCII bytes are in it all
// together or not at all (non_ascii[k] is 0x80 or 0).
typedef struct {
  size_t count;                           // places used, 1 or more
  size_t reach;                           // the greatest offset
  size_t offset[KERNEL_WINDOW_PLACES];    // from the start of the row
  uint8_t low[KERNEL_WINDOW_PLACES][16];
  uint8_t non_ascii[KERNEL_WINDOW_PLACES];
} kernel_window;

// The first position p, with p + reach < count, at which every place holds a byte of its set, or KERNEL_NONE.
size_t kernel_find_window(const uint8_t *bytes, size_t count, const kernel_window *window);

#define KERNEL_SET_PLACES 4
#define KERNEL_SET_BUCKETS 8

// A small set of literals, sorted into eight buckets. Place k of a literal in bucket b has its bit b set in
// low[k][byte & 15] and high[k][byte >> 4].
typedef struct {
  size_t places;                          // first bytes compared, 1 to 4, at most the length of every literal
  uint8_t low[KERNEL_SET_PLACES][16];
  uint8_t high[KERNEL_SET_PLACES][16];
  const uint8_t *bytes;                   // the literals end to end
  const uint32_t *starts;                 // literal i is bytes[starts[i]] up to bytes[starts[i + 1]]
  const uint32_t *bucket_starts;          // nine; bucket b is members[bucket_starts[b]] up to the next start
  const uint32_t *members;                // literals by bucket, ascending in each
} kernel_set;

// The first occurrence of any literal; of several at one place, the one listed first. Its number goes to `which`.
size_t kernel_find_set(const uint8_t *bytes, size_t count, const kernel_set *set, uint32_t *which);

// Occurrences of literals of `set`, none of which holds a line feed.
kernel_counts kernel_count_set(const uint8_t *bytes, size_t count, const kernel_set *set);

#define KERNEL_RUN_CLASSES 5

// The length of the longest run of bytes of one class, for each of the classes: digits, hexadecimal digits, capital
// letters, letters, letters with digits and "_". At most 255; 0 for less than 4, 8, 8, 16 and 16.
void kernel_longest_runs(const uint8_t *bytes, size_t count, int portable, uint8_t longest[KERNEL_RUN_CLASSES]);

// How many values are `least` or more. Where `words` is not null, bit i is set for each such value i.
size_t kernel_at_least(const uint8_t *values, size_t count, uint8_t least, uint64_t *words);

// Clears the bits of `words` that are not set in `others`; how many are left.
size_t kernel_intersect(uint64_t *words, const uint64_t *others, size_t count);

// Decodes a list of ascending numbers: the first one, and `count` gaps less one each, packed in `width` bits (0 to 32),
// low bits first, in `packed_count` bytes. Then come `exceptions` patches of four bytes: the place of a gap, and what
// lies above `width` of it. `packed` can be read for 8 bytes beyond its end. False where a patch has no place.
int kernel_decode_postings(
    const uint8_t *packed, size_t packed_count, unsigned width, size_t exceptions, uint32_t first, size_t count,
    int portable, uint32_t *postings);
