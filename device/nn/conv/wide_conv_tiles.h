// The loops of wide_conv.h for one instruction set (see wide_image.h). A
// Kernel says how to multiply:
//   Value, Weight, Vector   of the image, of packed weights, and of sums
//   kLanes, kGroup, kRegisters, kHasLanes (lane_taps.h)
//   Load(weights), Broadcast(values), MultiplyAdd(sum, values, weights), Add
// an Output how to begin and end sums:
//   Constant, Result, kWords (constants a vector)
//   Start(constants)
//   Finish(sum, constants)
//   kTogether (vectors that are stored as one, if there are as many),
//   Store<kCount>(finished sums, channels, to)
#pragma once

#include "device/nn/conv/lane_taps.h"
#include "device/nn/conv/wide_conv.h"
#include "device/nn/wide_image.h"
#include "device/nn/wide_vectors.h"

namespace mote {
namespace nn {
namespace {

// The sums of a tile, one pixel after the other. Recursion instead of loops:
// gcc unrolls those too late to keep arrays in registers.
template <class Kernel, class Output, int kPixels, int kVectors>
struct TileSums {
  using Vector = typename Kernel::Vector;
  using Fewer = TileSums<Kernel, Output, kPixels - 1, kVectors>;
  using Pixel = WideVectors<Kernel, Output, kVectors>;

  static MOTE_INLINE void Start(const typename Output::Constant* constants,
                                Vector* sums) {
    Pixel::Start(constants, sums);
    Fewer::Start(constants, sums + kVectors);
  }

  static MOTE_INLINE void LoadWeights(const typename Kernel::Weight* weights,
                                      Vector* w) {
    Pixel::Load(weights, Kernel::kLanes * Kernel::kGroup, w);
  }

  static MOTE_INLINE void Add(const typename Kernel::Value* values,
                              intptr_t step, const Vector* w, Vector* sums) {
    Pixel::MultiplyAdd(Kernel::Broadcast(values), w, sums);
    Fewer::Add(values + step, step, w, sums + kVectors);
  }

  static MOTE_INLINE void Store(const Output& output, const Vector* results,
                                int32_t channels, int32_t step,
                                typename Output::Result* to) {
    Pixel::Store(output, results, channels, to);
    Fewer::Store(output, results + kVectors, channels, step, to + step);
  }
};

template <class Kernel, class Output, int kVectors>
struct TileSums<Kernel, Output, 0, kVectors> : NoMoreSums {};

template <class Kernel, class Output>
class WideConv {
 public:
  using Value = typename Kernel::Value;
  using Weight = typename Kernel::Weight;
  using Vector = typename Kernel::Vector;
  using Constant = typename Output::Constant;
  using Result = typename Output::Result;

  WideConv(const WideConvShape& shape, const int32_t* offsets, int32_t channels,
           const Output& output)
      : shape_(shape),
        offsets_(offsets),
        channels_(channels),
        output_(output) {}

  void Run(const Value* image, const Weight* weights, const Constant* constants,
           Result* to) const {
    const int32_t taps = shape_.runs * shape_.run_length;
    int32_t channel = 0;
    while (channel < channels_) {
      const int32_t vectors = Vectors(channels_ - channel);
      Rows(vectors,
           {image, weights, constants, to + channel, channels_ - channel});
      weights += vectors * taps * Kernel::kLanes;
      constants += vectors * Output::kWords;
      channel += vectors * Kernel::kLanes;
    }
  }

 private:
  // What the loops carry: the first output's window, a block of channels.
  struct Place {
    const Value* values;
    const Weight* weights;
    const Constant* constants;
    Result* output;
    int32_t channels;  // real ones from here on
  };

  // The size of a block that begins `left` channels before the end.
  int32_t Vectors(int32_t left) const {
    int32_t vectors = shape_.block;
    while (vectors > 1 && (vectors - 1) * Kernel::kLanes >= left) vectors /= 2;
    return vectors;
  }

  void Rows(int32_t vectors, Place place) const {
    for (int32_t y = 0; y < shape_.output_height; ++y) {
      if (vectors == 1) Row<1>(place);
      if (vectors == 2) Row<2>(place);
      if (vectors == 4) Row<4>(place);
      if (vectors == 8) Row<8>(place);
      place.values += shape_.row_step;
      place.output += shape_.output_width * channels_;
    }
  }

  // By itself, so that nothing from around it takes registers.
  template <int kVectors>
  __attribute__((noinline)) void Row(Place place) const {
    // Sums, and what they are made of, stay in registers.
    constexpr int kFree =
        Kernel::kRegisters - (Kernel::kHasLanes ? 3 : 1 + kVectors);
    constexpr int kAPixel = kVectors + (Kernel::kHasLanes ? 1 : 0);
    constexpr int kFits = kFree / kAPixel > 0 ? kFree / kAPixel : 1;
    constexpr int kMost = kFits > 8 ? 8 : kFits;
    const Split split(shape_.output_width, kMost);
    for (int32_t t = 0; t < split.parts; ++t) {
      TileOf<kMost, kVectors>(split.size(t), place);
    }
  }

