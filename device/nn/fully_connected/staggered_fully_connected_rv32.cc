#include "device/nn/fully_connected/output_groups.h"
#include "device/nn/fully_connected/staggered_fully_connected.h"

namespace mote {
namespace nn {
namespace rv32 {
namespace {

constexpr uint32_t kBitsOfAAndB = 0xffe003ff;

// Adds one input's products with the three weights that lie `kAt` bytes
// further. In assembly, since gcc gathers more products than it has registers.
template <int kAt>
inline void AddWord(int32_t input, const int32_t* weights, uint32_t mask,
                    uint32_t& first, uint32_t& second) {
  int32_t x, y;
  asm("lw %[x], %[at](%[weights])\n"
      "and %[y], %[x], %[mask]\n"
      "srai %[x], %[x], 10\n"
      "mul %[y], %[y], %[input]\n"
      "mul %[x], %[x], %[input]\n"
      "add %[first], %[first], %[y]\n"
      "add %[second], %[second], %[x]\n"
      : [first] "+r"(first), [second] "+r"(second), [x] "=&r"(x), [y] "=&r"(y)
      : [input] "r"(input), [weights] "r"(weights), [mask] "r"(mask),
        [at] "i"(kAt)
      : "memory");
}

// The sums of kWords words, in registers: gcc leaves an array in memory.
template <int kWords>
struct Group {
  explicit Group(uint32_t start) : first(start), second(start), rest(start) {}

  template <int kAt>
  void Add(int32_t input, const int32_t* weights, uint32_t mask) {
    AddWord<kAt>(input, weights, mask, first, second);
    rest.template Add<kAt + 4>(input, weights, mask);
  }
  void AddTo(int32_t* sums) const {
    const staggered::ThreeSums three = staggered::Separate(first, second);
    sums[0] += three.a, sums[1] += three.b, sums[2] += three.c;
    rest.AddTo(sums + kOutputsOfWord);
  }

  uint32_t first, second;
  Group<kWords - 1> rest;
};

template <>
struct Group<0> {
  explicit Group(uint32_t) {}
  template <int kAt>
  void Add(int32_t, const int32_t*, uint32_t) {}
  void AddTo(int32_t*) const {}
};

// What sums start with: -128 times the sum of a part of the inputs.
uint32_t Start(const int8_t* input, int32_t count) {
  int32_t sum = 0;
  for (const int8_t* end = input + count; input != end;) sum += *input++;
  return static_cast<uint32_t>(-128 * sum);
}

template <int kWords>
void AddPart(const int8_t* input, const int32_t* weights, int32_t count,
             uint32_t start, int32_t* sums) {
  Group<kWords> group(start);
  uint32_t mask = kBitsOfAAndB;
  asm("" : "+r"(mask));
  const int8_t* end = input + count;
  if (count % 2 != 0) {
    group.template Add<0>(*input++, weights, mask);
    weights += kWords;
  }
  for (; input != end; input += 2, weights += 2 * kWords) {
    group.template Add<0>(input[0], weights, mask);
    group.template Add<4 * kWords>(input[1], weights, mask);
  }
  group.AddTo(sums);
}

using AddPartFunction = void (*)(const int8_t*, const int32_t*, int32_t,
                                 uint32_t, int32_t*);
AddPartFunction FunctionOf(int32_t words) {
  if (words == 8) return AddPart<8>;
  if (words == 4) return AddPart<4>;
  return words == 2 ? AddPart<2> : AddPart<1>;
}

// The sums of a group of `words` words; returns the next group's weights.
const int32_t* SumUp(const StaggeredFullyConnectedParams& p,
                     const int8_t* input, const int32_t* weights, int32_t words,
                     const uint32_t* start, int32_t* sums) {
  const AddPartFunction add = FunctionOf(words);
  for (int32_t i = 0; i < words * kOutputsOfWord; ++i) sums[i] = 0;
  for (int32_t left = p.inputs; left > 0; left -= p.inputs_of_part) {
    const int32_t count = left < p.inputs_of_part ? left : p.inputs_of_part;
    add(input, weights, count, *start++, sums);
    input += count, weights += count * words;
  }
  return weights;
}

template <class Sums>
int8_t* Row(const StaggeredFullyConnectedParams& p, const int8_t* input,
            int8_t* output, uint32_t* start) {
  for (int32_t i = 0; i * p.inputs_of_part < p.inputs; ++i) {
    const int32_t from = i * p.inputs_of_part, left = p.inputs - from;
    start[i] =
        Start(input + from, left < p.inputs_of_part ? left : p.inputs_of_part);
  }
  const int32_t* weights = p.weights;
  const int32_t* words = p.quantization;
  for (int32_t left = p.outputs; left > 0;) {
    const int32_t group =
        NextWordGroup((left + kOutputsOfWord - 1) / kOutputsOfWord);
    int32_t sums[kLargestWordGroup * kOutputsOfWord];
    weights = SumUp(p, input, weights, group, start, sums);
    const int32_t* end = sums + kOutputsOfWord * group;
    for (const int32_t* sum = sums; sum != end && left > 0; --left) {
      *output++ = Sums::Output(p, words, *sum++);
      words += staggered::kOutputWords;
    }
  }
  return output;
}

template <class Sums>
void FullyConnected(const StaggeredFullyConnectedParams& p, const int8_t* input,
                    int8_t* output, int8_t* scratch) {
  int8_t* end = output;
  for (int32_t row = 0; row < p.rows; ++row, input += p.inputs) {
    end = Row<Sums>(p, input, end, reinterpret_cast<uint32_t*>(scratch));
  }
  staggered::ClampBytes(output, p.rows * p.outputs, p.activation_min,
                        p.activation_max);
}

}  // namespace

void FullyConnectedInt8(const StaggeredFullyConnectedParams& p,
                        const int8_t* input, int8_t* output, int8_t* scratch) {
  FullyConnected<grouped::ShortSums<staggered::LongProduct>>(p, input, output,
                                                             scratch);
}

void FullyConnectedLongInt8(const StaggeredFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* scratch) {
  FullyConnected<grouped::LongSums>(p, input, output, scratch);
}

}  // namespace rv32
}  // namespace nn
}  // namespace mote
