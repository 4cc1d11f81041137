// The three memory functions that a compiler may call on its own. Built with
// -fno-tree-loop-distribute-patterns: else their loops become calls to
// themselves.
#include <stddef.h>
#include <stdint.h>

namespace {

bool AreWords(const void* a, const void* b) {
  return ((reinterpret_cast<uintptr_t>(a) | reinterpret_cast<uintptr_t>(b)) &
          3) == 0;
}

template <int kCount>
void CopyWords(uint8_t* to, const uint8_t* from) {
  uint32_t words[kCount];
  for (int i = 0; i < kCount; ++i) {
    words[i] = reinterpret_cast<const uint32_t*>(from)[i];
  }
  for (int i = 0; i < kCount; ++i) {
    reinterpret_cast<uint32_t*>(to)[i] = words[i];
  }
}

}  // namespace

extern "C" {

void* memcpy(void* to, const void* from, size_t count) {
  uint8_t* out = static_cast<uint8_t*>(to);
  const uint8_t* in = static_cast<const uint8_t*>(from);
  if (AreWords(out, in)) {
    for (; count >= 16; count -= 16, out += 16, in += 16) {
      CopyWords<4>(out, in);
    }
    for (; count >= 4; count -= 4, out += 4, in += 4) CopyWords<1>(out, in);
  }
  while (count-- > 0) *out++ = *in++;
  return to;
}

void* memmove(void* to, const void* from, size_t count) {
  uint8_t* out = static_cast<uint8_t*>(to);
  const uint8_t* in = static_cast<const uint8_t*>(from);
  if (out <= in || out >= in + count) return memcpy(to, from, count);
  while (count-- > 0) out[count] = in[count];
  return to;
}

void* memset(void* to, int value, size_t count) {
  uint8_t* out = static_cast<uint8_t*>(to);
  const uint8_t byte = static_cast<uint8_t>(value);
  if (AreWords(out, out)) {
    for (; count >= 4; count -= 4, out += 4) {
      *reinterpret_cast<uint32_t*>(out) = byte * 0x01010101u;
    }
  }
  while (count-- > 0) *out++ = byte;
  return to;
}

}  // extern "C"
