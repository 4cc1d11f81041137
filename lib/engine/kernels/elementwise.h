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

// Calls body.operator()<vectors>(channel) for groups of vectors that cover all
// channels. Wide groups sweep memory in its order, which is what its
// prefetchers follow; constants that do not fit the registers are near.
template <class V, class Body>
void in_groups(int channels, const Body& body) {
  constexpr int kWide = 64 / V::kLanes, kHalf = kWide / 2;
  int c = 0;
  for (; c + kWide * V::kLanes <= channels; c += kWide * V::kLanes) {
    body.template operator()<kWide>(c);
  }
  if (c + kHalf * V::kLanes <= channels) {
    body.template operator()<kHalf>(c);
    c += kHalf * V::kLanes;
  }
  for (; c < channels; c += V::kLanes) body.template operator()<1>(c);
}

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

// Batch norm's three values for some vectors of channels.
template <class V, int kVectors, bool kNorm>
struct NormVectors {
  V mean[kVectors], scale[kVectors], shift[kVectors];

  NormVectors(const Readout& readout, int channel) {
#pragma GCC unroll 8
    for (int i = 0; i < kVectors; ++i) {
      const int c = channel + i * V::kLanes;
      mean[i] = V::load(readout.mean + c);
      scale[i] = V::load(readout.scale + c);
      shift[i] = V::load(readout.shift + c);
    }
  }
  V apply(int i, V z) const { return fma(z - mean[i], scale[i], shift[i]); }
};
template <class V, int kVectors>
struct NormVectors<V, kVectors, false> {
  NormVectors(const Readout&, int) {}
  V apply(int, V z) const { return z; }
};

template <class V, int kVectors, class R>
void read_channels(const Readout& readout, const Rows& rows, int channel,
                   const float* z, float* out) {
  const NormVectors<V, kVectors, R::norm> norm(readout, channel);
  const V keep_scale = V::set(readout.keep_scale);
  const uint8_t* keep = R::drop ? readout.keep + channel / 8 : nullptr;
  for (int row = 0; row < rows.rows; ++row) {
    float* target = out + int64_t{row} * rows.out_row_step + channel;
    const float* source =
        z + int64_t{row} * rows.columns * rows.channels + channel;
    for (int column = 0; column < rows.columns; ++column) {
#pragma GCC unroll 8
      for (int i = 0; i < kVectors; ++i) {
        V a = norm.apply(i, V::load(source + i * V::kLanes));
        if constexpr (R::relu) a = relu(a);
        if constexpr (R::drop) {
          a = where_kept(a * keep_scale, keep + i * V::kLanes / 8);
        }
        a.store(target + i * V::kLanes);
      }
      if constexpr (R::drop) keep += rows.channels / 8;
      source += rows.channels;
      target += rows.channels;
    }
  }
}

template <class V>
void read_with(const Readout& readout, const Rows& rows, const float* z,
               float* out) {
  with_reading(readout, [&](auto reading) {
    in_groups<V>(rows.channels, [&]<int kVectors>(int c) {
      read_channels<V, kVectors, decltype(reading)>(readout, rows, c, z, out);
    });
  });
}

template <class V, int kVectors, class R, bool kAdd>
void push_channels(const Readout& readout, int positions, int channels,
                   int channel, const float* z, const float* da, float* dy) {
  const NormVectors<V, kVectors, R::norm> norm(readout, channel);
  const V keep_scale = V::set(readout.keep_scale);
  const uint8_t* keep = R::drop ? readout.keep + channel / 8 : nullptr;
  int64_t first = channel;
  for (int position = 0; position < positions; ++position) {
#pragma GCC unroll 8
    for (int i = 0; i < kVectors; ++i) {
      const int64_t at = first + i * V::kLanes;
      V d = V::load(da + at);
      if constexpr (R::relu) {
        d = where_positive(d, norm.apply(i, V::load(z + at)));
      }
      if constexpr (R::drop) {
        d = where_kept(d * keep_scale, keep + i * V::kLanes / 8);
      }
      if constexpr (kAdd) d = d + V::load(dy + at);
      d.store(dy + at);
    }
    if constexpr (R::drop) keep += channels / 8;
    first += channels;
  }
}

template <class V>
void push_with(const Readout& readout, int positions, int channels,
               const float* z, const float* da, bool accumulate, float* dy) {
  with_reading(readout, [&](auto reading) {
    using R = decltype(reading);
    in_groups<V>(channels, [&]<int kVectors>(int c) {
      if (accumulate) {
        push_channels<V, kVectors, R, true>(readout, positions, channels, c, z,
                                            da, dy);
      } else {
        push_channels<V, kVectors, R, false>(readout, positions, channels, c, z,
                                             da, dy);
      }
    });
  });
}

// Without batch norm all channels are alike, and a few narrow positions can be
// seen as one wide one: so many.
inline int merged_positions(const Readout& readout, int positions,
                            int channels) {
  int merged = 1;
  while (readout.mean == nullptr && positions % (2 * merged) == 0 &&
         2 * merged * channels <= 64) {
    merged *= 2;
  }
  return merged;
}

void read(const Readout& readout, const Rows& rows, const float* z,
          float* out) {
  const int merged = merged_positions(readout, rows.columns, rows.channels);
  const Rows wide = {rows.rows, rows.columns / merged, rows.channels * merged,
                     rows.out_row_step};
  if (wide.channels % WideVec::kLanes == 0) {
    read_with<WideVec>(readout, wide, z, out);
  } else {
    read_with<Vec>(readout, wide, z, out);
  }
}

void push(const Readout& readout, int positions, int channels, const float* z,
          const float* da, bool accumulate, float* dy) {
  const int merged = merged_positions(readout, positions, channels);
  positions /= merged;
  channels *= merged;
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
