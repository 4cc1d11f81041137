// Depthwise convolution and its weights' gradient, a vector of channels at a
// time. Included by the variant files only.
#pragma once

#include "lib/engine/kernels/convolve.h"
#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// R output columns of one vector of channels.
template <class V, int R>
void depthwise_tile(const Depthwise& shape, const float* input,
                    const float* weights, const float* bias, float* output,
                    Fetcher fetcher) {
  constexpr int kThirds = (R + 2) / 3;
  const int64_t step = shape.column_step;
  V sum[R];
  const V start = bias ? V::load(bias) : V::set(0);
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r] = start;
  for (int row = 0; row < shape.kernel_rows; ++row) {
    const float* column[kThirds];
#pragma GCC unroll 16
    for (int i = 0; i < kThirds; ++i) {
      column[i] = input + int64_t{row} * shape.kernel_row_step + 3 * i * step;
    }
    for (int k = 0; k < shape.kernel_columns; ++k) {
      fetcher.fetch();
      const V weight = V::load(weights);
#pragma GCC unroll 16
      for (int r = 0; r < R; ++r) {
        const V x = V::load(column[r / 3] + (r % 3) * step);
        sum[r] = fma(x, weight, sum[r]);
      }
      weights += shape.channels;
#pragma GCC unroll 16
      for (int i = 0; i < kThirds; ++i) column[i] += shape.channels;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) {
    sum[r].store(output + int64_t{r} * shape.channels);
  }
}

// The same for kernels three columns wide with stride one, which load each
// input once for the three outputs that it belongs to.
template <class V, int R>
void depthwise_tile_of_threes(const Depthwise& shape, const float* input,
                              const float* weights, const float* bias,
                              float* output, Fetcher fetcher) {
  const int64_t channels = shape.channels;
  V sum[R];
  const V start = bias ? V::load(bias) : V::set(0);
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r] = start;
  for (int row = 0; row < shape.kernel_rows; ++row) {
    V weight[3];
#pragma GCC unroll 16
    for (int k = 0; k < 3; ++k) {
      fetcher.fetch();
      weight[k] = V::load(weights + k * channels);
    }
    const float* x = input + int64_t{row} * shape.kernel_row_step;
#pragma GCC unroll 16
    for (int i = 0; i < R + 2; ++i) {
      const V value = V::load(x);
#pragma GCC unroll 16
      for (int k = 0; k < 3; ++k) {
        const int r = i - k;
        if (r >= 0 && r < R) sum[r] = fma(value, weight[k], sum[r]);
      }
      x += channels;
    }
    weights += 3 * channels;
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r].store(output + r * channels);
}

template <class V>
struct DepthwiseTiles {
  const Depthwise& shape;
  const float *input, *weights, *bias;
  float* output;
  Fetcher fetcher;

  template <int R>
  void run() const {
    if (shape.kernel_columns == 3 && shape.column_step == shape.channels) {
      depthwise_tile_of_threes<V, R>(shape, input, weights, bias, output,
                                     fetcher);
    } else {
      depthwise_tile<V, R>(shape, input, weights, bias, output, fetcher);
    }
  }
};

template <class V>
void depthwise_with(const Depthwise& shape, const float* input,
                    const float* weights, const float* bias, float* output) {
  constexpr int kMostColumns = kRegisters >= 16 ? 10 : 5;
  const int taps = shape.kernel_rows * shape.kernel_columns;
  for (int row = 0; row < shape.rows; ++row) {
    const float* x = input + int64_t{row} * shape.row_step;
    float* y = output + int64_t{row} * shape.columns * shape.channels;
    for (int c = 0; c < shape.channels; c += V::kLanes) {
      in_equal_parts(shape.columns, kMostColumns, [&](int start, int size) {
        // Each vector of channels fetches its share of the tile's positions.
        const int64_t tile = int64_t{row} * shape.columns + start;
        const float* from = x + c + int64_t{start} * shape.column_step;
        Fetcher fetcher(shape.ahead, tile, size,
                        taps * (shape.channels / V::kLanes), from);
        fetcher.skip(c / V::kLanes * taps);
        with_rows<kMostColumns>(
            size, DepthwiseTiles<V>{
                      shape, from, weights + c, bias ? bias + c : nullptr,
                      y + c + int64_t{start} * shape.channels, fetcher});
      });
    }
  }
}

