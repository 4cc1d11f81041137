// The loops of wide_depthwise_conv.h for one instruction set (see
// wide_image.h). A Kernel says how to multiply:
//   Value    of the image
//   Word     of planes and weights: a group, or a float
//   Vector, kLanes, kGroup
//   kSums    vectors of sums at once, at most
//   Load(words), MultiplyAdd(sum, x, w)
//   Sources, Interleave(values, sources, to)   make sixteen words of a plane
// an Output as in wide_conv_tiles.h.
#pragma once

#include "device/nn/depthwise_conv/wide_depthwise_conv.h"
#include "device/nn/wide_image.h"
#include "device/nn/wide_vectors.h"

namespace mote {
namespace nn {
namespace {

constexpr int32_t kWideChannels = 16;

// The sums of neighbouring columns: of each the rows, of each the vectors.
template <class Kernel, class Output, int kColumns, int kRows, int kVectors>
struct ColumnSums {
  using Vector = typename Kernel::Vector;
  using Fewer = ColumnSums<Kernel, Output, kColumns - 1, kRows, kVectors>;
  using Row = WideVectors<Kernel, Output, kVectors>;
  static constexpr int kSums = kRows * kVectors;

  static MOTE_INLINE void Start(const typename Output::Constant* constants,
                                Vector* sums) {
    Row::Start(constants, sums);
    if (kRows == 2) Row::Start(constants, sums + (kRows - 1) * kVectors);
    Fewer::Start(constants, sums + kSums);
  }

  static MOTE_INLINE void Add(const typename Kernel::Word* words, intptr_t step,
                              const Vector* w, Vector* sums) {
    AddVectors<0>(words, w, sums);
    Fewer::Add(words + step, step, w, sums + kSums);
  }

  static MOTE_INLINE void Store(const Output& output, const Vector* results,
                                int32_t channels, int32_t row, int32_t column,
                                typename Output::Result* to) {
    Row::Store(output, results, channels, to);
    if (kRows == 2) {
      Row::Store(output, results + (kRows - 1) * kVectors, channels, to + row);
    }
    Fewer::Store(output, results + kSums, channels, row, column, to + column);
  }

 private:
  // From vector kFirst on.
  template <int kFirst>
  static MOTE_INLINE void AddVectors(const typename Kernel::Word* words,
                                     const Vector* w, Vector* sums) {
    AddVector<kFirst>(words, w, sums);
    constexpr int kNext = kFirst + 1 < kVectors ? kFirst + 1 : kFirst;
    if (kNext > kFirst) AddVectors<kNext>(words, w, sums);
  }

  // Both rows need what is loaded.
  template <int kVector>
  static MOTE_INLINE void AddVector(const typename Kernel::Word* words,
                                    const Vector* w, Vector* sums) {
    const Vector x = Kernel::Load(words + kVector * Kernel::kLanes);
    Kernel::MultiplyAdd(sums[kVector], x, w[kVector]);
    if (kRows == 2) {
      constexpr int kSecond = (kRows - 1) * kVectors + kVector;
      Kernel::MultiplyAdd(sums[kSecond], x, w[kSecond]);
    }
  }
};

template <class Kernel, class Output, int kRows, int kVectors>
struct ColumnSums<Kernel, Output, 0, kRows, kVectors> : NoMoreSums {};

template <class Kernel, class Output>
class WideDepthwise {
 public:
  using Word = typename Kernel::Word;
  using Vector = typename Kernel::Vector;
  using Constant = typename Output::Constant;
  using Result = typename Output::Result;

  WideDepthwise(const WideDepthwiseShape& shape, int32_t channels,
                const int32_t* offsets, const Word* weights,
                const Constant* constants, const Output& output)
      : shape_(shape),
        channels_(channels),
        offsets_(offsets),
        weights_(weights),
        constants_(constants),
        output_(output) {}

  // One output row of `words`, or two.
  template <int kRows>
  void Rows(const Word* words, Result* to) const {
    Place place = {words, weights_, constants_, to, channels_};
    constexpr int kMost = Kernel::kSums / (kRows * kVectors);
    const Split split(shape_.output_width, kMost);
    while (place.channels > 0) {
      Place pixel = place;
      for (int32_t t = 0; t < split.parts; ++t) {
        PixelsOf<kMost, kRows>(split.size(t), pixel);
      }
      place.words += kWideChannels;
      place.weights += shape_.products * shape_.rows * kWideChannels;
      place.constants += kVectors * Output::kWords;
      place.output += kWideChannels;
      place.channels -= kWideChannels;
    }
  }

 private:
  static constexpr int kVectors = kWideChannels / Kernel::kLanes;

  struct Place {
    const Word* words;
    const Word* weights;
    const Constant* constants;
    Result* output;
    int32_t channels;  // real ones from here on
  };

