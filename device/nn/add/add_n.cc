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

void AddFiveInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                 const int8_t* c, const int8_t* d, const int8_t* e,
                 int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] =
        Scaled(p, a[i] + b[i] + c[i] + d[i] + e[i] - 5 * p.input_zero_point);
  }
}

void AddSixInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                const int8_t* c, const int8_t* d, const int8_t* e,
                const int8_t* f, int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Scaled(
        p, a[i] + b[i] + c[i] + d[i] + e[i] + f[i] - 6 * p.input_zero_point);
  }
}

void AddSevenInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                  const int8_t* c, const int8_t* d, const int8_t* e,
                  const int8_t* f, const int8_t* g, int8_t* output,
                  int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Scaled(p, a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] -
                              7 * p.input_zero_point);
  }
}

void AddEightInt8(const AddNParams& p, const int8_t* a, const int8_t* b,
                  const int8_t* c, const int8_t* d, const int8_t* e,
                  const int8_t* f, const int8_t* g, const int8_t* h,
                  int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = Scaled(p, a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] +
                              h[i] - 8 * p.input_zero_point);
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

void AddFiveFloat(const AddNFloatParams& p, const float* a, const float* b,
                  const float* c, const float* d, const float* e, float* output,
                  int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = a[i] + b[i] + c[i] + d[i] + e[i];
  }
}

void AddSixFloat(const AddNFloatParams& p, const float* a, const float* b,
                 const float* c, const float* d, const float* e, const float* f,
                 float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = a[i] + b[i] + c[i] + d[i] + e[i] + f[i];
  }
}

void AddSevenFloat(const AddNFloatParams& p, const float* a, const float* b,
                   const float* c, const float* d, const float* e,
                   const float* f, const float* g, float* output,
                   int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i];
  }
}

void AddEightFloat(const AddNFloatParams& p, const float* a, const float* b,
                   const float* c, const float* d, const float* e,
                   const float* f, const float* g, const float* h,
                   float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i];
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
