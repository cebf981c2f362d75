#include "sha1.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

static inline uint32_t rotate(uint32_t value, int count) { return value << count | value >> (32 - count); }

static inline uint32_t load_big(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void blocks_portable(uint32_t state[5], const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t w[80];
    for (int i = 0; i < 16; i++) w[i] = load_big(bytes + 4 * i);
    for (int i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++) {
      uint32_t f, k;
      if (i < 20) {
        f = d ^ (b & (c ^ d));
        k = 0x5a827999;
      } else if (i < 40) {
        f = b ^ c ^ d;
        k = 0x6ed9eba1;
      } else if (i < 60) {
        f = (b & c) | (d & (b | c));
        k = 0x8f1bbcdc;
      } else {
        f = b ^ c ^ d;
        k = 0xca62c1d6;
      }
      uint32_t next = rotate(a, 5) + f + e + k + w[i];
      e = d;
      d = c;
      c = rotate(b, 30);
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  }
}

#if defined(__x86_64__)

// Four rounds. Lane 3 of `abcd` holds a, lane 0 holds d; `before` is abcd four rounds ago, whose rotated a is e.
#define ROUNDS(group, constant)                                                                                    \
  do {                                                                                                             \
    if ((group) >= 4) {                                                                                              \
      w[(group) % 4] = _mm_sha1msg2_epu32(                                                                           \
          _mm_xor_si128(_mm_sha1msg1_epu32(w[(group) % 4], w[((group) + 1) % 4]), w[((group) + 2) % 4]),                 \
          w[((group) + 3) % 4]);                                                                                     \
    }                                                                                                              \
    __m128i e = (group) == 0 ? _mm_add_epi32(before, w[0]) : _mm_sha1nexte_epu32(before, w[(group) % 4]);              \
    before = abcd;                                                                                                 \
    abcd = _mm_sha1rnds4_epu32(abcd, e, constant);                                                                 \
  } while (0)

#define FIVE_ROUNDS(group, constant)                                                                               \
  ROUNDS(group, constant);                                                                                         \
  ROUNDS(group + 1, constant);                                                                                     \
  ROUNDS(group + 2, constant);                                                                                     \
  ROUNDS(group + 3, constant);                                                                                     \
  ROUNDS(group + 4, constant)

__attribute__((target("sha,sse4.1"))) static void blocks_sha(uint32_t state[5], const uint8_t *bytes, size_t blocks) {
  const __m128i reversed = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1b);
  __m128i e0 = _mm_set_epi32((int)state[4], 0, 0, 0);
  for (; blocks > 0; blocks--, bytes += 64) {
    __m128i w[4];
    for (int i = 0; i < 4; i++) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), reversed);
    }
    __m128i abcd_start = abcd;
    __m128i before = e0;
    FIVE_ROUNDS(0, 0);
    FIVE_ROUNDS(5, 1);
    FIVE_ROUNDS(10, 2);
    FIVE_ROUNDS(15, 3);
    e0 = _mm_sha1nexte_epu32(before, e0);
    abcd = _mm_add_epi32(abcd, abcd_start);
  }
  _mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(abcd, 0x1b));
  state[4] = (uint32_t)_mm_extract_epi32(e0, 3);
}

// Bit 29 of EBX in leaf 7: the SHA instructions. Asked for by hand, as not every compiler knows their name.
static int has_sha(void) {
  unsigned eax, ebx, ecx, edx;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx >> 29 & 1);
}

#endif

static void blocks(uint32_t state[5], const uint8_t *bytes, size_t count, int portable) {
  if (count == 0) return;
#if defined(__x86_64__)
  if (!portable) {
    // cpuid is slow inside virtual machines, so it runs once; threads that race write the same value.
    static int known = 0;
    int value = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (value == 0) {
      value = has_sha() ? 1 : 2;
      __atomic_store_n(&known, value, __ATOMIC_RELAXED);
    }
    if (value == 1) {
      blocks_sha(state, bytes, count);
      return;
    }
  }
#endif
  blocks_portable(state, bytes, count);
}

void kernel_sha1(const uint8_t *prefix, size_t prefix_count, const uint8_t *bytes, size_t count, int portable,
                 uint8_t digest[20]) {
  uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint64_t bits = 8 * ((uint64_t)prefix_count + count);
  uint8_t block[128];
  size_t used = prefix_count;
  if (prefix_count > 0) memcpy(block, prefix, prefix_count);
  // What fills the prefix's block up.
  size_t taken = count < 64 - used ? count : 64 - used;
  if (taken > 0) memcpy(block + used, bytes, taken);
  used += taken;
  if (used == 64) {
    blocks(state, block, 1, portable);
    size_t whole = (count - taken) / 64;
    blocks(state, bytes + taken, whole, portable);
    taken += 64 * whole;
    used = count - taken;
    if (used > 0) memcpy(block, bytes + taken, used);
  }
  // The end: a one bit, zeros, and the length in bits.
  block[used++] = 0x80;
  size_t end = used <= 56 ? 64 : 128;
  memset(block + used, 0, end - used);
  for (int i = 0; i < 8; i++) block[end - 1 - i] = (uint8_t)(bits >> 8 * i);
  blocks(state, block, end / 64, portable);
  for (int i = 0; i < 5; i++) {
    for (int j = 0; j < 4; j++) digest[4 * i + j] = (uint8_t)(state[i] >> (24 - 8 * j));
  }
}
