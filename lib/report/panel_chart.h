// Small plots of one kind side by side, over the same axes: a histogram, or a
// curve with its spread for each of many labels.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/report/canvas.h"
#include "lib/report/charts.h"

namespace mote {

struct PanelBar {
  double from = 0, to = 0, height = 0;
};

struct PanelBand {
  double x = 0, low = 0, high = 0;
};

struct Panel {
  std::string title;
  std::vector<PanelBar> bars;
  std::vector<PanelBand> band;                  // by rising x
  std::vector<std::pair<double, double>> line;  // by rising x
};

struct PanelChart {
  std::string title;
  Axis2d x, y;
  size_t columns = 1;  // panels side by side
  std::vector<Panel> panels;
};

void draw(const PanelChart& chart, Canvas& canvas);
double chart_height(const PanelChart& chart, double width, double text_height);

}  // namespace mote
