// Sums of up to eight tensors of one shape and scale.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct AddNFloatParams {
  int32_t size;
};

// A sum has 19 fraction bits and starts at -input_zero_point, as TensorFlow
// Lite's does.
struct AddNParams {
  int32_t size;
  int32_t input_zero_point, output_zero_point;
  int32_t multiplier, shift;
};

namespace reference {

// The output may be the first input's memory.
void AddTwoInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                int8_t* output, int8_t* scratch);
void AddThreeInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                  const int8_t* c, int8_t* output, int8_t* scratch);
void AddFourInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                 const int8_t* c, const int8_t* d, int8_t* output,
                 int8_t* scratch);
void AddFiveInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                 const int8_t* c, const int8_t* d, const int8_t* e,
                 int8_t* output, int8_t* scratch);
void AddSixInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                const int8_t* c, const int8_t* d, const int8_t* e,
                const int8_t* f, int8_t* output, int8_t* scratch);
void AddSevenInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                  const int8_t* c, const int8_t* d, const int8_t* e,
                  const int8_t* f, const int8_t* g, int8_t* output,
                  int8_t* scratch);
void AddEightInt8(const AddNParams& params, const int8_t* a, const int8_t* b,
                  const int8_t* c, const int8_t* d, const int8_t* e,
                  const int8_t* f, const int8_t* g, const int8_t* h,
                  int8_t* output, int8_t* scratch);
void AddTwoFloat(const AddNFloatParams& params, const float* a, const float* b,
                 float* output, int8_t* scratch);
void AddThreeFloat(const AddNFloatParams& params, const float* a,
                   const float* b, const float* c, float* output,
                   int8_t* scratch);
void AddFourFloat(const AddNFloatParams& params, const float* a, const float* b,
                  const float* c, const float* d, float* output,
                  int8_t* scratch);
void AddFiveFloat(const AddNFloatParams& params, const float* a, const float* b,
                  const float* c, const float* d, const float* e, float* output,
                  int8_t* scratch);
void AddSixFloat(const AddNFloatParams& params, const float* a, const float* b,
                 const float* c, const float* d, const float* e, const float* f,
                 float* output, int8_t* scratch);
void AddSevenFloat(const AddNFloatParams& params, const float* a,
                   const float* b, const float* c, const float* d,
                   const float* e, const float* f, const float* g,
                   float* output, int8_t* scratch);
void AddEightFloat(const AddNFloatParams& params, const float* a,
                   const float* b, const float* c, const float* d,
                   const float* e, const float* f, const float* g,
                   const float* h, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
