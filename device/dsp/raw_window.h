// The readings themselves as features: a frame of every axis is a row.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

struct RawWindowTables {
  int32_t frames;  // of a window
  int32_t places;  // of a frame's grid, 1 of sensors without one
  int32_t axes;
  const float* resolution;  // [axes] the reading of one count
};

// features[i] = window[i] in units: frames * places * axes of them. A
// ComputeRowFn; `tables` is a RawWindowTables; no work.
void ComputeRawWindow(const void* tables, const int16_t* window, float* work,
                      float* features);

}  // namespace dsp
}  // namespace mote
