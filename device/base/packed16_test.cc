#include "device/base/packed16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>

namespace mote {
namespace {

int16_t wrap(int x) { return static_cast<int16_t>(x); }

TEST(Packed16, HalvesAreIndependentAndWrap) {
  std::mt19937 random(1);
  for (int i = 0; i < 10000; ++i) {
    const Packed16 a = static_cast<uint32_t>(random());
    const Packed16 b = static_cast<uint32_t>(random());
    const int ar = LowHalf(a), ai = HighHalf(a);
    const int br = LowHalf(b), bi = HighHalf(b);
    EXPECT_EQ(Pack16(ar, ai), a);
    EXPECT_EQ(LowHalf(AddPacked(a, b)), wrap(ar + br));
    EXPECT_EQ(HighHalf(SubtractPacked(a, b)), wrap(ai - bi));
    // a -+ i b = (ar +- bi) + i (ai -+ br)
    EXPECT_EQ(SubtractTurned(a, b), Pack16(ar + bi, ai - br));
    EXPECT_EQ(AddTurned(a, b), Pack16(ar - bi, ai + br));
    EXPECT_EQ(MagnitudePacked(a), Pack16(std::abs(ar), std::abs(ai)));
    EXPECT_EQ(HalfSumPacked(a, b), Pack16((ar + br) >> 1, (ai + bi) >> 1));
    EXPECT_EQ(HalfDifferencePacked(a, b),
              Pack16((ar - br) >> 1, (ai - bi) >> 1));
    EXPECT_EQ(JoinHalves(a, b), Pack16(ar, bi));
    EXPECT_EQ(ScalePacked(a, 1000),
              Pack16(static_cast<int>(std::floor(ar * 1000 / 65536.0 + 0.5)),
                     static_cast<int>(std::floor(ai * 1000 / 65536.0 + 0.5))));
    EXPECT_EQ(ScalePackedWide(a, 1000), ScalePacked(a, 1000));
    EXPECT_EQ(EnergyPacked(a),
              static_cast<uint32_t>(int64_t{ar} * ar + int64_t{ai} * ai));
  }
}

TEST(Packed16, MultipliesComplexNumbers) {
  std::mt19937 random(2);
  for (int i = 0; i < 10000; ++i) {
    const Packed16 a = static_cast<uint32_t>(random()) & 0x1fff1fff;
    const double phase = i * 0.01;
    const Packed16 b = Pack16(static_cast<int>(32767 * std::cos(phase)),
                              static_cast<int>(32767 * std::sin(phase)));
    const std::complex<double> product =
        std::complex<double>(LowHalf(a), HighHalf(a)) *
        std::complex<double>(LowHalf(b), HighHalf(b)) / 32768.0;
    const Packed16 result = MultiplyComplexQ15(a, b);
    EXPECT_EQ(MultiplySmallComplexQ15(a, b), result);
    EXPECT_NEAR(LowHalf(result), product.real(), 0.5001);
    EXPECT_NEAR(HighHalf(result), product.imag(), 0.5001);
  }
}

}  // namespace
}  // namespace mote
