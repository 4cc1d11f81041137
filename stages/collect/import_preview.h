// What an import understood of its files, before (or after) storing them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "stages/collect/importers/importer.h"

namespace mote {

// Files alike: of one format, with the same axes.
struct FormatPreview {
  std::string format, kind, type;
  std::vector<Axis> axes;
  std::vector<int> frame_shape;
  size_t files = 0, samples = 0;
  double lowest_rate_hz = 0, highest_rate_hz = 0;
  int64_t fewest_frames = 0, most_frames = 0;
  double seconds = 0;  // of all together
};

struct ImportPreview {
  std::vector<FormatPreview> formats;    // as they first came
  std::map<std::string, size_t> labels;  // samples of each
  std::map<std::string, size_t> sides;   // "": decided by the group
  std::set<std::string> groups;
  size_t files_in_all = 0;  // of which those above were read

  // One file's content, and its samples with all that is known of them.
  void add(const FileContent& content, const std::vector<Sample>& samples);
  void add(const ImportPreview& other);
};

// "3 axes x, y, z [g]", "24 x 32 places of px [deg C]".
std::string axes_text(const FormatPreview& format);

}  // namespace mote
