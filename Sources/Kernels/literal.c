#include "Kernels.h"

#include <string.h>

#include "counting.h"

// Looks for the literal at the positions from `from` up to the last that leaves room for it.
static size_t find_portable(const uint8_t *bytes, size_t count, const kernel_literal *literal, size_t from) {
  while (from + literal->length <= count) {
    // memchr is the fastest portable loop there is; it looks for the place the caller found rarest.
    size_t room = count - literal->length + 1 - from;
    const uint8_t *start = bytes + from + literal->first;
    const uint8_t *found = memchr(start, literal->bytes[literal->first], room);
    if (!found) return KERNEL_NONE;
    size_t position = (size_t)(found - bytes) - literal->first;
    if (memcmp(bytes + position, literal->bytes, literal->length) == 0) return position;
    from = position + 1;
  }
  return KERNEL_NONE;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Where among 64 positions two bytes of the literal fit: `a` and `b` point to where they are for the first position.
// The technique of comparing two far bytes of the needle at once: W. Muła, "SIMD-friendly algorithms for substring
// searching", 2016. Two vectors a turn, so that the loads overlap.
__attribute__((target("avx2,bmi"), always_inline)) static inline uint64_t both_bytes(
    const uint8_t *a, const uint8_t *b, __m256i first, __m256i second) {
  __m256i low = _mm256_and_si256(
      _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)a), first),
      _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)b), second));
  __m256i high = _mm256_and_si256(
      _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(a + 32)), first),
      _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(b + 32)), second));
  __m256i either = _mm256_or_si256(low, high);
  if (_mm256_testz_si256(either, either)) return 0;
  return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

__attribute__((target("avx2,bmi"))) static size_t find_avx2(
    const uint8_t *bytes, size_t count, const kernel_literal *literal) {
  __m256i first = _mm256_set1_epi8((char)literal->bytes[literal->first]);
  __m256i second = _mm256_set1_epi8((char)literal->bytes[literal->second]);
  const uint8_t *a = bytes + literal->first;
  const uint8_t *b = bytes + literal->second;
  // Positions at which the literal fits: vectors of 32 of them stay inside the bytes.
  size_t positions = count - literal->length + 1;
  size_t i = 0;
  for (; i + 64 <= positions; i += 64) {
    for (uint64_t mask = both_bytes(a + i, b + i, first, second); mask; mask &= mask - 1) {
      size_t position = i + (size_t)__builtin_ctzll(mask);
      if (memcmp(bytes + position, literal->bytes, literal->length) == 0) return position;
    }
  }
  while (positions >= 32 && i < positions) {
    // The last vectors overlap what was looked at.
    size_t at = i + 32 <= positions ? i : positions - 32;
    uint32_t mask = (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(a + at)), first),
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(b + at)), second)));
    mask &= UINT32_MAX << (i - at);
    for (; mask; mask &= mask - 1) {
      size_t position = at + (size_t)__builtin_ctz(mask);
      if (memcmp(bytes + position, literal->bytes, literal->length) == 0) return position;
    }
    i = at + 32;
  }
  return i < positions ? find_portable(bytes, count, literal, i) : KERNEL_NONE;
}

// One byte: how many lines of each vector have it is told by the two bit sets alone.
__attribute__((target("avx2,bmi,popcnt"))) static kernel_counts count_byte_avx2(
    const uint8_t *bytes, size_t count, uint8_t byte) {
  kernel_counts counts = {0, 0};
  __m256i wanted = _mm256_set1_epi8((char)byte), feed = _mm256_set1_epi8(0x0A);
  int is_counted = 0;  // whether the line at hand has been
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(bytes + i));
    __m256i b = _mm256_loadu_si256((const __m256i *)(bytes + i + 32));
    uint64_t hits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted)) |
                    (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted)) << 32;
    uint64_t feeds = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, feed)) |
                     (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, feed)) << 32;
    counts.matches += (size_t)__builtin_popcountll(hits);
    for (; feeds; feeds &= feeds - 1) {
      uint64_t line = feeds ^ (feeds - 1);  // up to the line feed
      counts.lines += !is_counted && (hits & line);
      hits &= ~line;
      is_counted = 0;
    }
    counts.lines += !is_counted && hits;
    is_counted |= hits != 0;
  }
  for (; i < count; i++) {
    if (bytes[i] == 0x0A) is_counted = 0;
    if (bytes[i] != byte) continue;
    counts.matches++;
    counts.lines += !is_counted;
    is_counted = 1;
  }
  return counts;
}

__attribute__((target("avx2,bmi"))) static kernel_counts count_avx2(
    const uint8_t *bytes, size_t count, const kernel_literal *literal) {
  kernel_counts counts = {0, 0};
  __m256i first = _mm256_set1_epi8((char)literal->bytes[literal->first]);
  __m256i second = _mm256_set1_epi8((char)literal->bytes[literal->second]);
  const uint8_t *a = bytes + literal->first;
  const uint8_t *b = bytes + literal->second;
  size_t positions = count - literal->length + 1;
  size_t i = 0, free = 0, line_end = 0;  // matches begin at `free` or later
  for (; i + 64 <= positions; i += 64) {
    for (uint64_t mask = both_bytes(a + i, b + i, first, second); mask; mask &= mask - 1) {
      size_t position = i + (size_t)__builtin_ctzll(mask);
      if (position < free || memcmp(bytes + position, literal->bytes, literal->length) != 0) continue;
      kernel_note_match(&counts, bytes, count, position, &line_end);
      free = position + literal->length;
    }
  }
  for (size_t from = free > i ? free : i; (from = find_portable(bytes, count, literal, from)) != KERNEL_NONE;
       from += literal->length) {
    kernel_note_match(&counts, bytes, count, from, &line_end);
  }
  return counts;
}
#endif

kernel_counts kernel_count_literal(const uint8_t *bytes, size_t count, const kernel_literal *literal) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) {
    if (literal->length == 1) return count_byte_avx2(bytes, count, literal->bytes[0]);
    if (count >= literal->length) return count_avx2(bytes, count, literal);
  }
#endif
  kernel_counts counts = {0, 0};
  size_t line_end = 0;
  for (size_t from = 0; (from = find_portable(bytes, count, literal, from)) != KERNEL_NONE; from += literal->length) {
    kernel_note_match(&counts, bytes, count, from, &line_end);
  }
  return counts;
}

size_t kernel_find_literal(const uint8_t *bytes, size_t count, const kernel_literal *literal) {
  if (count < literal->length) return KERNEL_NONE;
#if defined(__x86_64__)
  if (literal->length > 1 && count - literal->length >= 31 && __builtin_cpu_supports("avx2")) {
    return find_avx2(bytes, count, literal);
  }
#endif
  return find_portable(bytes, count, literal, 0);
}
