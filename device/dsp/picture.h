// Pictures of cameras and grids of thermal sensors: repaired, cropped to the
// size a network takes, in grey, and evened out.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

struct PictureTables {
  int32_t height, width, channels;  // of a frame
  float resolution;                 // the value of one count
  int32_t rows, columns;            // of the picture that is seen
  // Colours red, green, blue become one value (ITU-R BT.601).
  bool grey;
  // Minus the mean of the frame, over its deviation (at least `least`).
  bool standardize;
  float least;
  int32_t dead_count;
  const uint32_t* dead;  // [dead_count] places of dead pixels, ascending
};

// A ComputeRowFn; `tables` is a PictureTables. A dead pixel gets the mean of
// its living neighbours. A pixel of the picture is the mean of the frame's
// pixels that it covers, the nearest one where it covers none whole. work:
// height * width * channels. features: rows * columns * (1 or channels).
void ComputePicture(const void* tables, const int16_t* window, float* work,
                    float* features);

}  // namespace dsp
}  // namespace mote
