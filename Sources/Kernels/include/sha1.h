// SHA-1 (FIPS 180-4), for the names git gives to contents. Not for anything an attacker may choose.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The most bytes of a prefix: git's "blob <count>" and a zero byte need 26.
#define KERNEL_SHA1_PREFIX 63

// The hash of `prefix` followed by `bytes`; the prefix is at most KERNEL_SHA1_PREFIX bytes long.
// `portable` other than 0 leaves the processor's own instructions unused, for comparison.
void kernel_sha1(const uint8_t *prefix, size_t prefix_count, const uint8_t *bytes, size_t count, int portable,
                 uint8_t digest[20]);
