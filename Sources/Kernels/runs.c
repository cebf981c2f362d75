#include "Kernels.h"

#include <string.h>

// The ASCII bytes as rectangles of the table of sixteen columns (high half) and rows (low half): a byte is in rectangle
// r when bit r is set in both of its tables. Classes are unions of rectangles.
#define DIGIT 1       // 0-9
#define UPPER_HEX 2   // A-F
#define UPPER_LOW 4   // A-O
#define UPPER_HIGH 8  // P-Z
#define LOWER_HEX 16  // a-f
#define LOWER_LOW 32  // a-o
#define LOWER_HIGH 64 // p-z
#define UNDERSCORE 128

#define ROW_1_TO_6 (UPPER_HEX | UPPER_LOW | UPPER_HIGH | LOWER_HEX | LOWER_LOW | LOWER_HIGH | DIGIT)
#define ROW_7_TO_9 (UPPER_LOW | UPPER_HIGH | LOWER_LOW | LOWER_HIGH | DIGIT)

static const uint8_t rows[16] = {
    DIGIT | UPPER_HIGH | LOWER_HIGH,
    ROW_1_TO_6, ROW_1_TO_6, ROW_1_TO_6, ROW_1_TO_6, ROW_1_TO_6, ROW_1_TO_6,
    ROW_7_TO_9, ROW_7_TO_9, ROW_7_TO_9,
    UPPER_LOW | UPPER_HIGH | LOWER_LOW | LOWER_HIGH,
    UPPER_LOW | LOWER_LOW, UPPER_LOW | LOWER_LOW, UPPER_LOW | LOWER_LOW, UPPER_LOW | LOWER_LOW,
    UPPER_LOW | LOWER_LOW | UNDERSCORE,
};
static const uint8_t columns[16] = {
    0, 0, 0, DIGIT, UPPER_HEX | UPPER_LOW, UPPER_HIGH | UNDERSCORE, LOWER_HEX | LOWER_LOW, LOWER_HIGH,
    0, 0, 0, 0, 0, 0, 0, 0,
};

#define UPPER (UPPER_LOW | UPPER_HIGH)
#define LOWER (LOWER_LOW | LOWER_HIGH)

static const uint8_t classes[KERNEL_RUN_CLASSES] = {
    DIGIT,
    DIGIT | UPPER_HEX | LOWER_HEX,
    UPPER,
    UPPER | LOWER,
    DIGIT | UPPER | LOWER | UNDERSCORE,
};

#define LONGEST 255

// Shorter runs are not told apart: nearly every text has them.
static const uint8_t shortest[KERNEL_RUN_CLASSES] = {4, 8, 8, 16, 16};

static void write_runs(const size_t best[KERNEL_RUN_CLASSES], uint8_t longest[KERNEL_RUN_CLASSES]) {
  for (size_t k = 0; k < KERNEL_RUN_CLASSES; k++) {
    longest[k] = best[k] < shortest[k] ? 0 : (uint8_t)(best[k] < LONGEST ? best[k] : LONGEST);
  }
}

static void runs_portable(const uint8_t *bytes, size_t count, uint8_t longest[KERNEL_RUN_CLASSES]) {
  size_t best[KERNEL_RUN_CLASSES] = {0}, run[KERNEL_RUN_CLASSES] = {0};
  for (size_t i = 0; i < count; i++) {
    uint8_t found = rows[bytes[i] & 15] & columns[bytes[i] >> 4];
    for (size_t k = 0; k < KERNEL_RUN_CLASSES; k++) {
      run[k] = found & classes[k] ? run[k] + 1 : 0;
      if (run[k] > best[k]) best[k] = run[k];
    }
  }
  write_runs(best, longest);
}

static size_t at_least_portable(const uint8_t *values, size_t from, size_t count, uint8_t least, uint64_t *words) {
  size_t sum = 0;
  for (size_t i = from; i < count; i++) {
    if (values[i] < least) continue;
    sum++;
    if (words) words[i >> 6] |= (uint64_t)1 << (i & 63);
  }
  return sum;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Members of one class among 64 bytes, given by their rectangles.
__attribute__((target("avx2"))) static inline uint64_t members(__m256i first, __m256i second, uint8_t class) {
  __m256i mask = _mm256_set1_epi8((char)class), zero = _mm256_setzero_si256();
  uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(first, mask), zero));
  uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(second, mask), zero));
  return ~((uint64_t)low | (uint64_t)high << 32);
}

