#include "Kernels.h"

#include <string.h>

static inline uint64_t load64(const uint8_t *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

static inline uint32_t gap_at(const uint8_t *packed, unsigned width, size_t index) {
  size_t bit = index * width;
  return (uint32_t)(load64(packed + (bit >> 3)) >> (bit & 7) & (((uint64_t)1 << width) - 1));
}

static void unpack_portable(const uint8_t *packed, unsigned width, size_t from, size_t count, uint32_t *gaps) {
  for (size_t i = from; i < count; i++) gaps[i] = gap_at(packed, width, i);
}

// The value before gaps[from] is `value`.
static void add_portable(size_t from, size_t count, uint32_t value, uint32_t *gaps) {
  for (size_t i = from; i < count; i++) {
    value += gaps[i] + 1;
    gaps[i] = value;
  }
}

// Always inlined: what it is inlined into says which instructions there are.
__attribute__((always_inline)) static inline size_t intersect(uint64_t *words, const uint64_t *others, size_t count) {
  size_t left = 0;
  for (size_t i = 0; i < count; i++) left += (size_t)__builtin_popcountll(words[i] &= others[i]);
  return left;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2,popcnt"))) static size_t intersect_avx2(
    uint64_t *words, const uint64_t *others, size_t count) {
  return intersect(words, others, count);
}

// Eight gaps take `width` bytes, so that every eight of them lie alike.
__attribute__((target("avx2"))) static size_t unpack_avx2(
    const uint8_t *packed, unsigned width, size_t count, uint32_t *gaps) {
  __m256i bits = _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32((int)width));
  __m256i offsets = _mm256_srli_epi32(bits, 3), shifts = _mm256_and_si256(bits, _mm256_set1_epi32(7));
  __m256i mask = _mm256_set1_epi32((int)(((uint64_t)1 << width) - 1));
  size_t i = 0;
  for (; i + 8 <= count; i += 8, packed += width) {
    __m256i words = _mm256_i32gather_epi32((const int *)(const void *)packed, offsets, 1);
    _mm256_storeu_si256((__m256i *)(gaps + i), _mm256_and_si256(_mm256_srlv_epi32(words, shifts), mask));
  }
  return i;
}

__attribute__((target("avx2"))) static size_t add_avx2(size_t count, uint32_t first, uint32_t *gaps) {
  __m256i value = _mm256_set1_epi32((int)first), last = _mm256_set1_epi32(7);
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256i sum = _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(gaps + i)), _mm256_set1_epi32(1));
    sum = _mm256_add_epi32(sum, _mm256_slli_si256(sum, 4));
    sum = _mm256_add_epi32(sum, _mm256_slli_si256(sum, 8));
    // The sum of the lower half goes to all of the upper one.
    __m256i lower = _mm256_permute2x128_si256(sum, sum, 0x08);
    sum = _mm256_add_epi32(sum, _mm256_shuffle_epi32(lower, 0xFF));
    sum = _mm256_add_epi32(sum, value);
    _mm256_storeu_si256((__m256i *)(gaps + i), sum);
    value = _mm256_permutevar8x32_epi32(sum, last);
  }
  return i;
}
#endif

int kernel_decode_postings(
    const uint8_t *packed, size_t packed_count, unsigned width, size_t exceptions, uint32_t first, size_t count,
    int portable, uint32_t *postings) {
  uint32_t *gaps = postings + 1;
  size_t done = 0;
  postings[0] = first;
#if defined(__x86_64__)
  int fast = !portable && __builtin_cpu_supports("avx2");
  // A gather reads 32 bits, which hold a gap of up to 25 at every shift.
  if (fast && width <= 25) done = unpack_avx2(packed, width, count, gaps);
#endif
  (void)portable;
  unpack_portable(packed, width, done, count, gaps);
  for (size_t i = 0; i < exceptions; i++) {
    const uint8_t *patch = packed + packed_count + 4 * i;
    if (patch[0] >= count) return 0;
    uint32_t high = (uint32_t)patch[1] | (uint32_t)patch[2] << 8 | (uint32_t)patch[3] << 16;
    if (width < 32) gaps[patch[0]] |= high << width;
  }
  done = 0;
#if defined(__x86_64__)
  if (fast) done = add_avx2(count, first, gaps);
#endif
  add_portable(done, count, done > 0 ? gaps[done - 1] : first, gaps);
  return 1;
}

size_t kernel_intersect(uint64_t *words, const uint64_t *others, size_t count) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) {
    return intersect_avx2(words, others, count);
  }
#endif
  return intersect(words, others, count);
}
