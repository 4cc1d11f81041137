// The rows of the kernel table, each in a file of its name.
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

Step lower_add(const Operator& op, Lowering& lowering);
Step lower_cast(const Operator& op, Lowering& lowering);
Step lower_compare(const Operator& op, Lowering& lowering);
// Fully connected layers whose weights are computed.
Step lower_computed_weights(const Operator& op, Lowering& lowering);
Step lower_conv(const Operator& op, Lowering& lowering);
Step lower_copy(const Operator& op, Lowering& lowering);
Step lower_depthwise_conv(const Operator& op, Lowering& lowering);
Step lower_dequantize(const Operator& op, Lowering& lowering);
Step lower_div(const Operator& op, Lowering& lowering);
Step lower_fill(const Operator& op, Lowering& lowering);
Step lower_floor_div(const Operator& op, Lowering& lowering);  // and FloorMod
Step lower_fully_connected(const Operator& op, Lowering& lowering);
Step lower_gather(const Operator& op, Lowering& lowering);
Step lower_logical(const Operator& op, Lowering& lowering);  // And, Or
Step lower_logical_not(const Operator& op, Lowering& lowering);
Step lower_lstm(const Operator& op, Lowering& lowering);
Step lower_maximum(const Operator& op, Lowering& lowering);  // and Minimum
Step lower_mean(const Operator& op, Lowering& lowering);
Step lower_mirror_pad(const Operator& op, Lowering& lowering);
// Operators that only move values: Concatenation, Slice, Transpose ...
Step lower_move(const Operator& op, Lowering& lowering);
Step lower_mul(const Operator& op, Lowering& lowering);
Step lower_pad(const Operator& op, Lowering& lowering);
Step lower_pool(const Operator& op, Lowering& lowering);  // average, maximum
Step lower_prelu(const Operator& op, Lowering& lowering);
Step lower_quantize(const Operator& op, Lowering& lowering);
Step lower_reduce(const Operator& op, Lowering& lowering);
Step lower_resize_bilinear(const Operator& op, Lowering& lowering);
Step lower_resize_nearest(const Operator& op, Lowering& lowering);
Step lower_select(const Operator& op, Lowering& lowering);
Step lower_softmax(const Operator& op, Lowering& lowering);
Step lower_space_to_batch(const Operator& op, Lowering& lowering);
Step lower_squared_difference(const Operator& op, Lowering& lowering);
Step lower_sub(const Operator& op, Lowering& lowering);
Step lower_svdf(const Operator& op, Lowering& lowering);
// Functions of one value: ReLU, Logistic, Tanh ...
Step lower_unary(const Operator& op, Lowering& lowering);

// TensorFlow Lite Micro's signal library.
Step lower_fft_auto_scale(const Operator& op, Lowering& lowering);
Step lower_filter_bank(const Operator& op, Lowering& lowering);
Step lower_filter_bank_log(const Operator& op, Lowering& lowering);
Step lower_filter_bank_square_root(const Operator& op, Lowering& lowering);
Step lower_irfft(const Operator& op, Lowering& lowering);
Step lower_pcan(const Operator& op, Lowering& lowering);
Step lower_rfft(const Operator& op, Lowering& lowering);
Step lower_signal_delay(const Operator& op, Lowering& lowering);
Step lower_signal_energy(const Operator& op, Lowering& lowering);
Step lower_signal_framer(const Operator& op, Lowering& lowering);
Step lower_signal_overlap_add(const Operator& op, Lowering& lowering);
Step lower_signal_stacker(const Operator& op, Lowering& lowering);
Step lower_signal_window(const Operator& op, Lowering& lowering);
Step lower_spectral_subtraction(const Operator& op, Lowering& lowering);

}  // namespace mote