  // `pixels` outputs of a row, kMost at most.
  template <int kMost, int kRows>
  MOTE_INLINE void PixelsOf(int32_t pixels, Place& place) const {
    if (kMost == 1 || pixels == kMost) return Pixels<kMost, kRows>(place);
    PixelsOf<(kMost > 1 ? kMost - 1 : 1), kRows>(pixels, place);
  }

  template <int kPixels, int kRows>
  MOTE_INLINE void Pixels(Place& place) const {
    using Sums = ColumnSums<Kernel, Output, kPixels, kRows, kVectors>;
    Vector sums[kPixels * kRows * kVectors];
    Sums::Start(place.constants, sums);
    const Word* weights = place.weights;
    const intptr_t step = shape_.column_step;
    const int32_t weights_step = shape_.rows * kWideChannels;
    for (int32_t p = 0; p < shape_.products; ++p) {
      Vector w[kRows * kVectors];
      WideVectors<Kernel, Output, kRows * kVectors>::Load(weights,
                                                          Kernel::kLanes, w);
      Sums::Add(place.words + offsets_[p], step, w, sums);
      weights += weights_step;
    }
    const int32_t channels = channels_;
    WideResults<Output, kPixels * kRows, kVectors>::Finish(
        output_, place.constants, sums);
    Sums::Store(output_, sums, place.channels, shape_.output_width * channels,
                channels, place.output);
    place.output += kPixels * channels;
    place.words += kPixels * step;
  }

  const WideDepthwiseShape& shape_;
  int32_t channels_;
  const int32_t* offsets_;
  const Word* weights_;
  const Constant* constants_;
  const Output& output_;
};

// The image, behind the planes in `scratch` or the input itself.
template <class Kernel>
inline const typename Kernel::Value* WideDepthwiseImage(
    const WideDepthwiseShape& shape, const int8_t* input, int8_t* scratch) {
  int8_t* behind = scratch + 4 * shape.planes * shape.plane_length;
  return ImageOf<Kernel>(shape.image, input,
                         reinterpret_cast<typename Kernel::Value*>(behind));
}

// All rows, from an image of the kernel's values.
template <class Kernel, class Output>
inline void WideDepthwiseRows(const WideDepthwiseConvParams& p,
                              const typename Kernel::Value* image,
                              int32_t* planes, int8_t* output) {
  const WideDepthwiseShape& shape = p.shape;
  const Output ends(p.output);
  const WideDepthwise<Kernel, Output> rows(
      shape, p.output.channels, p.offsets,
      static_cast<const int32_t*>(p.weights), p.quantization, ends);
  const int32_t row = shape.output_width * p.output.channels;
  for (int32_t y = 0; y < shape.output_height; y += shape.rows) {
    int32_t* words = planes;
    for (int32_t plane = 0; plane < shape.planes; ++plane) {
      const typename Kernel::Sources sources(p.sources +
                                             plane * Kernel::kGroup);
      const int32_t length = shape.plane_length;
      for (int32_t i = 0; i < length; i += kWideChannels) {
        Kernel::Interleave(image + i, sources, words);
        words += kWideChannels;
      }
    }
    if (shape.rows == 2 && y + 1 < shape.output_height) {
      rows.template Rows<2>(planes, output);
    } else {
      rows.template Rows<1>(planes, output);
    }
    image += shape.rows * shape.row_step;
    output += shape.rows * row;
  }
}

template <class Kernel, template <class> class Output, class Fused,
          class FusedSigned, class Closed>
inline void WideDepthwiseInt8(const WideDepthwiseConvParams& p,
                              const int8_t* input, int8_t* output,
                              int8_t* scratch) {
  auto* planes = reinterpret_cast<int32_t*>(scratch);
  const auto* image = WideDepthwiseImage<Kernel>(p.shape, input, scratch);
  switch (p.output.scaling) {
    case kWideFused:
      return WideDepthwiseRows<Kernel, Output<Fused>>(p, image, planes, output);
    case kWideFusedSigned:
      return WideDepthwiseRows<Kernel, Output<FusedSigned>>(p, image, planes,
                                                            output);
    default:
      return WideDepthwiseRows<Kernel, Output<Closed>>(p, image, planes,
                                                       output);
  }
}

template <class Kernel, class Output>
inline void WideDepthwiseFloat(const WideDepthwiseConvFloatParams& p,
                               const float* input, float* output,
                               int8_t* scratch) {
  const WideDepthwiseShape& shape = p.shape;
  auto* image = reinterpret_cast<float*>(scratch);
  CopyImage<Kernel>(shape.image, input, image);
  const Output ends(p.activation_min, p.activation_max);
  const WideDepthwise<Kernel, Output> rows(shape, p.channels, p.offsets,
                                           p.weights, p.bias, ends);
  for (int32_t y = 0; y < shape.output_height; ++y) {
    rows.template Rows<1>(image, output);
    image += shape.row_step;
    output += shape.output_width * p.channels;
  }
}

}  // namespace
}  // namespace nn
}  // namespace mote
