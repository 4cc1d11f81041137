// Addition of two tensors of one shape, or of a tensor and a smaller one that
// repeats along the leading dimensions.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Each input is taken to a common scale, with 20 more fraction bits:
// (x - zero_point) * 2^20 * multiplier / 2^31 * 2^shift; so is the sum to the
// output's scale. Shifts are 0 or negative.
struct AddParams {
  int32_t size;         // of the first input and the output
  int32_t second_size;  // of the second input: divides size
  int32_t first_zero_point, first_multiplier, first_shift;
  int32_t second_zero_point, second_multiplier, second_shift;
  int32_t output_zero_point, output_multiplier, output_shift;
  int32_t activation_min, activation_max;
};

struct AddFloatParams {
  int32_t size, second_size;
  float activation_min, activation_max;
};

namespace reference {

// The output may be the first input's memory.
void AddInt8(const AddParams& params, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* scratch);
void AddFloat(const AddFloatParams& params, const float* first,
              const float* second, float* output, int8_t* scratch);

}  // namespace reference

// For inputs of one shape (second_size = size).
namespace armv7em {

void AddInt8(const AddParams& params, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* scratch);

}  // namespace armv7em

namespace neon {

void AddInt8(const AddParams& params, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* scratch);

}  // namespace neon

namespace avx2 {

void AddInt8(const AddParams& params, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* scratch);
void AddFloat(const AddFloatParams& params, const float* first,
              const float* second, float* output, int8_t* scratch);

}  // namespace avx2
}  // namespace nn
}  // namespace mote