  // A tile of `pixels`, kMost at most.
  template <int kMost, int kVectors>
  MOTE_INLINE void TileOf(int32_t pixels, Place& place) const {
    if (kMost == 1 || pixels == kMost) return Tile<kMost, kVectors>(place);
    TileOf<(kMost > 1 ? kMost - 1 : 1), kVectors>(pixels, place);
  }

  template <int kPixels, int kVectors>
  MOTE_INLINE void Tile(Place& place) const {
    using Sums = TileSums<Kernel, Output, kPixels, kVectors>;
    Vector sums[kPixels * kVectors];
    Sums::Start(place.constants, sums);
    const Weight* weights = place.weights;
    const intptr_t step = shape_.column_step;
    const int32_t length = shape_.run_length;
    for (int32_t run = 0; run < shape_.runs; ++run) {
      const Value* values = place.values + offsets_[run];
      int32_t k = 0;
      // A chain of sums alone would wait for itself.
      if (kPixels * kVectors == 1) {
        k = AddInFour(length, values, weights, sums[0]);
        values += k;
        weights += k * Kernel::kLanes;
      }
      const int32_t together =
          LaneTaps<Kernel, kPixels, kVectors, Kernel::kHasLanes>::Add(
              length - k, values, step, weights, sums);
      k += together;
      values += together;
      weights += together * kVectors * Kernel::kLanes;
      for (; k < length; k += Kernel::kGroup) {
        Vector w[kVectors];
        Sums::LoadWeights(weights, w);
        Sums::Add(values, step, w, sums);
        weights += kVectors * Kernel::kLanes * Kernel::kGroup;
        values += Kernel::kGroup;
      }
    }
    const int32_t channels = channels_;
    WideResults<Output, kPixels, kVectors>::Finish(output_, place.constants,
                                                   sums);
    Sums::Store(output_, sums, place.channels, channels, place.output);
    place.output += kPixels * channels;
    place.values += kPixels * step;
  }

  // Returns how many taps of the run were added.
  static MOTE_INLINE int32_t AddInFour(int32_t length, const Value* values,
                                       const Weight* weights, Vector& sum) {
    constexpr int32_t kGroup = Kernel::kGroup;
    constexpr int32_t kNext = Kernel::kLanes * kGroup;
    Vector a = {}, b = {}, c = {};
    int32_t k = 0;
    for (; k + 4 * kGroup <= length; k += 4 * kGroup) {
      const auto add = [&](Vector& to, int i) {
        Kernel::MultiplyAdd(to, Kernel::Broadcast(values + k + i * kGroup),
                            Kernel::Load(weights + i * kNext));
      };
      add(sum, 0);
      add(a, 1);
      add(b, 2);
      add(c, 3);
      weights += 4 * kNext;
    }
    sum = Kernel::Add(Kernel::Add(sum, a), Kernel::Add(b, c));
    return k;
  }

  const WideConvShape& shape_;
  const int32_t* offsets_;
  int32_t channels_;
  const Output& output_;
};

template <class Kernel, class Output, class Params>
inline void RunWideConv(const Params& p, const typename Kernel::Value* image,
                        int8_t* output) {
  const Output ends(p.output);
  WideConv<Kernel, Output>(p.shape, p.offsets, p.output.channels, ends)
      .Run(image, static_cast<const typename Kernel::Weight*>(p.weights),
           p.quantization, output);
}

// From an image, with outputs in the form that the parameters ask for.
template <class Kernel, template <class> class Output, class Fused,
          class FusedSigned, class Closed, class Params>
inline void WideConvFromImage(const Params& p,
                              const typename Kernel::Value* image,
                              int8_t* output) {
  switch (p.output.scaling) {
    case kWideFused:
      return RunWideConv<Kernel, Output<Fused>>(p, image, output);
    case kWideFusedSigned:
      return RunWideConv<Kernel, Output<FusedSigned>>(p, image, output);
    default:
      return RunWideConv<Kernel, Output<Closed>>(p, image, output);
  }
}

template <class Kernel, template <class> class Output, class Fused,
          class FusedSigned, class Closed>
inline void WideConvInt8(const WideConvParams& p, const int8_t* input,
                         int8_t* output, int8_t* scratch) {
  auto* memory = reinterpret_cast<typename Kernel::Value*>(scratch);
  const auto* image = ImageOf<Kernel>(p.shape.image, input, memory);
  WideConvFromImage<Kernel, Output, Fused, FusedSigned, Closed>(p, image,
                                                                output);
}

template <class Kernel, class Output>
inline void WideConvFloat(const WideConvFloatParams& p, const float* input,
                          float* output, int8_t* scratch) {
  auto* memory = reinterpret_cast<float*>(scratch);
  const float* image = ImageOf<Kernel>(p.shape.image, input, memory);
  const Output ends(p.activation_min, p.activation_max);
  WideConv<Kernel, Output>(p.shape, p.offsets, p.output_channels, ends)
      .Run(image, p.weights, p.bias, output);
}

}  // namespace
}  // namespace nn
}  // namespace mote
