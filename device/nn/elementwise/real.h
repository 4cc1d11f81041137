// Functions of one real number, a row each in real.cc.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct RealParams {
  int32_t size;
};

struct LeakyReluFloatParams {
  int32_t size;
  float alpha;  // the slope of negative values
};

namespace reference {

// Input and output may be the same memory.
void AbsFloat(const RealParams& params, const float* input, float* output,
              int8_t* scratch);
void CeilFloat(const RealParams& params, const float* input, float* output,
               int8_t* scratch);
void CosineFloat(const RealParams& params, const float* input, float* output,
                 int8_t* scratch);
void EluFloat(const RealParams& params, const float* input, float* output,
              int8_t* scratch);
void ExponentialFloat(const RealParams& params, const float* input,
                      float* output, int8_t* scratch);
void FloorOfFloat(const RealParams& params, const float* input, float* output,
                  int8_t* scratch);
void HardSwishFloat(const RealParams& params, const float* input, float* output,
                    int8_t* scratch);
void LeakyReluFloat(const LeakyReluFloatParams& params, const float* input,
                    float* output, int8_t* scratch);
void LogarithmFloat(const RealParams& params, const float* input, float* output,
                    int8_t* scratch);
void NegateFloat(const RealParams& params, const float* input, float* output,
                 int8_t* scratch);
void ReciprocalRootFloat(const RealParams& params, const float* input,
                         float* output, int8_t* scratch);
void RoundFloat(const RealParams& params, const float* input, float* output,
                int8_t* scratch);
void SineOfFloat(const RealParams& params, const float* input, float* output,
                 int8_t* scratch);
void SquareFloat(const RealParams& params, const float* input, float* output,
                 int8_t* scratch);
void SquareRootFloat(const RealParams& params, const float* input,
                     float* output, int8_t* scratch);
void TanhOfFloat(const RealParams& params, const float* input, float* output,
                 int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
