// Rows of the kernel table that few models have.
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

Step lower_add_n(const Operator& op, Lowering& lowering);
Step lower_arg(const Operator& op, Lowering& lowering);  // ArgMax, ArgMin
Step lower_batch_matmul(const Operator& op, Lowering& lowering);
Step lower_broadcast_args(const Operator& op, Lowering& lowering);
// TensorFlow Lite Micro's CIRCULAR_BUFFER.
Step lower_circular_buffer(const Operator& op, Lowering& lowering);
Step lower_cumsum(const Operator& op, Lowering& lowering);
// TensorFlow Lite Micro's TFLite_Detection_PostProcess.
Step lower_detection(const Operator& op, Lowering& lowering);
Step lower_embedding(const Operator& op, Lowering& lowering);
Step lower_gather_nd(const Operator& op, Lowering& lowering);
Step lower_l2_normalization(const Operator& op, Lowering& lowering);
Step lower_l2_pool(const Operator& op, Lowering& lowering);
Step lower_log_softmax(const Operator& op, Lowering& lowering);
Step lower_slice(const Operator& op, Lowering& lowering);
Step lower_transpose_conv(const Operator& op, Lowering& lowering);
Step lower_update_slice(const Operator& op, Lowering& lowering);

}  // namespace mote