// Takes up 64 more bytes: `run` members stand right before them. `least` is a constant in every caller.
__attribute__((always_inline)) static inline void take(uint64_t members, size_t *run, size_t *best, size_t least) {
  int all = members == UINT64_MAX;
  size_t first = *run + (all ? 64 : (size_t)__builtin_ctzll(~members));
  if (first > *best) *best = first;
  *run = all ? first : (size_t)__builtin_clzll(~members);
  // Each bit that is left begins a run of `least`, of which there are few.
  uint64_t starts = members & members >> 1;
  starts &= starts >> 2;
  if (least >= 8) starts &= starts >> 4;
  if (least >= 16) starts &= starts >> 8;
  for (size_t length = least; starts; starts &= starts >> 1, length++) {
    if (length > *best) *best = length;
  }
}

__attribute__((target("avx2"))) static __m256i rectangles(const uint8_t *bytes) {
  __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)rows));
  __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)columns));
  __m256i chunk = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i half = _mm256_and_si256(_mm256_srli_epi16(chunk, 4), _mm256_set1_epi8(15));
  // The shuffle gives zero for bytes that are not ASCII.
  return _mm256_and_si256(_mm256_shuffle_epi8(low, chunk), _mm256_shuffle_epi8(high, half));
}

__attribute__((target("avx2"))) static void runs_avx2(
    const uint8_t *bytes, size_t count, uint8_t longest[KERNEL_RUN_CLASSES]) {
  size_t best[KERNEL_RUN_CLASSES] = {0}, run[KERNEL_RUN_CLASSES] = {0};
  for (size_t i = 0; i < count; i += 64) {
    uint8_t rest[64];
    const uint8_t *at = bytes + i;
    if (count - i < 64) {
      memset(rest, 0, sizeof rest);
      memcpy(rest, at, count - i);
      at = rest;
    }
    __m256i first = rectangles(at), second = rectangles(at + 32);
    take(members(first, second, DIGIT), &run[0], &best[0], 4);
    take(members(first, second, DIGIT | UPPER_HEX | LOWER_HEX), &run[1], &best[1], 8);
    take(members(first, second, UPPER), &run[2], &best[2], 8);
    take(members(first, second, UPPER | LOWER), &run[3], &best[3], 16);
    take(members(first, second, DIGIT | UPPER | LOWER | UNDERSCORE), &run[4], &best[4], 16);
  }
  write_runs(best, longest);
}

__attribute__((target("avx2,popcnt"))) static size_t at_least_avx2(
    const uint8_t *values, size_t count, uint8_t least, uint64_t *words) {
  __m256i bound = _mm256_set1_epi8((char)least);
  size_t sum = 0, i = 0;
  for (; i + 64 <= count; i += 64) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(values + i));
    __m256i b = _mm256_loadu_si256((const __m256i *)(values + i + 32));
    uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(a, bound), a));
    uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_max_epu8(b, bound), b));
    uint64_t both = (uint64_t)low | (uint64_t)high << 32;
    sum += (size_t)__builtin_popcountll(both);
    if (words) words[i >> 6] |= both;
  }
  return sum + at_least_portable(values, i, count, least, words);
}
#endif

void kernel_longest_runs(const uint8_t *bytes, size_t count, int portable, uint8_t longest[KERNEL_RUN_CLASSES]) {
#if defined(__x86_64__)
  if (!portable && __builtin_cpu_supports("avx2")) {
    runs_avx2(bytes, count, longest);
    return;
  }
#endif
  (void)portable;
  runs_portable(bytes, count, longest);
}

size_t kernel_at_least(const uint8_t *values, size_t count, uint8_t least, uint64_t *words) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) {
    return at_least_avx2(values, count, least, words);
  }
#endif
  return at_least_portable(values, 0, count, least, words);
}
