// Eight floats in plain C++: pairs of the four-float vectors that every
// 64-bit processor has.
#pragma once

#include <stdint.h>

namespace mote::engine {
namespace {

using Quad = float __attribute__((vector_size(16)));

struct Vec {
  static constexpr int kLanes = 8;
  Quad low, high;

  static Vec load(const float* p) {
    Vec v;
    __builtin_memcpy(&v, p, sizeof(v));
    return v;
  }
  void store(float* p) const { __builtin_memcpy(p, this, sizeof(*this)); }
  static Vec set(float x) { return {Quad{x, x, x, x}, Quad{x, x, x, x}}; }
};

inline Vec operator+(Vec a, Vec b) { return {a.low + b.low, a.high + b.high}; }
inline Vec operator-(Vec a, Vec b) { return {a.low - b.low, a.high - b.high}; }
inline Vec operator*(Vec a, Vec b) { return {a.low * b.low, a.high * b.high}; }
inline Vec operator/(Vec a, Vec b) { return {a.low / b.low, a.high / b.high}; }
inline Vec fma(Vec a, Vec b, Vec c) { return a * b + c; }

inline Vec relu(Vec a) {
  const Quad zero = {};
  return {a.low > zero ? a.low : zero, a.high > zero ? a.high : zero};
}
// x where y > 0, else 0.
inline Vec where_positive(Vec x, Vec y) {
  const Quad zero = {};
  return {y.low > zero ? x.low : zero, y.high > zero ? x.high : zero};
}
inline Vec where_kept(Vec x, const uint8_t* bits) {
  float lanes[8];
  x.store(lanes);
  for (int i = 0; i < 8; ++i) {
    if (!(*bits >> i & 1)) lanes[i] = 0;
  }
  return Vec::load(lanes);
}
inline Vec square_root(Vec a) {
  float lanes[8];
  a.store(lanes);
  for (float& lane : lanes) lane = __builtin_sqrtf(lane);
  return Vec::load(lanes);
}

inline uint8_t hash_bits(uint32_t first, uint32_t seed, uint32_t threshold) {
  unsigned bits = 0;
  for (uint32_t i = 0; i < 8; ++i) {
    uint32_t h = ((first + i) * 0x9E3779B1u) ^ seed;
    h = (h ^ h >> 16) * 0x85EBCA6Bu;
    h = (h ^ h >> 13) * 0xC2B2AE35u;
    h = (h ^ h >> 16) >> 1;
    bits |= static_cast<unsigned>(h > threshold) << i;
  }
  return static_cast<uint8_t>(bits);
}

constexpr int kRegisters = 8;  // pairs of the 16 of x86-64
using WideVec = Vec;

}  // namespace
}  // namespace mote::engine
