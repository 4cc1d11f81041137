// The feature block "picture": for cameras and thermal sensors. A frame becomes
// a picture of the size that the network takes.
#pragma once

#include <string>
#include <vector>

#include "lib/features/blocks.h"

namespace mote {

struct PictureSettings : SensorSettings {
  PictureSettings();

  // Of a frame; fitted to the recordings: 0 is open.
  int height = 0, width = 0;
  // Of what the network sees; 0: the frame's.
  int rows = 0, columns = 0;
  bool grey = false;
  bool standardize = false;
  double least_deviation = 1;  // of a frame, in its units
  // Places without a reading in all recordings, row by row; fitted.
  std::vector<double> dead;
  bool look_for_dead = true;

  int picture_rows() const { return rows > 0 ? rows : height; }
  int picture_columns() const { return columns > 0 ? columns : width; }
  int channels() const { return grey ? 1 : static_cast<int>(axes.size()); }

  static const FieldList& fields();
};

void check_settings(const PictureSettings& settings);

FeatureBlockKind picture_kind();

}  // namespace mote
