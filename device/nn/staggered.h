// Three sums in two words, for processors that multiply one word at a time.
//
// Three activations a, b, c become the words
//
//   first = a + 2^21 b      second = c + 2^11 b      (modulo 2^32)
//
// Adding up products of such words with weights gives words of the same form,
// made of three sums A, B, C: two multiplications instead of three. The sums
// can be told apart while A and B are within 21 bits, sign included, and C
// within 22; the compiler proves that from the weights.
//
// A sum S with its bias becomes an output, exactly as rounding twice does
// (Requantize), by four words a channel: bias, multiplier, offset, shift:
//
//   (S * multiplier / 2^24 + offset - (S < 0 ? 128 : 0)) >> shift
//
// saturated to int8, where S is within 2^23. With ReLU at an output zero point
// of -128 the sign may be left out, for negative sums come to nothing.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace staggered {

// Words of quantization a channel.
constexpr int32_t kOutputWords = 4;

inline uint32_t FirstWord(int32_t a, int32_t b) {
  return static_cast<uint32_t>(a) + (static_cast<uint32_t>(b) << 21);
}
inline uint32_t SecondWord(int32_t b, int32_t c) {
  return static_cast<uint32_t>(c) + (static_cast<uint32_t>(b) << 11);
}

struct ThreeSums {
  int32_t a, b, c;
};

inline int32_t SignedBits(uint32_t word, int32_t bits) {
  return static_cast<int32_t>(word << (32 - bits)) >> (32 - bits);
}

inline ThreeSums Separate(uint32_t first, uint32_t second) {
  const int32_t a = SignedBits(first, 21);
  const int32_t low = static_cast<int32_t>(first - static_cast<uint32_t>(a));
  second -= static_cast<uint32_t>(low >> 10);
  const int32_t c = SignedBits(second, 22);
  const int32_t high = static_cast<int32_t>(second - static_cast<uint32_t>(c));
  return {a, (low >> 21) + (high >> 11), c};
}

// sum * multiplier / 2^24, rounded down, by a multiplication of 32 bits by 32.
class LongProduct {
 public:
  explicit LongProduct(int32_t multiplier) : multiplier_(multiplier) {}
  int32_t operator()(int32_t sum) const {
    return static_cast<int32_t>(
        (static_cast<int64_t>(sum * 256) * multiplier_) >> 32);
  }

 private:
  int32_t multiplier_;
};

// The same where products have 32 bits: the multiplier in parts of 7, 8, 8 and
// 8 bits, from the lowest; each step rounds down, so that the last is exact.
class ShortProduct {
 public:
  explicit ShortProduct(int32_t multiplier)
      : part0_(multiplier & 127),
        part1_((multiplier >> 7) & 255),
        part2_((multiplier >> 15) & 255),
        part3_(multiplier >> 23) {}
  int32_t operator()(int32_t sum) const {
    int32_t product = (sum * part0_) >> 7;
    product = (product + sum * part1_) >> 8;
    product = (product + sum * part2_) >> 8;
    return (product + sum * part3_) >> 1;
  }

 private:
  int32_t part0_, part1_, part2_, part3_;
};

inline int8_t Saturate(int32_t value) {
#if defined(__ARM_FEATURE_SAT)
  asm("ssat %0, #8, %1" : "=r"(value) : "r"(value));
  return static_cast<int8_t>(value);
#else
  if (value == static_cast<int8_t>(value)) return static_cast<int8_t>(value);
  return value < 0 ? -128 : 127;
#endif
}

// The output of one channel. sign_steps: 128 or, with ReLU, 0.
template <class Product>
class Output {
 public:
  Output(const int32_t* words, int32_t sign_steps)
      : product_(words[1]),
        bias_(words[0]),
        offset_(words[2]),
        shift_(words[3]),
        negative_(-sign_steps) {}

  int8_t operator()(int32_t sum) const {
    sum += bias_;
    return Saturate((product_(sum) + offset_ + ((sum >> 31) & negative_)) >>
                    shift_);
  }

 private:
  Product product_;
  int32_t bias_, offset_, shift_, negative_;
};

// Where an activation's range is narrower than int8.
inline void ClampBytes(int8_t* bytes, int32_t count, int32_t low,
                       int32_t high) {
  if (low <= -128 && high >= 127) return;
  for (; count > 0; --count, ++bytes) {
    const int32_t value = *bytes;
    *bytes =
        static_cast<int8_t>(value < low ? low : (value > high ? high : value));
  }
}

}  // namespace staggered
}  // namespace nn
}  // namespace mote
