// Reading activations and sending gradients back through ReLU and dropout.
// Included by the variant files only.
#pragma once

#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// Compile-time copy of what a Readout asks for.
template <bool kNorm, bool kRelu, bool kDrop>
struct Reading {
  static constexpr bool norm = kNorm, relu = kRelu, drop = kDrop;
};

// Calls body(Reading<...>()) that fits.
template <class Body>
void with_reading(const Readout& readout, const Body& body) {
  const int kind =
      (readout.mean ? 4 : 0) + (readout.relu ? 2 : 0) + (readout.keep ? 1 : 0);
  switch (kind) {
    case 0:
      return body(Reading<false, false, false>());
    case 1:
      return body(Reading<false, false, true>());
    case 2:
      return body(Reading<false, true, false>());
    case 3:
      return body(Reading<false, true, true>());
    case 4:
      return body(Reading<true, false, false>());
    case 5:
      return body(Reading<true, false, true>());
    case 6:
      return body(Reading<true, true, false>());
    default:
      return body(Reading<true, true, true>());
  }
}

// Batch norm's three vectors for one vector of channels.
template <class V>
struct NormVectors {
  V mean, scale, shift;

  NormVectors(const Readout& readout, int channel)
      : mean(V::load(readout.mean + channel)),
        scale(V::load(readout.scale + channel)),
        shift(V::load(readout.shift + channel)) {}
  V apply(V z) const { return fma(z - mean, scale, shift); }
};
struct NoNormVectors {
  NoNormVectors(const Readout&, int) {}
  template <class V>
  V apply(V z) const {
    return z;
  }
};
template <class V, bool kNorm>
struct NormFor {
  using Type = NormVectors<V>;
};
template <class V>
struct NormFor<V, false> {
  using Type = NoNormVectors;
};

template <class V, class R>
void read_channels(const Readout& readout, const Rows& rows, int channel,
                   const float* z, float* out) {
  const typename NormFor<V, R::norm>::Type norm(readout, channel);
  const V keep_scale = V::set(readout.keep_scale);
  const uint8_t* keep = R::drop ? readout.keep + channel / 8 : nullptr;
  for (int row = 0; row < rows.rows; ++row) {
    float* target = out + int64_t{row} * rows.out_row_step + channel;
    const float* source =
        z + int64_t{row} * rows.columns * rows.channels + channel;
    for (int column = 0; column < rows.columns; ++column) {
      V a = norm.apply(V::load(source));
      if constexpr (R::relu) a = relu(a);
      if constexpr (R::drop) {
        a = where_kept(a * keep_scale, keep);
        keep += rows.channels / 8;
      }
      a.store(target);
      source += rows.channels;
      target += rows.channels;
    }
  }
}

template <class V>
void read_with(const Readout& readout, const Rows& rows, const float* z,
               float* out) {
  with_reading(readout, [&](auto reading) {
    for (int c = 0; c < rows.channels; c += V::kLanes) {
      read_channels<V, decltype(reading)>(readout, rows, c, z, out);
    }
  });
}

template <class V, class R, bool kAdd>
void push_channels(const Readout& readout, int positions, int channels,
                   int channel, const float* z, const float* da, float* dy) {
  const typename NormFor<V, R::norm>::Type norm(readout, channel);
  const V keep_scale = V::set(readout.keep_scale);
  const uint8_t* keep = R::drop ? readout.keep + channel / 8 : nullptr;
  int64_t i = channel;
  for (int position = 0; position < positions; ++position) {
    V d = V::load(da + i);
    if constexpr (R::relu) {
      d = where_positive(d, norm.apply(V::load(z + i)));
    }
    if constexpr (R::drop) {
      d = where_kept(d * keep_scale, keep);
      keep += channels / 8;
    }
    if constexpr (kAdd) d = d + V::load(dy + i);
    d.store(dy + i);
    i += channels;
  }
}

template <class V>
void push_with(const Readout& readout, int positions, int channels,
               const float* z, const float* da, bool accumulate, float* dy) {
  with_reading(readout, [&](auto reading) {
    using R = decltype(reading);
    for (int c = 0; c < channels; c += V::kLanes) {
      if (accumulate) {
        push_channels<V, R, true>(readout, positions, channels, c, z, da, dy);
      } else {
        push_channels<V, R, false>(readout, positions, channels, c, z, da, dy);
      }
    }
  });
}

void read(const Readout& readout, const Rows& rows, const float* z,
          float* out) {
  if (rows.channels % WideVec::kLanes == 0) {
    read_with<WideVec>(readout, rows, z, out);
  } else {
    read_with<Vec>(readout, rows, z, out);
  }
}

void push(const Readout& readout, int positions, int channels, const float* z,
          const float* da, bool accumulate, float* dy) {
  if (channels % WideVec::kLanes == 0) {
    push_with<WideVec>(readout, positions, channels, z, da, accumulate, dy);
  } else {
    push_with<Vec>(readout, positions, channels, z, da, accumulate, dy);
  }
}

void keep_bits(uint32_t first, int bytes, uint32_t seed, uint32_t threshold,
               uint8_t* bits) {
  for (int i = 0; i < bytes; ++i) {
    bits[i] = hash_bits(first + static_cast<uint32_t>(8 * i), seed, threshold);
  }
}

}  // namespace
}  // namespace mote::engine
