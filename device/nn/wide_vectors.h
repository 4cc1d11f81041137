// The vectors of sums of one pixel (see wide_image.h). Recursion instead of
// loops: gcc unrolls those too late to keep arrays in registers.
#pragma once

#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

template <class Kernel, class Output, int kVectors>
struct WideVectors {
  using Vector = typename Kernel::Vector;
  using Fewer = WideVectors<Kernel, Output, kVectors - 1>;

  static MOTE_INLINE void Start(const typename Output::Constant* constants,
                                Vector* sums) {
    *sums = Output::Start(constants);
    Fewer::Start(constants + Output::kWords, sums + 1);
  }

  // Vectors that lie `step` apart.
  template <typename T>
  static MOTE_INLINE void Load(const T* from, int32_t step, Vector* to) {
    *to = Kernel::Load(from);
    Fewer::Load(from + step, step, to + 1);
  }

  static MOTE_INLINE void MultiplyAdd(Vector x, const Vector* w, Vector* sums) {
    Kernel::MultiplyAdd(*sums, x, *w);
    Fewer::MultiplyAdd(x, w + 1, sums + 1);
  }

  static MOTE_INLINE void Store(const Output& output, const Vector* results,
                                int32_t channels, typename Output::Result* to) {
    constexpr int kCount =
        kVectors < Output::kTogether ? kVectors : Output::kTogether;
    output.template Store<kCount>(results, channels, to);
    WideVectors<Kernel, Output, kVectors - kCount>::Store(
        output, results + kCount, channels - kCount * Kernel::kLanes,
        to + kCount * Kernel::kLanes);
  }
};

template <class Kernel, class Output>
struct WideVectors<Kernel, Output, 0> : NoMoreSums {};

// Makes results of the sums of several pixels, all before the first is stored
// and a vector of every pixel after the other: constants are loaded once.
template <class Output, int kPixels, int kVectors,
          int kLeft = kPixels* kVectors>
struct WideResults {
  template <class Vector>
  static MOTE_INLINE void Finish(const Output& output,
                                 const typename Output::Constant* constants,
                                 Vector* sums) {
    constexpr int kIndex = kPixels * kVectors - kLeft;
    constexpr int kVector = kIndex / kPixels;
    Vector& sum = sums[kIndex % kPixels * kVectors + kVector];
    sum = output.Finish(sum, constants + kVector * Output::kWords);
    WideResults<Output, kPixels, kVectors, kLeft - 1>::Finish(output, constants,
                                                              sums);
  }
};

template <class Output, int kPixels, int kVectors>
struct WideResults<Output, kPixels, kVectors, 0> : NoMoreSums {};

}  // namespace
}  // namespace nn
}  // namespace mote
