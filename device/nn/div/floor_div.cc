#include "device/nn/div/floor_div.h"

#include "device/base/real_functions.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// |a| modulo |b|, exactly: long division in binary. Differences of such
// doubles lose no bit.
double Remainder(double a, double b) {
  double divisor = b;
  while (divisor <= a * 0.5) divisor *= 2;
  for (; divisor >= b; divisor *= 0.5) {
    if (a >= divisor) a -= divisor;
  }
  return a;
}

float FloorMod(float a, float b) {
  const float kInfinity = FloatOfBits(0x7f800000u);
  const float size = MagnitudeFloat(a), divisor = MagnitudeFloat(b);
  if (!(divisor > 0.0f) || !(size < kInfinity)) return FloatOfBits(0x7fc00000u);
  const float rest =
      divisor < kInfinity ? static_cast<float>(Remainder(size, divisor)) : size;
  const float signed_rest = a < 0 ? -rest : rest;
  return rest != 0.0f && (a < 0) != (b < 0) ? signed_rest + b : signed_rest;
}

}  // namespace

void FloorDivFloat(const FloorDivParams& p, const float* first,
                   const float* second, float* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output,
              [](float a, float b) { return FloorFloat(a / b); });
}

void FloorModFloat(const FloorDivParams& p, const float* first,
                   const float* second, float* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, FloorMod);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
