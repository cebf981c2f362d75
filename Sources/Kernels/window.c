#include "Kernels.h"

static inline int is_member(const kernel_window *window, size_t place, uint8_t byte) {
  if (byte & 0x80) return window->non_ascii[place];
  return window->low[place][byte & 15] >> (byte >> 4) & 1;
}

static size_t find_portable(const uint8_t *bytes, size_t count, const kernel_window *window, size_t from) {
  for (size_t i = from; i + window->reach < count; i++) {
    size_t place = 0;
    while (place < window->count && is_member(window, place, bytes[i + window->offset[place]])) place++;
    if (place == window->count) return i;
  }
  return KERNEL_NONE;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi"))) static inline

// Non-zero in each byte that is not a member. An ASCII byte picks its row by the low half (the shuffle gives zero for
// the others) and its column by the high half: both exact, since ASCII has just eight rows of sixteen.
TARGET __m256i outsiders(const uint8_t *bytes, __m256i low, __m256i columns, __m256i non_ascii) {
  __m256i chunk = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i half = _mm256_and_si256(_mm256_srli_epi16(chunk, 4), _mm256_set1_epi8(15));
  __m256i hit = _mm256_and_si256(_mm256_shuffle_epi8(low, chunk), _mm256_shuffle_epi8(columns, half));
  hit = _mm256_or_si256(hit, _mm256_and_si256(chunk, non_ascii));
  return _mm256_cmpeq_epi8(hit, _mm256_setzero_si256());
}

TARGET __m256i row(const kernel_window *window, size_t place) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)window->low[place]));
}

// `places` is a constant in every caller, so that the tables stay in registers and the tests vanish.
__attribute__((target("avx2,bmi"), always_inline)) static inline size_t find_avx2(
    const uint8_t *bytes, size_t count, const kernel_window *window, size_t places) {
  __m256i columns = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
  __m256i low0 = row(window, 0), low1 = row(window, places > 1), low2 = row(window, places > 2 ? 2 : 0);
  __m256i all0 = _mm256_set1_epi8((char)window->non_ascii[0]);
  __m256i all1 = _mm256_set1_epi8((char)window->non_ascii[places > 1]);
  __m256i all2 = _mm256_set1_epi8((char)window->non_ascii[places > 2 ? 2 : 0]);
  const uint8_t *start0 = bytes + window->offset[0];
  const uint8_t *start1 = bytes + window->offset[places > 1];
  const uint8_t *start2 = bytes + window->offset[places > 2 ? 2 : 0];
  size_t positions = count - window->reach;
  size_t i = 0;
  while (i < positions) {
    // The last vector overlaps what was looked at.
    size_t at = i + 32 <= positions ? i : positions - 32;
    __m256i out = outsiders(start0 + at, low0, columns, all0);
    if (places > 1) out = _mm256_or_si256(out, outsiders(start1 + at, low1, columns, all1));
    uint32_t mask = ~(uint32_t)_mm256_movemask_epi8(out) & UINT32_MAX << (i - at);
    if (places > 2 && mask) {
      mask &= ~(uint32_t)_mm256_movemask_epi8(outsiders(start2 + at, low2, columns, all2));
      if (places > 3 && mask) {
        __m256i all3 = _mm256_set1_epi8((char)window->non_ascii[3]);
        mask &= ~(uint32_t)_mm256_movemask_epi8(
            outsiders(bytes + window->offset[3] + at, row(window, 3), columns, all3));
      }
    }
    if (mask) return at + (size_t)__builtin_ctz(mask);
    i = at + 32;
  }
  return KERNEL_NONE;
}

__attribute__((target("avx2,bmi"))) static size_t find1(
    const uint8_t *bytes, size_t count, const kernel_window *window) {
  return find_avx2(bytes, count, window, 1);
}
__attribute__((target("avx2,bmi"))) static size_t find2(
    const uint8_t *bytes, size_t count, const kernel_window *window) {
  return find_avx2(bytes, count, window, 2);
}
__attribute__((target("avx2,bmi"))) static size_t find3(
    const uint8_t *bytes, size_t count, const kernel_window *window) {
  return find_avx2(bytes, count, window, 3);
}
__attribute__((target("avx2,bmi"))) static size_t find4(
    const uint8_t *bytes, size_t count, const kernel_window *window) {
  return find_avx2(bytes, count, window, 4);
}
#endif

size_t kernel_find_window(const uint8_t *bytes, size_t count, const kernel_window *window) {
  if (count <= window->reach) return KERNEL_NONE;
#if defined(__x86_64__)
  if (count - window->reach >= 32 && __builtin_cpu_supports("avx2")) {
    switch (window->count) {
      case 1: return find1(bytes, count, window);
      case 2: return find2(bytes, count, window);
      case 3: return find3(bytes, count, window);
      default: return find4(bytes, count, window);
    }
  }
#endif
  return find_portable(bytes, count, window, 0);
}
