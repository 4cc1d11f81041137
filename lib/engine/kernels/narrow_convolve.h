// The weights' gradient of a convolution whose kernel rows are at most eight
// floats wide (one input channel), skipping outputs without gradient: a
// kernel row is one vector, and the outputs of a filter a list. Included by
// the variant files only.
#pragma once

#include "lib/engine/kernels/convolve.h"
#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// The outputs of one filter that have a gradient.
struct SparseOutputs {
  float* values;
  int32_t* offsets;  // of the input floats each one saw
  int count;
};

// Collects kLaneGroup filters at once.
inline void collect_outputs(const Convolution& shape, const float* d_output,
                            SparseOutputs* filters) {
  for (int row = 0; row < shape.rows; ++row) {
    int offset = row * shape.row_step;
    for (int column = 0; column < shape.columns; ++column) {
#pragma GCC unroll 8
      for (int f = 0; f < kLaneGroup; ++f) {
        SparseOutputs& filter = filters[f];
        filter.values[filter.count] = d_output[f];
        filter.offsets[filter.count] = offset;
        filter.count += d_output[f] != 0;
      }
      d_output += shape.channels;
      offset += shape.column_step;
    }
  }
}

template <int R>
void narrow_gradient_tile(const Convolution& shape,
                          const SparseOutputs& outputs, const float* input,
                          float* d_weights) {
  const int64_t step = shape.kernel_row_step;
  Vec sum[R];
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r] = Vec::set(0);
  for (int i = 0; i < outputs.count; ++i) {
    const Vec value = Vec::set(outputs.values[i]);
    const float* x = input + outputs.offsets[i];
#pragma GCC unroll 16
    for (int r = 0; r < R; ++r) {
      sum[r] = fma(value, Vec::load(x + (r % 3) * step), sum[r]);
      if (r % 3 == 2) x += 3 * step;
    }
  }
  for (int r = 0; r < R; ++r) {
    float lanes[Vec::kLanes];
    sum[r].store(lanes);
    for (int k = 0; k < shape.segment; ++k) {
      d_weights[(int64_t{r} * shape.segment + k) * shape.channels] += lanes[k];
    }
  }
}

struct NarrowTiles {
  const Convolution& shape;
  const SparseOutputs& outputs;
  const float* input;
  float* d_weights;

  template <int R>
  void run() const {
    narrow_gradient_tile<R>(shape, outputs, input, d_weights);
  }
};

void narrow_convolve_gradient(const Convolution& shape, const float* input,
                              const float* d_output, float* d_weights,
                              float* scratch) {
  constexpr int kMostRows = 10;
  const int64_t room = int64_t{shape.rows} * shape.columns + 8;
  for (int first = 0; first < shape.channels; first += kLaneGroup) {
    SparseOutputs filters[kLaneGroup];
    for (int f = 0; f < kLaneGroup; ++f) {
      float* lists = scratch + 2 * f * room;
      filters[f] = {lists, reinterpret_cast<int32_t*>(lists + room), 0};
    }
    collect_outputs(shape, d_output + first, filters);
    for (int f = 0; f < kLaneGroup; ++f) {
      in_equal_parts(shape.kernel_rows, kMostRows, [&](int row, int rows) {
        with_rows<kMostRows>(
            rows,
            NarrowTiles{shape, filters[f],
                        input + int64_t{row} * shape.kernel_row_step,
                        d_weights + first + f +
                            int64_t{row} * shape.segment * shape.channels});
      });
    }
  }
}

}  // namespace
}  // namespace mote::engine
