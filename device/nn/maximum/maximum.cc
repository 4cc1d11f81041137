#include "device/nn/maximum/maximum.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
void Largest(const MaximumParams& p, const T* first, const T* second,
             T* output) {
  ForEachPair(p.pairs, first, second, output,
              [](T a, T b) { return a > b ? a : b; });
}

template <typename T>
void Smallest(const MaximumParams& p, const T* first, const T* second,
              T* output) {
  ForEachPair(p.pairs, first, second, output,
              [](T a, T b) { return a < b ? a : b; });
}

}  // namespace

void MaximumInt8(const MaximumParams& p, const int8_t* first,
                 const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  Largest(p, first, second, output);
}

void MaximumInt16(const MaximumParams& p, const int16_t* first,
                  const int16_t* second, int16_t* output, int8_t* /*scratch*/) {
  Largest(p, first, second, output);
}

void MaximumInt32(const MaximumParams& p, const int32_t* first,
                  const int32_t* second, int32_t* output, int8_t* /*scratch*/) {
  Largest(p, first, second, output);
}

void MaximumFloat(const MaximumParams& p, const float* first,
                  const float* second, float* output, int8_t* /*scratch*/) {
  Largest(p, first, second, output);
}

void MinimumInt8(const MaximumParams& p, const int8_t* first,
                 const int8_t* second, int8_t* output, int8_t* /*scratch*/) {
  Smallest(p, first, second, output);
}

void MinimumInt16(const MaximumParams& p, const int16_t* first,
                  const int16_t* second, int16_t* output, int8_t* /*scratch*/) {
  Smallest(p, first, second, output);
}

void MinimumInt32(const MaximumParams& p, const int32_t* first,
                  const int32_t* second, int32_t* output, int8_t* /*scratch*/) {
  Smallest(p, first, second, output);
}

void MinimumFloat(const MaximumParams& p, const float* first,
                  const float* second, float* output, int8_t* /*scratch*/) {
  Smallest(p, first, second, output);
}

void MaximumInt64(const MaximumParams& p, const int64_t* first,
                  const int64_t* second, int64_t* output, int8_t* /*scratch*/) {
  Largest(p, first, second, output);
}

void MinimumInt64(const MaximumParams& p, const int64_t* first,
                  const int64_t* second, int64_t* output, int8_t* /*scratch*/) {
  Smallest(p, first, second, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
