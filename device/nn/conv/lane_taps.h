// For wide_conv_tiles.h, with kernels that multiply by one lane of a vector:
// four groups of taps of a pixel are loaded at once. A Kernel has
//   LoadLanes(values), MultiplyAddLane<kLane>(sum, values, weights),
//   LoadInOrder<kCount>(weights, to): one or two vectors, no earlier than here.
// Recursion instead of loops, as in wide_vectors.h.
#pragma once

#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

// Of kPixels pixels; their sums lie kVectors apart.
template <class Kernel, int kPixels, int kVectors>
struct LanePixels {
  using Vector = typename Kernel::Vector;
  using Fewer = LanePixels<Kernel, kPixels - 1, kVectors>;

  using Value = typename Kernel::Value;

  // Where each pixel begins: in registers, it needs no arithmetic later.
  static MOTE_INLINE void Begin(const Value* values, intptr_t step,
                                const Value** begin) {
    *begin = values;
    asm("" : "+r"(*begin));
    Fewer::Begin(values + step, step, begin + 1);
  }

  static MOTE_INLINE void Load(const Value* const* begin, intptr_t k,
                               Vector* x) {
    *x = Kernel::LoadLanes(*begin + k);
    Fewer::Load(begin + 1, k, x + 1);
  }

  template <int kLane>
  static MOTE_INLINE void Add(const Vector* x, Vector w, Vector* sums) {
    Kernel::template MultiplyAddLane<kLane>(*sums, *x, w);
    Fewer::template Add<kLane>(x + 1, w, sums + kVectors);
  }
};

template <class Kernel, int kVectors>
struct LanePixels<Kernel, 0, kVectors> {
  template <class... Arguments>
  static MOTE_INLINE void Begin(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Load(const Arguments&...) {}
  template <int kLane, class... Arguments>
  static MOTE_INLINE void Add(const Arguments&...) {}
};

// Kernels without lanes leave all taps to others.
template <class Kernel, int kPixels, int kVectors, bool kHasLanes>
struct LaneTaps {
  template <class... Arguments>
  static MOTE_INLINE int32_t Add(const Arguments&...) {
    return 0;
  }
};

template <class Kernel, int kPixels, int kVectors>
struct LaneTaps<Kernel, kPixels, kVectors, true> {
  using Weight = typename Kernel::Weight;
  using Vector = typename Kernel::Vector;
  using Pixels = LanePixels<Kernel, kPixels, kVectors>;
  static constexpr int kVectorWeights = Kernel::kLanes * Kernel::kGroup;

  // Returns how many of a run's taps were added.
  static MOTE_INLINE int32_t Add(int32_t length,
                                 const typename Kernel::Value* values,
                                 intptr_t step, const Weight* weights,
                                 Vector* sums) {
    const typename Kernel::Value* begin[kPixels];
    Pixels::Begin(values, step, begin);
    int32_t k = 0;
    for (; k + 4 * Kernel::kGroup <= length; k += 4 * Kernel::kGroup) {
      Vector x[kPixels];
      Pixels::Load(begin, k, x);
      AddVectors<0, 0>(x, weights, sums);
      weights += 4 * kVectors * kVectorWeights;
    }
    return k;
  }

 private:
  // Weights that are loaded side by side take one instruction.
  static constexpr int kPair = kVectors > 1 ? 2 : 1;

  // From vector kVector of group kLane on.
  template <int kLane, int kVector>
  static MOTE_INLINE void AddVectors(const Vector* x, const Weight* weights,
                                     Vector* sums) {
    Vector w[2];
    Kernel::template LoadInOrder<kPair>(weights, w);
    Pixels::template Add<kLane>(x, w[0], sums + kVector);
    if (kPair == 2) Pixels::template Add<kLane>(x, w[1], sums + kVector + 1);
    constexpr bool kLast = kVector + kPair == kVectors;
    constexpr bool kEnd = kLast && kLane == 3;
    if (kEnd) return;
    AddVectors<(kLast && !kEnd ? kLane + 1 : kLane),
               (kLast ? (kEnd ? kVector : 0) : kVector + kPair)>(
        x, weights + kPair * kVectorWeights, sums);
  }
};

}  // namespace
}  // namespace nn
}  // namespace mote
