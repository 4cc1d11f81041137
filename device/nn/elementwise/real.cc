#include "device/nn/elementwise/real.h"

#include "device/base/real_functions.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename Function>
void Map(int32_t size, const float* input, float* output,
         const Function& function) {
  for (int32_t i = 0; i < size; ++i) output[i] = function(input[i]);
}

}  // namespace

// A kernel that gives `result`, an expression of x, for every value.
#define MOTE_REAL_FUNCTION(name, result)                                 \
  void name(const RealParams& p, const float* input, float* output,      \
            int8_t* /*scratch*/) {                                       \
    Map(p.size, input, output, [](float x) -> float { return result; }); \
  }

MOTE_REAL_FUNCTION(AbsFloat, MagnitudeFloat(x))
MOTE_REAL_FUNCTION(CeilFloat, -FloorFloat(-x))
MOTE_REAL_FUNCTION(CosineFloat, SineFloat(x, 1))
MOTE_REAL_FUNCTION(EluFloat, x < 0 ? ExpMinusOneFloat(x) : x)
MOTE_REAL_FUNCTION(ExponentialFloat,
                   x > 87 ? ExpFloat(x - 2) * 7.38905610f : ExpFloat(x))
MOTE_REAL_FUNCTION(FloorOfFloat, FloorFloat(x))
MOTE_REAL_FUNCTION(HardSwishFloat, x* Clamp(x + 3, 0.0f, 6.0f) / 6)
MOTE_REAL_FUNCTION(LogarithmFloat, LogFloat(x))
MOTE_REAL_FUNCTION(NegateFloat, -x)
MOTE_REAL_FUNCTION(ReciprocalRootFloat, 1 / SqrtFloat(x))
MOTE_REAL_FUNCTION(RoundFloat, RoundHalfToEvenFloat(x))
MOTE_REAL_FUNCTION(SineOfFloat, SineFloat(x, 0))
MOTE_REAL_FUNCTION(SquareFloat, x* x)
MOTE_REAL_FUNCTION(SquareRootFloat, SqrtFloat(x))
MOTE_REAL_FUNCTION(TanhOfFloat, TanhFloat(x))

#undef MOTE_REAL_FUNCTION

void LeakyReluFloat(const LeakyReluFloatParams& p, const float* input,
                    float* output, int8_t* /*scratch*/) {
  Map(p.size, input, output, [&](float x) { return x > 0 ? x : x * p.alpha; });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
