// The weights' gradient of a convolution whose kernel rows are at most eight
// floats wide (one input channel), skipping outputs without gradient: a
// kernel row is one vector, and the outputs of a filter a list. Included by
// the variant files only.
#pragma once

#include "lib/engine/kernels/convolve.h"
#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// One output that has a gradient, and where the input it saw begins.
struct SparseOutput {
  float value;
  int32_t offset;
};

// Lists the outputs of one filter, whose first value `d_output` is, that are
// not zero; returns how many. Every output is written, and the next one over
// it where it was zero: no jump depends on the data, and value and offset are
// one store.
inline int64_t list_outputs(const Convolution& shape, const float* d_output,
                            SparseOutput* list) {
  static_assert(sizeof(SparseOutput) == sizeof(uint64_t));
  const int64_t channels = shape.channels;
  int64_t count = 0;
  for (int row = 0; row < shape.rows; ++row) {
    auto offset = static_cast<uint64_t>(row * shape.row_step) << 32;
    const auto step = static_cast<uint64_t>(shape.column_step) << 32;
    for (int column = 0; column < shape.columns; ++column) {
      uint32_t bits;
      __builtin_memcpy(&bits, d_output, sizeof(bits));
      const uint64_t both = offset | bits;
      __builtin_memcpy(list + count, &both, sizeof(both));
      count += (bits & 0x7FFFFFFFu) != 0;  // neither 0 nor -0
      d_output += channels;
      offset += step;
    }
  }
  return count;
}

template <int R>
void narrow_gradient_tile(const Convolution& shape, const SparseOutput* outputs,
                          int64_t count, const float* input, float* d_weights) {
  const int64_t step = shape.kernel_row_step;
  Vec sum[R];
#pragma GCC unroll 16
  for (int r = 0; r < R; ++r) sum[r] = Vec::set(0);
  for (int64_t i = 0; i < count; ++i) {
    const Vec value = Vec::set(outputs[i].value);
    const float* x = input + outputs[i].offset;
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
  const SparseOutput* outputs;
  int64_t count;
  const float* input;
  float* d_weights;

  template <int R>
  void run() const {
    narrow_gradient_tile<R>(shape, outputs, count, input, d_weights);
  }
};

void narrow_convolve_gradient(const Convolution& shape, const float* input,
                              const float* d_output, float* d_weights,
                              float* scratch) {
  constexpr int kMostRows = 10;
  auto* outputs = reinterpret_cast<SparseOutput*>(scratch);
  for (int f = 0; f < shape.channels; ++f) {
    const int64_t count = list_outputs(shape, d_output + f, outputs);
    in_equal_parts(shape.kernel_rows, kMostRows, [&](int row, int rows) {
      with_rows<kMostRows>(
          rows, NarrowTiles{shape, outputs, count,
                            input + int64_t{row} * shape.kernel_row_step,
                            d_weights + f +
                                int64_t{row} * shape.segment * shape.channels});
    });
  }
}

}  // namespace
}  // namespace mote::engine