// R neighbouring columns of one kernel row, over a block of output rows.
template <class V, int R>
void depthwise_gradient_tile(const Depthwise& shape, int rows,
                             const float* input, const float* d_output,
                             float* d_weights) {
  const int64_t channels = shape.channels;
  V sum[R];
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r] = V::load(d_weights + r * channels);
  for (int row = 0; row < rows; ++row) {
    const float* x = input + int64_t{row} * shape.row_step;
    const float* dy = d_output + int64_t{row} * shape.columns * channels;
    for (int column = 0; column < shape.columns; ++column) {
      const V d = V::load(dy);
      const float* tap = x;
#pragma GCC unroll 16
      for (int r = 0; r < R; ++r) {
        sum[r] = fma(V::load(tap + (r % 3) * channels), d, sum[r]);
        if (r % 3 == 2) tap += 3 * channels;
      }
      x += shape.column_step;
      dy += channels;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r].store(d_weights + r * channels);
}

// All of a 3x3 kernel: nine sums, three input vectors reused by no one, one
// pass over the block.
template <class V>
void depthwise_gradient_3x3(const Depthwise& shape, int rows,
                            const float* input, const float* d_output,
                            float* d_weights) {
  const int64_t channels = shape.channels;
  V sum[9];
#pragma GCC unroll 16
  for (int i = 0; i < 9; ++i) sum[i] = V::load(d_weights + i * channels);
  for (int row = 0; row < rows; ++row) {
    const float* top = input + int64_t{row} * shape.row_step;
    const float* middle = top + shape.kernel_row_step;
    const float* bottom = middle + shape.kernel_row_step;
    const float* dy = d_output + int64_t{row} * shape.columns * channels;
    for (int column = 0; column < shape.columns; ++column) {
      const V d = V::load(dy);
#pragma GCC unroll 3
      for (int i = 0; i < 3; ++i) {
        sum[i] = fma(V::load(top + i * channels), d, sum[i]);
        sum[3 + i] = fma(V::load(middle + i * channels), d, sum[3 + i]);
        sum[6 + i] = fma(V::load(bottom + i * channels), d, sum[6 + i]);
      }
      top += shape.column_step;
      middle += shape.column_step;
      bottom += shape.column_step;
      dy += channels;
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < 9; ++i) sum[i].store(d_weights + i * channels);
}

template <class V>
struct DepthwiseGradientTiles {
  const Depthwise& shape;
  int rows;
  const float *input, *d_output;
  float* d_weights;

  template <int R>
  void run() const {
    depthwise_gradient_tile<V, R>(shape, rows, input, d_output, d_weights);
  }
};

template <class V>
void depthwise_gradient_rows(const Depthwise& shape, int rows,
                             const float* input, const float* d_output,
                             float* d_weights) {
  if (shape.kernel_rows == 3 && shape.kernel_columns == 3) {
    depthwise_gradient_3x3<V>(shape, rows, input, d_output, d_weights);
    return;
  }
  constexpr int kMostColumns = kRegisters >= 16 ? 10 : 5;
  for (int row = 0; row < shape.kernel_rows; ++row) {
    const float* x = input + int64_t{row} * shape.kernel_row_step;
    float* target =
        d_weights + int64_t{row} * shape.kernel_columns * shape.channels;
    in_equal_parts(
        shape.kernel_columns, kMostColumns, [&](int start, int size) {
          with_rows<kMostColumns>(
              size, DepthwiseGradientTiles<V>{
                        shape, rows, x + int64_t{start} * shape.channels,
                        d_output, target + int64_t{start} * shape.channels});
        });
  }
}

// A few rows at a time for all channels, so that whole cache lines are read.
template <class V>
void depthwise_gradient_with(const Depthwise& shape, const float* input,
                             const float* d_output, float* d_weights) {
  constexpr int kBlockOutputs = 30;
  const int most_rows = kBlockOutputs / shape.columns + 1;
  in_equal_parts(shape.rows, most_rows, [&](int row, int rows) {
    const float* x = input + int64_t{row} * shape.row_step;
    const float* dy = d_output + int64_t{row} * shape.columns * shape.channels;
    for (int c = 0; c < shape.channels; c += V::kLanes) {
      depthwise_gradient_rows<V>(shape, rows, x + c, dy + c, d_weights + c);
    }
  });
}

void depthwise(const Depthwise& shape, const float* input, const float* weights,
               const float* bias, float* output) {
  if (shape.channels % WideVec::kLanes == 0) {
    depthwise_with<WideVec>(shape, input, weights, bias, output);
  } else {
    depthwise_with<Vec>(shape, input, weights, bias, output);
  }
}

void depthwise_gradient(const Depthwise& shape, const float* input,
                        const float* d_output, float* d_weights) {
  if (shape.channels % WideVec::kLanes == 0) {
    depthwise_gradient_with<WideVec>(shape, input, d_output, d_weights);
  } else {
    depthwise_gradient_with<Vec>(shape, input, d_output, d_weights);
  }
}

}  // namespace
}  // namespace mote::engine
