#include "device/nn/fully_connected/output_groups.h"

namespace mote {
namespace nn {
namespace rv32 {
namespace {

// Adds one input's products with two weights.
template <int kAt>
inline void AddTwo(int32_t input, const int8_t* weights, int32_t& first,
                   int32_t& second) {
  int32_t x, y;
  asm("lb %[x], %[at](%[weights])\n"
      "lb %[y], %[at]+1(%[weights])\n"
      "mul %[x], %[x], %[input]\n"
      "mul %[y], %[y], %[input]\n"
      "add %[first], %[first], %[x]\n"
      "add %[second], %[second], %[y]\n"
      : [first] "+r"(first), [second] "+r"(second), [x] "=&r"(x), [y] "=&r"(y)
      : [input] "r"(input), [weights] "r"(weights), [at] "i"(kAt)
      : "memory");
}

void EightSums(const int8_t* input, const int8_t* weights, int32_t count,
               int32_t* sums) {
  int32_t a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
  for (const int8_t* end = input + count; input != end; weights += 8) {
    const int32_t x = *input++;
    AddTwo<0>(x, weights, a, b);
    AddTwo<2>(x, weights, c, d);
    AddTwo<4>(x, weights, e, f);
    AddTwo<6>(x, weights, g, h);
  }
  sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;
  sums[4] = e, sums[5] = f, sums[6] = g, sums[7] = h;
}

}  // namespace

void FullyConnectedInt8(const GroupedFullyConnectedParams& p,
                        const int8_t* input, int8_t* output,
                        int8_t* /*scratch*/) {
  using Sums = grouped::ShortSums<staggered::LongProduct>;
  grouped::FullyConnected<8, Sums>(p, input, output, EightSums);
}

void FullyConnectedLongInt8(const GroupedFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* /*scratch*/) {
  grouped::FullyConnected<8, grouped::LongSums>(p, input, output, EightSums);
}

}  // namespace rv32
}  // namespace nn
}  // namespace mote
