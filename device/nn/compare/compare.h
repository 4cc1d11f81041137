// Truth values of two tensors, value by value.
#pragma once

#include <stdint.h>

#include "device/nn/broadcast.h"

namespace mote {
namespace nn {

// Which relations of a to b give true: the sum of 1 (a < b), 2 (a == b),
// 4 (a > b) and 8 (neither: one is not a number).
struct CompareParams {
  Broadcast pairs;
  int32_t relations;
};

// Compares (a - first_zero_point) * 256 * first scale with the same of b; a
// scale is multiplier / 2^31 * 2^shift.
struct CompareInt8Params {
  Broadcast pairs;
  int32_t relations;
  int32_t first_zero_point, first_multiplier, first_shift;
  int32_t second_zero_point, second_multiplier, second_shift;
};

// Bit 2a + b of `results` is the result of truth values a and b.
struct LogicalParams {
  Broadcast pairs;
  int32_t results;
};

namespace reference {

void CompareFloat(const CompareParams& params, const float* first,
                  const float* second, bool* output, int8_t* scratch);
void CompareInt32(const CompareParams& params, const int32_t* first,
                  const int32_t* second, bool* output, int8_t* scratch);
void CompareInt64(const CompareParams& params, const int64_t* first,
                  const int64_t* second, bool* output, int8_t* scratch);
void CompareInt8(const CompareInt8Params& params, const int8_t* first,
                 const int8_t* second, bool* output, int8_t* scratch);
void Logical(const LogicalParams& params, const bool* first, const bool* second,
             bool* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
