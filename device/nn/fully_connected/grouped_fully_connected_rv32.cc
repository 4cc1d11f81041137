#include "device/nn/fully_connected/output_groups.h"

namespace mote {
namespace nn {
namespace rv32 {
namespace {

constexpr int kGroup = 16;

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

// Sixteen sums in variables of their own: gcc leaves an array in memory.
struct Group {
  int32_t a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
};

// Adds one input's products with a group's weights, `kAt` bytes further.
template <int kAt>
inline void AddGroup(int32_t x, const int8_t* weights, Group& s) {
  AddTwo<kAt>(x, weights, s.a, s.b);
  AddTwo<kAt + 2>(x, weights, s.c, s.d);
  AddTwo<kAt + 4>(x, weights, s.e, s.f);
  AddTwo<kAt + 6>(x, weights, s.g, s.h);
  AddTwo<kAt + 8>(x, weights, s.i, s.j);
  AddTwo<kAt + 10>(x, weights, s.k, s.l);
  AddTwo<kAt + 12>(x, weights, s.m, s.n);
  AddTwo<kAt + 14>(x, weights, s.o, s.p);
}

void GroupSums(const int8_t* input, const int8_t* weights, int32_t count,
               int32_t* sums) {
  Group s = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  const int8_t* end = input + count;
  if (count % 2 != 0) {
    AddGroup<0>(*input++, weights, s);
    weights += kGroup;
  }
  for (; input != end; input += 2, weights += 2 * kGroup) {
    AddGroup<0>(input[0], weights, s);
    AddGroup<kGroup>(input[1], weights, s);
  }
  sums[0] = s.a, sums[1] = s.b, sums[2] = s.c, sums[3] = s.d;
  sums[4] = s.e, sums[5] = s.f, sums[6] = s.g, sums[7] = s.h;
  sums[8] = s.i, sums[9] = s.j, sums[10] = s.k, sums[11] = s.l;
  sums[12] = s.m, sums[13] = s.n, sums[14] = s.o, sums[15] = s.p;
}

}  // namespace

void FullyConnectedInt8(const GroupedFullyConnectedParams& p,
                        const int8_t* input, int8_t* output,
                        int8_t* /*scratch*/) {
  using Sums = grouped::ShortSums<staggered::LongProduct>;
  grouped::FullyConnected<kGroup, Sums>(p, input, output, GroupSums);
}

void FullyConnectedLongInt8(const GroupedFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* /*scratch*/) {
  grouped::FullyConnected<kGroup, grouped::LongSums>(p, input, output,
                                                     GroupSums);
}

}  // namespace rv32
}  // namespace nn
}  // namespace mote
