// Numbers on a grid as a picture with axes: spectrograms, features, weights.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/report/image.h"

namespace mote {

// A mark on an axis, in cells from the lower left; may lie between cells.
struct Tick {
  double position = 0;
  std::string text;
};

struct PictureAxis {
  std::string label;
  std::vector<Tick> ticks;
};

struct HeatMap {
  std::string title;
  // values[column * rows + row]: a column after the other, each from the
  // bottom to the top (as features come: a row of features is a column here).
  std::span<const float> values;
  int columns = 0, rows = 0;
  double low = 0, high = 1;  // the values of the darkest and brightest colour
  PictureAxis x, y;
  std::string scale_label;  // of the values; empty: no colour scale

  // A curve above the map over the same x axis, -1 to 1 (a waveform); empty:
  // none. It is drawn as the range of what falls on each pixel.
  std::span<const float> curve;
};

Image draw(const HeatMap& map);

// Marks at round values from `low` to `high` (in the axis' own unit), which
// lie `cells` apart.
std::vector<Tick> even_ticks(double low, double high, double cells,
                             int about = 6);

}  // namespace mote
