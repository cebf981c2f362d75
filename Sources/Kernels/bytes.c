#define _GNU_SOURCE
#include "Kernels.h"

#include <string.h>

size_t kernel_find_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
  if (count == 0) return KERNEL_NONE;
  const uint8_t *found = memchr(bytes, byte, count);
  return found ? (size_t)(found - bytes) : KERNEL_NONE;
}

size_t kernel_find_last_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
#if defined(__GLIBC__)
  if (count == 0) return KERNEL_NONE;
  const uint8_t *found = memrchr(bytes, byte, count);
  return found ? (size_t)(found - bytes) : KERNEL_NONE;
#else
  while (count > 0) {
    if (bytes[--count] == byte) return count;
  }
  return KERNEL_NONE;
#endif
}

static size_t count_portable(const uint8_t *bytes, size_t count, uint8_t byte) {
  size_t result = 0;
  while (count > 0) {
    // Sums of at most 255 fit a byte, so the compiler can keep the inner loop in byte lanes.
    size_t step = count < 255 ? count : 255;
    uint8_t sum = 0;
    for (size_t i = 0; i < step; i++) sum += bytes[i] == byte;
    result += sum;
    bytes += step;
    count -= step;
  }
  return result;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static size_t count_avx2(const uint8_t *bytes, size_t count, uint8_t byte) {
  __m256i wanted = _mm256_set1_epi8((char)byte);
  __m256i total = _mm256_setzero_si256();
  size_t i = 0;
  while (i + 32 <= count) {
    __m256i sums = _mm256_setzero_si256();
    size_t stop = count - i < 255 * 32 ? i + (count - i) / 32 * 32 : i + 255 * 32;
    for (; i < stop; i += 32) {
      __m256i chunk = _mm256_loadu_si256((const __m256i *)(bytes + i));
      sums = _mm256_sub_epi8(sums, _mm256_cmpeq_epi8(chunk, wanted));
    }
    total = _mm256_add_epi64(total, _mm256_sad_epu8(sums, _mm256_setzero_si256()));
  }
  uint64_t lanes[4];
  _mm256_storeu_si256((__m256i *)lanes, total);
  return lanes[0] + lanes[1] + lanes[2] + lanes[3] + count_portable(bytes + i, count - i, byte);
}
#endif

size_t kernel_count_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return count_avx2(bytes, count, byte);
#endif
  return count_portable(bytes, count, byte);
}
