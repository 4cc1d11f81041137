// Convolution and its weights' gradient as register tiles, for any vector
// type. Included by the variant files only.
//
// A tile holds R output columns (forward) or R weights (gradient) times C
// vectors of output channels in registers; what it reads per step is R + C
// values for R * C multiply-adds.
#pragma once

#include "lib/engine/kernels/fetcher.h"
#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// The widest panel of channels, in vectors, to take next of `vectors` left.
constexpr int panel_width(int vectors) {
  if (kRegisters == 32) {
    return vectors <= 5 ? vectors : vectors == 6 ? 3 : 4;
  }
  if (kRegisters == 16) {
    return vectors == 1 ? 1 : vectors % 2 == 1 ? 3 : 2;
  }
  return 1;
}

// The most rows of a tile of that width: R * C sums, C vectors and one
// broadcast value fit the registers.
constexpr int most_rows(int width) {
  const int fitting = (kRegisters - 1 - width) / width;
  return fitting < 12 ? fitting : 12;
}

template <class V, int R, int C>
void convolve_tile(const Convolution& shape, const float* input,
                   const float* weights, const float* bias, float* output,
                   Fetcher fetcher) {
  constexpr int kThirds = (R + 2) / 3;
  const int64_t step = shape.column_step;
  V sum[R][C];
#pragma GCC unroll 16
  for (int c = 0; c < C; ++c) {
    const V start = bias ? V::load(bias + c * V::kLanes) : V::set(0);
#pragma GCC unroll 16
    for (int r = 0; r < R; ++r) sum[r][c] = start;
  }
  for (int row = 0; row < shape.kernel_rows; ++row) {
    // A pointer for each three columns keeps addresses in registers.
    const float* column[kThirds];
#pragma GCC unroll 16
    for (int i = 0; i < kThirds; ++i) {
      column[i] = input + int64_t{row} * shape.kernel_row_step + 3 * i * step;
    }
#pragma GCC unroll 2
    for (int k = 0; k < shape.segment; ++k) {
      // Small tiles load as much as they multiply: no room for more.
      if constexpr (R * C >= 12) fetcher.fetch();
      V weight[C];
#pragma GCC unroll 16
      for (int c = 0; c < C; ++c) {
        weight[c] = V::load(weights + c * V::kLanes);
      }
#pragma GCC unroll 16
      for (int r = 0; r < R; ++r) {
        const V x = V::set(column[r / 3][(r % 3) * step]);
#pragma GCC unroll 16
        for (int c = 0; c < C; ++c) sum[r][c] = fma(x, weight[c], sum[r][c]);
      }
      weights += shape.channels;
#pragma GCC unroll 16
      for (int i = 0; i < kThirds; ++i) ++column[i];
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 16
    for (int c = 0; c < C; ++c) {
      sum[r][c].store(output + int64_t{r} * shape.channels + c * V::kLanes);
    }
  }
}

// The part of a gradient that one call adds up: some rows and columns of
// d_output.
struct OutputBlock {
  int rows, columns;
};

template <class V, int R, int C>
void gradient_tile(const Convolution& shape, OutputBlock block,
                   const float* input, const float* d_output,
                   float* d_weights) {
  V sum[R][C];
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 16
    for (int c = 0; c < C; ++c) {
      sum[r][c] =
          V::load(d_weights + int64_t{r} * shape.channels + c * V::kLanes);
    }
  }
  for (int row = 0; row < block.rows; ++row) {
    const float* x = input + int64_t{row} * shape.row_step;
    const float* dy = d_output + int64_t{row} * shape.columns * shape.channels;
    for (int column = 0; column < block.columns; ++column) {
      V d[C];
#pragma GCC unroll 16
      for (int c = 0; c < C; ++c) d[c] = V::load(dy + c * V::kLanes);
#pragma GCC unroll 16
      for (int r = 0; r < R; ++r) {
        const V value = V::set(x[r]);
#pragma GCC unroll 16
        for (int c = 0; c < C; ++c) sum[r][c] = fma(value, d[c], sum[r][c]);
      }
      x += shape.column_step;
      dy += shape.channels;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 16
    for (int c = 0; c < C; ++c) {
      sum[r][c].store(d_weights + int64_t{r} * shape.channels + c * V::kLanes);
    }
  }
}

// Calls body.template run<R>() for the run-time value `rows` <= Most.
template <int Most, class Body>
void with_rows(int rows, const Body& body) {
  if constexpr (Most > 0) {
    if (rows == Most) {
      body.template run<Most>();
    } else {
      with_rows<Most - 1>(rows, body);
    }
  }
}

template <class V, int C>
struct ForwardTiles {
  const Convolution& shape;
  const float *input, *weights, *bias;
  float* output;
  int start;  // column

  template <int R>
  void run() const {
    convolve_tile<V, R, C>(shape, input, weights, bias, output,
                           Fetcher(shape.ahead, start, R,
                                   shape.kernel_rows * shape.segment, input));
  }
};

template <class V, int C>
struct GradientTiles {
  const Convolution& shape;
  OutputBlock block;
  const float *input, *d_output;
  float* d_weights;

  template <int R>
  void run() const {
    gradient_tile<V, R, C>(shape, block, input, d_output, d_weights);
  }
};

// Cuts `count` into the fewest parts of at most `most`, as equal as can be,
// and calls part(start, size).
template <class Part>
void in_equal_parts(int count, int most, const Part& part) {
  const int parts = (count + most - 1) / most;
  for (int i = 0, start = 0; i < parts; ++i) {
    const int size = (count - start) / (parts - i);
    part(start, size);
    start += size;
  }
}

template <class V, int C>
void convolve_panel(const Convolution& shape, const float* input,
                    const float* weights, const float* bias, float* output) {
  for (int row = 0; row < shape.rows; ++row) {
    const float* x = input + int64_t{row} * shape.row_step;
    float* y = output + int64_t{row} * shape.columns * shape.channels;
    in_equal_parts(shape.columns, most_rows(C), [&](int start, int size) {
      with_rows<most_rows(C)>(
          size, ForwardTiles<V, C>{
                    shape, x + int64_t{start} * shape.column_step, weights,
                    bias, y + int64_t{start} * shape.channels, start});
    });
  }
}

template <class V, int C>
void gradient_panel(const Convolution& shape, OutputBlock block,
                    const float* input, const float* d_output,
                    float* d_weights) {
  for (int row = 0; row < shape.kernel_rows; ++row) {
    const float* x = input + int64_t{row} * shape.kernel_row_step;
    float* target = d_weights + int64_t{row} * shape.segment * shape.channels;
    in_equal_parts(shape.segment, most_rows(C), [&](int start, int size) {
      with_rows<most_rows(C)>(
          size, GradientTiles<V, C>{shape, block, x + start, d_output,
                                    target + int64_t{start} * shape.channels});
    });
  }
}

// Calls panel.template run<C>(offset) for panels that cover all channels.
template <class V, class Panel>
void in_panels(int channels, const Panel& panel) {
  int offset = 0;
  while (offset < channels) {
    const int width = panel_width((channels - offset) / V::kLanes);
    switch (width) {
      case 1:
        panel.template run<1>(offset);
        break;
      case 2:
        if constexpr (kRegisters >= 16) panel.template run<2>(offset);
        break;
      case 3:
        if constexpr (kRegisters >= 16) panel.template run<3>(offset);
        break;
      case 4:
        if constexpr (kRegisters >= 32) panel.template run<4>(offset);
        break;
      default:
        if constexpr (kRegisters >= 32) panel.template run<5>(offset);
        break;
    }
    offset += width * V::kLanes;
  }
}

template <class V>
struct ConvolvePanels {
  const Convolution& shape;
  const float *input, *weights, *bias;
  float* output;

  template <int C>
  void run(int offset) const {
    convolve_panel<V, C>(shape, input, weights + offset,
                         bias ? bias + offset : nullptr, output + offset);
  }
};

template <class V>
struct GradientPanels {
  const Convolution& shape;
  OutputBlock block;
  const float *input, *d_output;
  float* d_weights;

  template <int C>
  void run(int offset) const {
    gradient_panel<V, C>(shape, block, input, d_output + offset,
                         d_weights + offset);
  }
};

template <class V>
void convolve_with(const Convolution& shape, const float* input,
                   const float* weights, const float* bias, float* output) {
  in_panels<V>(shape.channels,
               ConvolvePanels<V>{shape, input, weights, bias, output});
}

// Blocks of outputs whose values and inputs stay in the first-level cache.
template <class V>
void convolve_gradient_with(const Convolution& shape, const float* input,
                            const float* d_output, float* d_weights) {
  constexpr int kCacheFloats = 5000;
  const int one_row = shape.columns * (shape.column_step + shape.channels);
  const int most_block_rows =
      kCacheFloats / one_row > 1 ? kCacheFloats / one_row : 1;
  const int most_columns =
      shape.rows > 1 ? shape.columns
                     : kCacheFloats / (shape.column_step + shape.channels);
  in_equal_parts(shape.rows, most_block_rows, [&](int row, int rows) {
    const float* x = input + int64_t{row} * shape.row_step;
    const float* dy = d_output + int64_t{row} * shape.columns * shape.channels;
    in_equal_parts(shape.columns, most_columns > 8 ? most_columns : 8,
                   [&](int column, int columns) {
                     in_panels<V>(shape.channels,
                                  GradientPanels<V>{
                                      shape,
                                      {rows, columns},
                                      x + int64_t{column} * shape.column_step,
                                      dy + int64_t{column} * shape.channels,
                                      d_weights});
                   });
  });
}

void convolve(const Convolution& shape, const float* input,
              const float* weights, const float* bias, float* output) {
  if (shape.channels % WideVec::kLanes == 0) {
    convolve_with<WideVec>(shape, input, weights, bias, output);
  } else {
    convolve_with<Vec>(shape, input, weights, bias, output);
  }
}

void convolve_gradient(const Convolution& shape, const float* input,
                       const float* d_output, float* d_weights) {
  if (shape.channels % WideVec::kLanes == 0) {
    convolve_gradient_with<WideVec>(shape, input, d_output, d_weights);
  } else {
    convolve_gradient_with<Vec>(shape, input, d_output, d_weights);
  }
}

}  // namespace
}  // namespace mote::engine
