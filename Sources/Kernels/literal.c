#include "Kernels.h"

#include <string.h>

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

// The technique of comparing two far bytes of the needle at once: W. Muła, "SIMD-friendly algorithms for substring
// searching", 2016. Two vectors a turn, so that the loads overlap.
__attribute__((target("avx2,bmi"))) static size_t find_avx2(
    const uint8_t *bytes, size_t count, const kernel_literal *literal) {
  __m256i first = _mm256_set1_epi8((char)literal->bytes[literal->first]);
  __m256i second = _mm256_set1_epi8((char)literal->bytes[literal->second]);
  const uint8_t *a = bytes + literal->first;
  const uint8_t *b = bytes + literal->second;
  // Positions at which the literal fits: vectors of 32 of them stay inside the bytes.
  size_t positions = count - literal->length + 1;
  size_t i = 0;
  while (i + 64 <= positions) {
    __m256i low = _mm256_and_si256(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(a + i)), first),
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(b + i)), second));
    __m256i high = _mm256_and_si256(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(a + i + 32)), first),
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(b + i + 32)), second));
    __m256i either = _mm256_or_si256(low, high);
    if (!_mm256_testz_si256(either, either)) {
      uint64_t mask =
          (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
      for (; mask; mask &= mask - 1) {
        size_t position = i + (size_t)__builtin_ctzll(mask);
        if (memcmp(bytes + position, literal->bytes, literal->length) == 0) return position;
      }
    }
    i += 64;
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
#endif

size_t kernel_find_literal(const uint8_t *bytes, size_t count, const kernel_literal *literal) {
  if (count < literal->length) return KERNEL_NONE;
#if defined(__x86_64__)
  if (literal->length > 1 && count - literal->length >= 31 && __builtin_cpu_supports("avx2")) {
    return find_avx2(bytes, count, literal);
  }
#endif
  return find_portable(bytes, count, literal, 0);
}
