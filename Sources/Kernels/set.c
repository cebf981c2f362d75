#include "Kernels.h"

#include <string.h>

#include "counting.h"

// The first listed literal at `position` out of the buckets of `mask`, or UINT32_MAX.
static uint32_t verify(
    const uint8_t *bytes, size_t count, const kernel_set *set, size_t position, uint32_t mask) {
  uint32_t best = UINT32_MAX;
  for (; mask; mask &= mask - 1) {
    uint32_t bucket = (uint32_t)__builtin_ctz(mask);
    for (uint32_t m = set->bucket_starts[bucket]; m < set->bucket_starts[bucket + 1]; m++) {
      uint32_t literal = set->members[m];
      if (literal >= best) break;
      size_t length = set->starts[literal + 1] - set->starts[literal];
      if (length <= count - position
          && memcmp(bytes + position, set->bytes + set->starts[literal], length) == 0) {
        best = literal;
        break;
      }
    }
  }
  return best;
}

static size_t find_portable(
    const uint8_t *bytes, size_t count, const kernel_set *set, size_t from, uint32_t *which) {
  for (size_t i = from; i + set->places <= count; i++) {
    uint32_t mask = 0xFF;
    for (size_t place = 0; place < set->places && mask; place++) {
      uint8_t byte = bytes[i + place];
      mask &= (uint32_t)(set->low[place][byte & 15] & set->high[place][byte >> 4]);
    }
    if (mask) {
      *which = verify(bytes, count, set, i, mask);
      if (*which != UINT32_MAX) return i;
    }
  }
  return KERNEL_NONE;
}

#if defined(__x86_64__)
#include <immintrin.h>

// The idea of Hyperscan's "Teddy": one shuffle per half byte tells, for 32 positions at once, in which of eight
// buckets of literals a byte may be the k-th.
__attribute__((target("avx2,bmi"), always_inline)) static inline size_t find_avx2(
    const uint8_t *bytes, size_t count, const kernel_set *set, uint32_t *which, size_t places) {
  __m256i nibble = _mm256_set1_epi8(15);
  __m256i low[KERNEL_SET_PLACES], high[KERNEL_SET_PLACES];
  for (size_t place = 0; place < places; place++) {
    low[place] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set->low[place]));
    high[place] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set->high[place]));
  }
  size_t positions = count - places + 1;
  size_t i = 0;
  while (i < positions) {
    // The last vector overlaps what was looked at.
    size_t at = i + 32 <= positions ? i : positions - 32;
    __m256i hit = _mm256_set1_epi8(-1);
    for (size_t place = 0; place < places; place++) {
      __m256i chunk = _mm256_loadu_si256((const __m256i *)(bytes + at + place));
      __m256i l = _mm256_shuffle_epi8(low[place], _mm256_and_si256(chunk, nibble));
      __m256i h = _mm256_shuffle_epi8(high[place], _mm256_and_si256(_mm256_srli_epi16(chunk, 4), nibble));
      hit = _mm256_and_si256(hit, _mm256_and_si256(l, h));
    }
    uint32_t mask = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(hit, _mm256_setzero_si256()));
    mask &= UINT32_MAX << (i - at);
    if (mask) {
      uint8_t buckets[32];
      _mm256_storeu_si256((__m256i *)buckets, hit);
      for (; mask; mask &= mask - 1) {
        uint32_t bit = (uint32_t)__builtin_ctz(mask);
        *which = verify(bytes, count, set, at + bit, buckets[bit]);
        if (*which != UINT32_MAX) return at + bit;
      }
    }
    i = at + 32;
  }
  return KERNEL_NONE;
}

__attribute__((target("avx2,bmi"))) static size_t find_any_avx2(
    const uint8_t *bytes, size_t count, const kernel_set *set, uint32_t *which) {
  switch (set->places) {
    case 1: return find_avx2(bytes, count, set, which, 1);
    case 2: return find_avx2(bytes, count, set, which, 2);
    case 3: return find_avx2(bytes, count, set, which, 3);
    default: return find_avx2(bytes, count, set, which, 4);
  }
}
#endif

size_t kernel_find_set(const uint8_t *bytes, size_t count, const kernel_set *set, uint32_t *which) {
  if (count < set->places) return KERNEL_NONE;
#if defined(__x86_64__)
  if (count - set->places >= 31 && __builtin_cpu_supports("avx2")) {
    return find_any_avx2(bytes, count, set, which);
  }
#endif
  return find_portable(bytes, count, set, 0, which);
}

kernel_counts kernel_count_set(const uint8_t *bytes, size_t count, const kernel_set *set) {
  kernel_counts counts = {0, 0};
  size_t line_end = 0, from = 0;
  while (from < count) {
    uint32_t which = 0;
    size_t found = kernel_find_set(bytes + from, count - from, set, &which);
    if (found == KERNEL_NONE) break;
    kernel_note_match(&counts, bytes, count, from + found, &line_end);
    from += found + set->starts[which + 1] - set->starts[which];
  }
  return counts;
}
