// Instructions of the Armv7E-M DSP extension.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace armv7em {

// Bytes 0 and 2 as two 16-bit values.
inline int32_t EvenBytes(int32_t word) {
  int32_t result;
  asm("sxtb16 %0, %1" : "=r"(result) : "r"(word));
  return result;
}

// Bytes 1 and 3 as two 16-bit values.
inline int32_t OddBytes(int32_t word) {
  int32_t result;
  asm("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(word));
  return result;
}

// sum + the products of the lower and of the upper 16-bit values.
inline int32_t MultiplyPairs(int32_t a, int32_t b, int32_t sum) {
  asm("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}

// Four bytes, or two 16-bit values, from any address.
inline int32_t LoadWord(const void* address) {
  int32_t word;
  __builtin_memcpy(&word, address, 4);
  return word;
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
