// Rows of int8 features from a running signal, for every block whose row
// depends on one window of samples alone.
//
//   samples -> window (every hop) -> compute -> (x - centre) * factor -> int8
//
// What a block computes is a function of its own (raw_window.h ...); this is
// the part that all of them share. Constants come from the host
// (lib/features/window_block.h).
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Features of one window: reads window_size samples, writes row_size features
// in units of their own. `tables` are the block's constants, `work` holds
// nothing between calls.
using ComputeRowFn = void (*)(const void* tables, const int16_t* window,
                              float* work, float* features);

struct RowTables {
  // In int16 values of all axes: frames * values a frame.
  int32_t window_size;
  int32_t hop_size;  // more than a window: what lies between is passed over
  int32_t row_size;  // features
  ComputeRowFn compute;
  const void* block;    // compute's tables
  const float* centre;  // [row_size]
  const float* factor;  // [row_size]
};

// One stream. The caller owns the arrays.
struct RowFrontend {
  const RowTables* tables;
  int16_t* input;   // [window_size] the latest samples
  float* work;      // as much as compute wants
  float* features;  // [row_size] nothing between calls
  int32_t filled;   // samples in input[]; below zero: to be passed over
};

// Two functions as device/detect's Frontend wants them; `self` is a
// RowFrontend. Samples of a frame need not come in one call.

void ResetRowFrontend(void* self);

// Takes samples until a row is complete or all are taken; returns how many it
// took. *finished: row[row_size] holds a new row.
int32_t PushRowFrontend(void* self, const int16_t* samples, int32_t count,
                        int8_t* row, bool* finished);

// row[i] = (features[i] - centre[i]) * factor[i], rounded half away from zero,
// -128 to 127. What is not a number becomes 0: the middle of the range.
void QuantizeFeatures(const RowTables& tables, const float* features,
                      int8_t* row);

}  // namespace dsp
}  // namespace mote
