// The loops of winograd_conv.h for one instruction set (see wide_image.h), with
// the Kernel of wide_conv_tiles.h, which also has
//   Subtract(a, b)
// and its Output of floats.
#pragma once

#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/conv/winograd_conv.h"
#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

// Sums as they are.
template <class Kernel>
struct PlainOutput {
  using Constant = float;
  using Result = float;
  using Vector = typename Kernel::Vector;
  static constexpr int kWords = 0, kTogether = 1;

  static Vector Start(const float*) { return Vector{}; }
  static Vector Finish(Vector sums, const float*) { return sums; }

  template <int kCount>
  MOTE_INLINE void Store(const Vector* sums, int32_t, float* to) const {
    Kernel::Store(to, *sums);
  }
};

template <class Kernel, class Output>
class WinogradConv {
 public:
  using Vector = typename Kernel::Vector;

  WinogradConv(const WinogradConvFloatParams& params, const float* image,
               float* scratch, float* output)
      : p_(params),
        output_(params.activation_min, params.activation_max),
        image_(image),
        inputs_(scratch),
        input_step_(params.tiles_together * params.image.channels),
        sums_(scratch + 16 * input_step_),
        sum_step_(params.tiles_together * params.output_channels),
        to_(output) {}

  void Run() const {
    const int32_t tiles = p_.tiles_down * p_.tiles_across;
    for (int32_t first = 0; first < tiles; first += p_.tiles_together) {
      const int32_t left = tiles - first;
      const int32_t count = left < p_.tiles_together ? left : p_.tiles_together;
      for (int32_t i = 0; i < count; ++i) TransformInput(first + i, i);
      Multiply(count);
      for (int32_t i = 0; i < count; ++i) TransformSums(first + i, i);
    }
  }

 private:
  // B^T d B of the tile's 4x4 values d, value by value in sixteen matrices.
  void TransformInput(int32_t tile, int32_t place) const {
    const int32_t channels = p_.image.channels;
    const intptr_t pitch = p_.image.pitch;
    const float* from = image_ + tile / p_.tiles_across * 2 * pitch +
                        tile % p_.tiles_across * 2 * channels;
    float* to = inputs_ + place * channels;
    for (int32_t c = 0; c < channels; c += Kernel::kLanes) {
      InputRow<false>(from, from + 2 * pitch, to);
      InputRow<true>(from + pitch, from + 2 * pitch, to + 4 * input_step_);
      InputRow<false>(from + 2 * pitch, from + pitch, to + 8 * input_step_);
      InputRow<false>(from + pitch, from + 3 * pitch, to + 12 * input_step_);
      from += Kernel::kLanes;
      to += Kernel::kLanes;
    }
  }

  // One of the four rows: of the sums or differences of two rows of values.
  template <bool kSum>
  MOTE_INLINE void InputRow(const float* a, const float* b, float* to) const {
    const intptr_t step = p_.image.channels;
    const Vector first = Combine<kSum>(a, b);
    const Vector second = Combine<kSum>(a + step, b + step);
    const Vector third = Combine<kSum>(a + 2 * step, b + 2 * step);
    const Vector fourth = Combine<kSum>(a + 3 * step, b + 3 * step);
    Kernel::Store(to, Kernel::Subtract(first, third));
    Kernel::Store(to + input_step_, Kernel::Add(second, third));
    Kernel::Store(to + 2 * input_step_, Kernel::Subtract(third, second));
    Kernel::Store(to + 3 * input_step_, Kernel::Subtract(second, fourth));
  }

  template <bool kSum>
  static MOTE_INLINE Vector Combine(const float* a, const float* b) {
    const Vector x = Kernel::Load(a), y = Kernel::Load(b);
    return kSum ? Kernel::Add(x, y) : Kernel::Subtract(x, y);
  }

  // Sixteen products of matrices: tiles by channels.
  void Multiply(int32_t count) const {
    const int32_t channels = p_.image.channels;
    const WideConvShape shape = {p_.image, 1, count,    0,
                                 channels, 1, channels, p_.block};
    const int32_t offset = 0;
    const PlainOutput<Kernel> plain;
    const WideConv<Kernel, PlainOutput<Kernel>> product(
        shape, &offset, p_.output_channels, plain);
    for (int32_t i = 0; i < 16; ++i) {
      product.Run(inputs_ + i * input_step_,
                  p_.weights + i * channels * p_.output_channels, nullptr,
                  sums_ + i * sum_step_);
    }
  }

  // A^T m A of the tile's sixteen sums m.
  void TransformSums(int32_t tile, int32_t place) const {
    const int32_t channels = p_.output_channels;
    const int32_t y = tile / p_.tiles_across * 2;
    const int32_t x = tile % p_.tiles_across * 2;
    const bool down = y + 1 < p_.output_height,
               across = x + 1 < p_.output_width;
    const intptr_t row = p_.output_width * channels;
    float* to = to_ + y * row + x * channels;
    const float* from = sums_ + place * channels;
    for (int32_t c = 0; c < channels; c += Kernel::kLanes) {
      OutputRow<false>(from + c, c, across, to + c);
      if (down) OutputRow<true>(from + c, c, across, to + row + c);
    }
  }

  template <bool kSecond>
  MOTE_INLINE void OutputRow(const float* from, int32_t channel, bool across,
                             float* to) const {
    const Vector first = SumOfColumn<kSecond>(from);
    const Vector second = SumOfColumn<kSecond>(from + sum_step_);
    const Vector third = SumOfColumn<kSecond>(from + 2 * sum_step_);
    const Vector fourth = SumOfColumn<kSecond>(from + 3 * sum_step_);
    const Vector bias = Kernel::Load(p_.bias + channel);
    const Vector middle = Kernel::Add(Kernel::Add(second, third), bias);
    Write(Kernel::Add(first, middle), to);
    if (!across) return;
    const Vector difference = Kernel::Subtract(second, third);
    Write(Kernel::Add(Kernel::Subtract(difference, fourth), bias),
          to + p_.output_channels);
  }

  template <bool kSecond>
  MOTE_INLINE Vector SumOfColumn(const float* from) const {
    const Vector second = Kernel::Load(from + 4 * sum_step_);
    const Vector third = Kernel::Load(from + 8 * sum_step_);
    if (!kSecond) {
      return Kernel::Add(Kernel::Add(Kernel::Load(from), second), third);
    }
    const Vector fourth = Kernel::Load(from + 12 * sum_step_);
    return Kernel::Subtract(Kernel::Subtract(second, third), fourth);
  }

  MOTE_INLINE void Write(Vector sums, float* to) const {
    Kernel::Store(to, output_.Finish(sums, nullptr));
  }

  const WinogradConvFloatParams& p_;
  Output output_;
  const float* image_;
  float* inputs_;  // of sixteen matrices
  intptr_t input_step_;
  float* sums_;  // of sixteen matrices
  intptr_t sum_step_;
  float* to_;
};

template <class Kernel, class Output>
inline void WinogradConvFloat(const WinogradConvFloatParams& p,
                              const float* input, float* output,
                              int8_t* scratch) {
  auto* image = reinterpret_cast<float*>(scratch);
  CopyImage<Kernel>(p.image, input, image);
  float* behind = image + p.image.rows * p.image.pitch + kWideSlack;
  WinogradConv<Kernel, Output>(p, image, behind, output).Run();
}

}  // namespace
}  // namespace nn
}  // namespace mote
