// The statistics of a data set as charts.
#pragma once

#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/report/map_chart.h"
#include "lib/report/panel_chart.h"
#include "lib/report/row_chart.h"
#include "stages/collect/report/counts.h"
#include "stages/collect/report/recording_map.h"
#include "stages/collect/report/values.h"

namespace mote {

// Of many labels the largest are shown, and the title says so.
inline constexpr size_t kMostRows = 60;

RowChart label_chart(const DataCounts& counts);  // samples by label and side
PanelChart duration_chart(const DataCounts& counts);
RowChart level_chart(const DataValues& values);
PanelChart spectra_chart(const Spectra& spectra);
// A chart for each axis: its range a label.
std::vector<RowChart> axis_charts(const DataValues& values);

// What the points of a map are, by number: names of at most kMostCategories,
// the last of which is "others" where there are more.
struct Categories {
  std::vector<std::string> names;
  std::vector<size_t> of;  // each point of the map
};
enum class ColourBy { kLabel, kSide, kGroup };
Categories categories_of(const RecordingMap& map, const Dataset& dataset,
                         ColourBy by);

// By t-SNE, or by the principal components.
MapChart map_chart(const RecordingMap& map, const Dataset& dataset, ColourBy by,
                   bool components);

}  // namespace mote
