#include "Kernels.h"

#include "counting.h"

#include <string.h>

// Whether `variants` has a spelling that begins at `position` (or, backward, ends there); its length, or 0.
static inline size_t spelling(
    const uint8_t *bytes, size_t from, size_t count, const kernel_variants *variants, size_t position,
    int backward) {
  size_t room = backward ? position - from : count - position;
  for (size_t i = 0; i < variants->count; i++) {
    size_t length = variants->length[i];
    if (length > room) continue;
    const uint8_t *start = bytes + (backward ? position - length : position);
    size_t k = 0;
    while (k < length && start[k] == variants->bytes[i][k]) k++;
    if (k == length) return length;
  }
  return 0;
}

// Whether the literal lies around the core at `core`: its start, with its end in `end`, or KERNEL_NONE.
static size_t verify(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t core, size_t *end) {
  size_t position = core;
  for (size_t k = folded->core_start; k < folded->count; k++) {
    if (folded->mask[k] == KERNEL_FOLDED_IS_VARIANTS) {
      size_t length = spelling(bytes, from, count, &folded->variants[folded->value[k]], position, 0);
      if (length == 0) return KERNEL_NONE;
      position += length;
    } else {
      if (position >= count || (bytes[position] | folded->mask[k]) != folded->value[k]) return KERNEL_NONE;
      position++;
    }
  }
  *end = position;
  position = core;
  for (size_t k = folded->core_start; k-- > 0;) {
    if (folded->mask[k] == KERNEL_FOLDED_IS_VARIANTS) {
      size_t length = spelling(bytes, from, count, &folded->variants[folded->value[k]], position, 1);
      if (length == 0) return KERNEL_NONE;
      position -= length;
    } else {
      if (position <= from || (bytes[position - 1] | folded->mask[k]) != folded->value[k]) return KERNEL_NONE;
      position--;
    }
  }
  return position;
}

static inline int may_be(const kernel_folded_place *place, uint8_t byte) {
  return (byte | place->mask) == place->value || (byte & place->non_ascii);
}

// Looks at the cores from `core` up to, not including, `core_end`.
static size_t find_portable(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t *end, size_t core,
    size_t core_end) {
  const kernel_folded_place *first = &folded->places[0], *second = &folded->places[1];
  for (const uint8_t *at = bytes + core; core < core_end; core++, at++) {
    if (!may_be(first, at[first->offset]) || !may_be(second, at[second->offset])) continue;
    size_t start = verify(bytes, from, count, folded, core, end);
    if (start != KERNEL_NONE) return start;
  }
  return KERNEL_NONE;
}

#if defined(__x86_64__)
#include <immintrin.h>

// As for a plain literal (literal.c), with the bit of the case set in all bytes before they are compared. `wide` is a
// constant in every caller: whether a place takes non-ASCII bytes. The high bit of each byte tells a hit.
__attribute__((target("avx2,bmi"), always_inline)) static inline uint32_t hits_at(
    const uint8_t *bytes, __m256i mask, __m256i value, __m256i non_ascii, int wide, const uint8_t *other,
    __m256i other_mask, __m256i other_value, __m256i other_non_ascii) {
  __m256i a = _mm256_loadu_si256((const __m256i *)bytes), b = _mm256_loadu_si256((const __m256i *)other);
  __m256i is_a = _mm256_cmpeq_epi8(_mm256_or_si256(a, mask), value);
  __m256i is_b = _mm256_cmpeq_epi8(_mm256_or_si256(b, other_mask), other_value);
  if (wide) {
    is_a = _mm256_or_si256(is_a, _mm256_and_si256(a, non_ascii));
    is_b = _mm256_or_si256(is_b, _mm256_and_si256(b, other_non_ascii));
  }
  return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(is_a, is_b));
}

__attribute__((target("avx2,bmi"), always_inline)) static inline size_t find_avx2(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t *end, size_t core,
    size_t core_end, int wide) {
  const kernel_folded_place *first = &folded->places[0], *second = &folded->places[1];
  const uint8_t *a = bytes + first->offset;
  const uint8_t *b = bytes + second->offset;
  __m256i mask_a = _mm256_set1_epi8((char)first->mask), mask_b = _mm256_set1_epi8((char)second->mask);
  __m256i value_a = _mm256_set1_epi8((char)first->value), value_b = _mm256_set1_epi8((char)second->value);
  __m256i wide_a = _mm256_set1_epi8((char)first->non_ascii), wide_b = _mm256_set1_epi8((char)second->non_ascii);
#define HITS(at) hits_at(a + (at), mask_a, value_a, wide_a, wide, b + (at), mask_b, value_b, wide_b)
  while (core + 64 <= core_end) {
    for (uint64_t hits = HITS(core) | (uint64_t)HITS(core + 32) << 32; hits; hits &= hits - 1) {
      size_t start = verify(bytes, from, count, folded, core + (size_t)__builtin_ctzll(hits), end);
      if (start != KERNEL_NONE) return start;
    }
    core += 64;
  }
  while (core < core_end) {
    // The last vector overlaps what was looked at.
    size_t at = core + 32 <= core_end ? core : core_end - 32;
    for (uint32_t hits = HITS(at) & UINT32_MAX << (core - at); hits; hits &= hits - 1) {
      size_t start = verify(bytes, from, count, folded, at + (size_t)__builtin_ctz(hits), end);
      if (start != KERNEL_NONE) return start;
    }
    core = at + 32;
  }
#undef HITS
  return KERNEL_NONE;
}

__attribute__((target("avx2,bmi"))) static size_t find_narrow(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t *end, size_t core,
    size_t core_end) {
  return find_avx2(bytes, from, count, folded, end, core, core_end, 0);
}
__attribute__((target("avx2,bmi"))) static size_t find_wide(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t *end, size_t core,
    size_t core_end) {
  return find_avx2(bytes, from, count, folded, end, core, core_end, 1);
}
#endif

size_t kernel_find_folded(
    const uint8_t *bytes, size_t from, size_t count, const kernel_folded *folded, size_t *end) {
  if (count < from || count - from < folded->before_min + folded->core + folded->after_min) return KERNEL_NONE;
  size_t core = from + folded->before_min;
  size_t core_end = count - folded->core - folded->after_min + 1;
#if defined(__x86_64__)
  if (core_end - core >= 32 && __builtin_cpu_supports("avx2")) {
    return folded->places[0].non_ascii | folded->places[1].non_ascii
        ? find_wide(bytes, from, count, folded, end, core, core_end)
        : find_narrow(bytes, from, count, folded, end, core, core_end);
  }
#endif
  return find_portable(bytes, from, count, folded, end, core, core_end);
}

kernel_counts kernel_count_folded(const uint8_t *bytes, size_t count, const kernel_folded *folded) {
  kernel_counts counts = {0, 0};
  size_t line_end = 0, end = 0;
  for (size_t from = 0; (from = kernel_find_folded(bytes, from, count, folded, &end)) != KERNEL_NONE; from = end) {
    kernel_note_match(&counts, bytes, count, from, &line_end);
  }
  return counts;
}
