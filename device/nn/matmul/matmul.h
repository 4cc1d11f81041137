// Products of matrices that are both computed.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// output {batches, rows, columns} = first {..., rows, depth} * second {...,
// depth, columns}; strides in values, 0 where a tensor repeats.
struct MatmulShape {
  int32_t batches[3], first_batches[3], second_batches[3];
  int32_t rows, columns, depth;
  int32_t first_row, first_depth, second_depth, second_column;
};

struct MatmulParams {
  MatmulShape shape;
  int32_t first_zero_point, second_zero_point, output_zero_point;
  int32_t multiplier, shift;
  int32_t activation_min, activation_max;
};

struct MatmulFloatParams {
  MatmulShape shape;
  float activation_min, activation_max;
};

namespace reference {

void MatmulInt8(const MatmulParams& params, const int8_t* first,
                const int8_t* second, int8_t* output, int8_t* scratch);
// Zero points are 0.
void MatmulInt16(const MatmulParams& params, const int16_t* first,
                 const int16_t* second, int16_t* output, int8_t* scratch);
void MatmulFloat(const MatmulFloatParams& params, const float* first,
                 const float* second, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
