#include "device/nn/compare/compare.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
bool Holds(int32_t relations, T a, T b) {
  const int place = a < b ? 0 : (a == b ? 1 : (a > b ? 2 : 3));
  return (relations >> place & 1) != 0;
}

template <typename T>
void Compare(const CompareParams& p, const T* first, const T* second,
             bool* output) {
  ForEachPair(p.pairs, first, second, output,
              [&](T a, T b) { return Holds(p.relations, a, b); });
}

}  // namespace

void CompareFloat(const CompareParams& p, const float* first,
                  const float* second, bool* output, int8_t* /*scratch*/) {
  Compare(p, first, second, output);
}

void CompareInt32(const CompareParams& p, const int32_t* first,
                  const int32_t* second, bool* output, int8_t* /*scratch*/) {
  Compare(p, first, second, output);
}

void CompareInt64(const CompareParams& p, const int64_t* first,
                  const int64_t* second, bool* output, int8_t* /*scratch*/) {
  Compare(p, first, second, output);
}

void CompareInt8(const CompareInt8Params& p, const int8_t* first,
                 const int8_t* second, bool* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](int8_t a, int8_t b) {
    return Holds(p.relations,
                 Requantize((a - p.first_zero_point) * 256, p.first_multiplier,
                            p.first_shift),
                 Requantize((b - p.second_zero_point) * 256,
                            p.second_multiplier, p.second_shift));
  });
}

void Logical(const LogicalParams& p, const bool* first, const bool* second,
             bool* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](bool a, bool b) {
    return (p.results >> ((a ? 2 : 0) + (b ? 1 : 0)) & 1) != 0;
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
