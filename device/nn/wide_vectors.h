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

  static MOTE_INLINE void Store(const Output& output, const Vector* sums,
                                const typename Output::Constant* constants,
                                int32_t channels, typename Output::Result* to) {
    constexpr int kCount =
        kVectors < Output::kTogether ? kVectors : Output::kTogether;
    output.template Store<kCount>(sums, constants, channels, to);
    WideVectors<Kernel, Output, kVectors - kCount>::Store(
        output, sums + kCount, constants + kCount * Output::kWords,
        channels - kCount * Kernel::kLanes, to + kCount * Kernel::kLanes);
  }
};

template <class Kernel, class Output>
struct WideVectors<Kernel, Output, 0> {
  template <class... Arguments>
  static MOTE_INLINE void Start(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Load(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void MultiplyAdd(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Store(const Arguments&...) {}
};

}  // namespace
}  // namespace nn
}  // namespace mote
