// Batch norm's sums, and the optimizer's sweep. Included by the variant files
// only.
#pragma once

#include "lib/engine/kernels/elementwise.h"
#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// Four running sums, so that no addition waits for the one before.
template <class V>
struct Sums {
  V part[4] = {V::set(0), V::set(0), V::set(0), V::set(0)};

  V total() const { return (part[0] + part[1]) + (part[2] + part[3]); }
};

// Calls at(position, k) for all positions, k = 0..3 in turn.
template <class At>
void by_fours(int positions, const At& at) {
  int p = 0;
  for (; p + 4 <= positions; p += 4) {
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) at(p + k, k);
  }
  for (; p < positions; ++p) at(p, 0);
}

template <class V>
void moments_with(int positions, int channels, const float* z, float* mean,
                  float* deviation) {
  const V share = V::set(1.0f / static_cast<float>(positions));
  for (int c = 0; c < channels; c += V::kLanes) {
    Sums<V> sums, squares;
    by_fours(
        positions, [&](int p, int k) __attribute__((always_inline)) {
          sums.part[k] = sums.part[k] + V::load(z + int64_t{p} * channels + c);
        });
    const V centre = sums.total() * share;
    by_fours(
        positions, [&](int p, int k) __attribute__((always_inline)) {
          const V d = V::load(z + int64_t{p} * channels + c) - centre;
          squares.part[k] = fma(d, d, squares.part[k]);
        });
    centre.store(mean + c);
    squares.total().store(deviation + c);
  }
}

template <class V>
void gradient_sums_with(int positions, int channels, const float* dy,
                        const float* z, const float* mean, float* sum,
                        float* centred) {
  for (int c = 0; c < channels; c += V::kLanes) {
    Sums<V> plain, products;
    if (mean == nullptr) {
      by_fours(
          positions, [&](int p, int k) __attribute__((always_inline)) {
            plain.part[k] =
                plain.part[k] + V::load(dy + int64_t{p} * channels + c);
          });
    } else {
      const V centre = V::load(mean + c);
      by_fours(
          positions, [&](int p, int k) __attribute__((always_inline)) {
            const int64_t i = int64_t{p} * channels + c;
            const V d = V::load(dy + i);
            plain.part[k] = plain.part[k] + d;
            products.part[k] =
                fma(d, V::load(z + i) - centre, products.part[k]);
          });
      (V::load(centred + c) + products.total()).store(centred + c);
    }
    (V::load(sum + c) + plain.total()).store(sum + c);
  }
}

template <class V, int kVectors>
void norm_gradient_channels(const NormGradient& norm, const Rows& rows,
                            int channel, const float* dy, const float* z,
                            float* dz) {
  V k1[kVectors], k2[kVectors], k3[kVectors], mean[kVectors];
#pragma GCC unroll 8
  for (int i = 0; i < kVectors; ++i) {
    const int c = channel + i * V::kLanes;
    k1[i] = V::load(norm.k1 + c);
    k2[i] = V::load(norm.k2 + c);
    k3[i] = V::load(norm.k3 + c);
    mean[i] = V::load(norm.mean + c);
  }
  int64_t first = channel;
  for (int row = 0; row < rows.rows; ++row) {
    float* target = dz + int64_t{row} * rows.out_row_step + channel;
    for (int column = 0; column < rows.columns; ++column) {
#pragma GCC unroll 8
      for (int i = 0; i < kVectors; ++i) {
        const int64_t at = first + i * V::kLanes;
        const V centred = V::load(z + at) - mean[i];
        fma(k1[i], V::load(dy + at), fma(k2[i], centred, k3[i]))
            .store(target + i * V::kLanes);
      }
      first += rows.channels;
      target += rows.channels;
    }
  }
}

template <class V>
void norm_gradient_with(const NormGradient& norm, const Rows& rows,
                        const float* dy, const float* z, float* dz) {
  in_groups<V>(rows.channels, [&]<int kVectors>(int c) {
    norm_gradient_channels<V, kVectors>(norm, rows, c, dy, z, dz);
  });
}

void moments(int positions, int channels, const float* z, float* mean,
             float* deviation) {
  if (channels % WideVec::kLanes == 0) {
    moments_with<WideVec>(positions, channels, z, mean, deviation);
  } else {
    moments_with<Vec>(positions, channels, z, mean, deviation);
  }
}

void gradient_sums(int positions, int channels, const float* dy, const float* z,
                   const float* mean, float* sum, float* centred) {
  if (channels % WideVec::kLanes == 0) {
    gradient_sums_with<WideVec>(positions, channels, dy, z, mean, sum, centred);
  } else {
    gradient_sums_with<Vec>(positions, channels, dy, z, mean, sum, centred);
  }
}

void norm_gradient(const NormGradient& norm, const Rows& rows, const float* dy,
                   const float* z, float* dz) {
  if (rows.channels % WideVec::kLanes == 0) {
    norm_gradient_with<WideVec>(norm, rows, dy, z, dz);
  } else {
    norm_gradient_with<Vec>(norm, rows, dy, z, dz);
  }
}

void adam(const AdamStep& step, int count, const float* gradient,
          float* weights, float* first_moment, float* second_moment) {
  const Vec beta1 = Vec::set(step.beta1), rest1 = Vec::set(1 - step.beta1);
  const Vec beta2 = Vec::set(step.beta2), rest2 = Vec::set(1 - step.beta2);
  const Vec rate = Vec::set(step.rate), epsilon = Vec::set(step.epsilon);
  const Vec correction = Vec::set(step.correction);
  const Vec kept = Vec::set(1 - step.decay);
  const Vec coupled = Vec::set(step.coupled_decay);
  for (int i = 0; i < count; i += Vec::kLanes) {
    const Vec w = Vec::load(weights + i);
    const Vec g = fma(coupled, w, Vec::load(gradient + i));
    const Vec m = fma(beta1, Vec::load(first_moment + i), rest1 * g);
    const Vec v = fma(beta2, Vec::load(second_moment + i), rest2 * (g * g));
    m.store(first_moment + i);
    v.store(second_moment + i);
    const Vec step_size = (rate * m) / (square_root(correction * v) + epsilon);
    (w * kept - step_size).store(weights + i);
  }
}

}  // namespace
}  // namespace mote::engine
