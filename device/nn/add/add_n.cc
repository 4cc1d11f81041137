#include "device/nn/add/add_n.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

int8_t Scaled(const AddNParams& p, int32_t sum) {
  const int32_t unit = 1 << 19;
  const int32_t scaled = WrappingAdd(
      Requantize((sum - p.input_zero_point) * unit, p.multiplier, p.shift),
      p.output_zero_point);
  return static_cast<int8_t>(Clamp<int32_t>(scaled, INT8_MIN, INT8_MAX));
}

}  // namespace

void AddTwoInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Scaled(p, a[i] + b[i] - 2 * p.input_zero_point);
  }
}

void AddThreeInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                  const int8_t* c, int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Scaled(p, a[i] + b[i] + c[i] - 3 * p.input_zero_point);
  }
}

void AddFourInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                 const int8_t* c, const int8_t* d, int8_t* output,
                 int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Scaled(p, a[i] + b[i] + c[i] + d[i] - 4 * p.input_zero_point);
  }
}

void AddTwoFloat(const AddNFloatParams& p, const float* a, const float* b,
                 float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) output[i] = a[i] + b[i];
}

void AddThreeFloat(const AddNFloatParams& p, const float* a, const float* b,
                   const float* c, float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) output[i] = a[i] + b[i] + c[i];
}

void AddFourFloat(const AddNFloatParams& p, const float* a, const float* b,
                  const float* c, const float* d, float* output,
                  int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) output[i] = a[i] + b[i] + c[i] + d[i];
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
