// A row for each name: how many of it, or over what range.
#pragma once

#include <string>
#include <vector>

#include "lib/report/canvas.h"

namespace mote {

// From the lowest to the highest a thin bar, within it a thick one, and a mark.
struct RangeOfRow {
  double low = 0, from = 0, middle = 0, to = 0, high = 0;
};

struct ChartRow {
  std::string name;
  std::vector<double> parts = {};  // bars one after the other, of the series
  std::vector<RangeOfRow> ranges = {};
  std::string text = {};  // right of it
};

struct RowChart {
  std::string title, x_label;
  std::vector<std::string> series;  // what parts are; a colour each
  std::vector<ChartRow> rows;
};

void draw(const RowChart& chart, Canvas& canvas);
double chart_height(const RowChart& chart, double width, double text_height);

}  // namespace mote
