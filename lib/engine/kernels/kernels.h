// The float kernels of a training step, one table an instruction set.
//
// Activations lie position by position, `channels` floats each; channels are
// always a multiple of kLaneGroup (padded channels hold zeros). Nothing needs
// alignment. Gradient kernels add to what their target holds. Every kernel
// adds in an order that depends on its arguments alone.
//
// This header is all that the variant files include besides intrinsics: code
// compiled for a newer processor must not be shared with the rest.
#pragma once

#include <stdint.h>

namespace mote::engine {

inline constexpr int kLaneGroup = 8;

// Memory that the caller uses next, fetched between the multiplications: from
// each place so many floats for every output position. Null: none there. It
// need not be anyone's memory.
struct Ahead {
  const float* places[3] = {};
  int floats = 0;
};

// How a convolution walks its input, in floats. A kernel row covers `segment`
// contiguous floats (kernel width x input channels); weights are
// [kernel_rows][segment][channels], outputs [rows][columns][channels].
// A dense layer is one row of samples as columns.
struct Convolution {
  int rows, columns;          // of the output
  int row_step, column_step;  // from one output to the next
  int kernel_rows;
  int kernel_row_step;
  int segment;
  int channels;  // of the output
  Ahead ahead;
};

// A depthwise convolution: weights are [kernel_rows][kernel_columns][channels].
struct Depthwise {
  int rows, columns;
  int row_step, column_step;
  int kernel_rows, kernel_columns;
  int kernel_row_step;  // kernel columns are `channels` apart
  int channels;
  Ahead ahead;
};

// How stored values z are read as activations:
//   a = drop(relu((z - mean[c]) * scale[c] + shift[c]))
struct Readout {
  const float* mean = nullptr;  // null: no batch norm
  const float* scale = nullptr;
  const float* shift = nullptr;
  bool relu = false;
  const uint8_t* keep = nullptr;  // bit i: element i is kept; null: all
  float keep_scale = 1;           // 1 / (1 - rate)
};

// Rows of positions, `z_row_step` and `out_row_step` floats apart.
struct Rows {
  int rows, columns, channels;
  int out_row_step;
};

// dz = k1 * dy + k2 * (z - mean) + k3, a value a channel.
struct NormGradient {
  const float *k1, *k2, *k3, *mean;
};

// One update of Adam (Kingma and Ba 2015) with decoupled weight decay
// (Loshchilov and Hutter 2019).
struct AdamStep {
  float beta1, beta2, epsilon;
  float rate;           // learning rate / (1 - beta1^t)
  float correction;     // 1 / (1 - beta2^t)
  float decay;          // learning rate * weight decay: w -= decay * w first
  float coupled_decay;  // or added to the gradient: g += coupled_decay * w
};

struct Kernels {
  // output = convolution + bias (null: none).
  void (*convolve)(const Convolution&, const float* input, const float* weights,
                   const float* bias, float* output);
  // d_weights += d(loss)/d(weights), from d_output.
  void (*convolve_gradient)(const Convolution&, const float* input,
                            const float* d_output, float* d_weights);
  // The same where segment <= 8 and many d_output are zero (ReLU, dropout):
  // skips those. Reads 8 floats at each segment. `scratch`: 2 * (rows *
  // columns + 8) floats.
  void (*narrow_convolve_gradient)(const Convolution&, const float* input,
                                   const float* d_output, float* d_weights,
                                   float* scratch);

  void (*depthwise)(const Depthwise&, const float* input, const float* weights,
                    const float* bias, float* output);
  void (*depthwise_gradient)(const Depthwise&, const float* input,
                             const float* d_output, float* d_weights);

  // out = activations of z (z is contiguous).
  void (*read)(const Readout&, const Rows&, const float* z, float* out);
  // dy = or += d(activation)/d(normalized z) * da: the way back through
  // dropout and ReLU. All contiguous, `positions` of them.
  void (*push)(const Readout&, int positions, int channels, const float* z,
               const float* da, bool accumulate, float* dy);

  // Mean and sum of squared deviations a channel, in two passes.
  void (*moments)(int positions, int channels, const float* z, float* mean,
                  float* deviation);
  // sum += dy; centred += dy * (z - mean). mean null: the first only.
  void (*gradient_sums)(int positions, int channels, const float* dy,
                        const float* z, const float* mean, float* sum,
                        float* centred);
  void (*norm_gradient)(const NormGradient&, const Rows&, const float* dy,
                        const float* z, float* dz);

  // Bits for elements first .. first + 8 * bytes, each set with probability
  // 1 - threshold / 2^31, from a hash of its index and `seed`.
  void (*keep_bits)(uint32_t first, int bytes, uint32_t seed,
                    uint32_t threshold, uint8_t* bits);

  // `count` is a multiple of kLaneGroup.
  void (*adam)(const AdamStep&, int count, const float* gradient,
               float* weights, float* first_moment, float* second_moment);
};

const Kernels& portable_kernels();
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();

}  // namespace mote::engine
