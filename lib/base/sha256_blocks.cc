// The order in which the words lie in registers, and how the schedule is made
// of four words at a time, follow Gulley et al., "Intel SHA Extensions" (2013).
#include "lib/base/sha256_blocks.h"

#include "lib/base/cpu.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace mote {

#if defined(__x86_64__)

namespace {

#define MOTE_SHA __attribute__((target("sha,sse4.1")))

alignas(16) constexpr uint32_t kRoundConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// The state as the instructions want it: words A B E F, and C D G H.
struct Halves {
  __m128i abef, cdgh;
};

MOTE_SHA inline Halves load_state(const uint32_t state[8]) {
  const __m128i* from = reinterpret_cast<const __m128i*>(state);
  const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128(from), 0xB1);
  const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(from + 1), 0x1B);
  return {_mm_alignr_epi8(badc, hgfe, 8), _mm_blend_epi16(hgfe, badc, 0xF0)};
}

MOTE_SHA inline void store_state(const Halves& halves, uint32_t state[8]) {
  __m128i* to = reinterpret_cast<__m128i*>(state);
  const __m128i feba = _mm_shuffle_epi32(halves.abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(halves.cdgh, 0xB1);
  _mm_storeu_si128(to, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(to + 1, _mm_alignr_epi8(dchg, feba, 8));
}

// Four rounds with the four words of the schedule.
MOTE_SHA inline void rounds(Halves& halves, __m128i words, int first) {
  __m128i sum = _mm_add_epi32(
      words, _mm_load_si128(
                 reinterpret_cast<const __m128i*>(kRoundConstants + first)));
  halves.cdgh = _mm_sha256rnds2_epu32(halves.cdgh, halves.abef, sum);
  sum = _mm_shuffle_epi32(sum, 0x0E);
  halves.abef = _mm_sha256rnds2_epu32(halves.abef, halves.cdgh, sum);
}

// The next four words after the sixteen of w0 to w3.
MOTE_SHA inline __m128i next_words(__m128i w0, __m128i w1, __m128i w2,
                                   __m128i w3) {
  const __m128i sum =
      _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
  return _mm_sha256msg2_epu32(sum, w3);
}

MOTE_SHA inline __m128i load_words(const uint8_t* block, int place) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  return _mm_shuffle_epi8(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + place), swap);
}

MOTE_SHA void take_block(Halves& halves, const uint8_t* block) {
  const Halves before = halves;
  __m128i w[4];
  for (int i = 0; i < 4; ++i) w[i] = load_words(block, i);
  for (int first = 0; first < 48; first += 16) {
    rounds(halves, w[0], first);
    w[0] = next_words(w[0], w[1], w[2], w[3]);
    rounds(halves, w[1], first + 4);
    w[1] = next_words(w[1], w[2], w[3], w[0]);
    rounds(halves, w[2], first + 8);
    w[2] = next_words(w[2], w[3], w[0], w[1]);
    rounds(halves, w[3], first + 12);
    w[3] = next_words(w[3], w[0], w[1], w[2]);
  }
  for (int i = 0; i < 4; ++i) rounds(halves, w[i], 48 + 4 * i);
  halves.abef = _mm_add_epi32(halves.abef, before.abef);
  halves.cdgh = _mm_add_epi32(halves.cdgh, before.cdgh);
}

// CPUID leaf 7, bit 29 of EBX (Intel's manual, volume 2); SSE4.1 and SSSE3
// come with every processor that has it.
bool cpu_has_sha() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 &&
         (ebx >> 29 & 1) != 0;
}

}  // namespace

bool has_sha_instructions() {
  static const bool has = host_isa() != Isa::kPortable && cpu_has_sha();
  return has;
}

MOTE_SHA void sha256_blocks(uint32_t state[8], const uint8_t* blocks,
                            size_t count) {
  Halves halves = load_state(state);
  for (size_t i = 0; i < count; ++i) {
    take_block(halves, blocks + i * kSha256BlockBytes);
  }
  store_state(halves, state);
}

#undef MOTE_SHA

#else

bool has_sha_instructions() { return false; }

void sha256_blocks(uint32_t*, const uint8_t*, size_t) {}

#endif

}  // namespace mote
