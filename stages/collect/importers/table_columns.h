// Which column of a table is what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/text_table.h"

namespace mote {

struct TableColumns {
  std::vector<size_t> values;  // readings: an axis, or a place of a grid, each
  std::optional<size_t> time;
  double time_unit_s = 0;  // of a numeric time column; 0: of its own size
  bool iso_time = false;
  std::optional<size_t> label, sample, group, split;
  std::vector<std::string> left_out;  // titles of text that is none of these
};

// By titles, and by content where there are none: the first column of a table
// without a header is time when it only rises, by more than 1 a row or by
// fractions; counters (0, 1, 2 ...) are no readings. Throws Error, with `name`
// as its where, for a wished column that is not there and for a table without
// readings.
TableColumns find_columns(const TextTable& table, const ReadOptions& options,
                          const std::string& name);

// Axes and shape of a frame. 64 columns and more with the same name but for
// their numbers ("px0" ... "px767") are one axis with a place each; their
// shape is the options', or that of a known thermal sensor.
struct FrameLayout {
  std::vector<Axis> axes;
  std::vector<int> frame_shape;
};
FrameLayout frame_layout(const TextTable& table, const TableColumns& columns,
                         const ReadOptions& options, const std::string& name);

}  // namespace mote
