#include "device/nn/cumsum/cumsum.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// output = result(sum) for each value; sum = add(sum, value), from `start`.
template <typename T, typename A, typename Add, typename Result>
void ForEachSum(const CumsumParams& p, const T* input, T* output, A start,
                const Add& add, const Result& result) {
  for (int32_t o = 0; o < p.outer; ++o) {
    for (int32_t i = 0; i < p.inner; ++i) {
      A sum = start;
      for (int32_t a = 0; a < p.axis; ++a) {
        const int32_t place =
            (o * p.axis + (p.reverse ? p.axis - 1 - a : a)) * p.inner + i;
        const A with = add(sum, input[place]);
        output[place] = result(p.exclusive ? sum : with);
        sum = with;
      }
    }
  }
}

}  // namespace

void CumsumInt8(const CumsumInt8Params& p, const int8_t* input, int8_t* output,
                int8_t* /*scratch*/) {
  const int32_t unit = 1 << 19;
  ForEachSum(
      p.sums, input, output, -p.input_zero_point * unit,
      [&](int32_t sum, int8_t x) {
        return WrappingAdd(sum, (x - p.input_zero_point) * unit);
      },
      [&](int32_t sum) {
        const int32_t scaled = WrappingAdd(
            Requantize(sum, p.multiplier, p.shift), p.output_zero_point);
        return static_cast<int8_t>(Clamp<int32_t>(scaled, INT8_MIN, INT8_MAX));
      });
}

void CumsumFloat(const CumsumParams& p, const float* input, float* output,
                 int8_t* /*scratch*/) {
  ForEachSum(
      p, input, output, 0.0f, [](float sum, float x) { return sum + x; },
      [](float sum) { return sum; });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
