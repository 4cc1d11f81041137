// A chart (map_chart.h, panel_chart.h, row_chart.h) as a picture or for a page.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/report/image_canvas.h"
#include "lib/report/svg_canvas.h"

namespace mote {

// A PNG file's bytes.
template <class Chart>
std::vector<uint8_t> png_of(const Chart& chart) {
  constexpr int kWidth = 1400, kTextHeight = 14;
  ImageCanvas canvas(
      kWidth,
      static_cast<int>(std::ceil(chart_height(chart, kWidth, kTextHeight))));
  draw(chart, canvas);
  return canvas.image().png();
}

template <class Chart>
std::string svg_of(const Chart& chart) {
  constexpr double kWidth = 912, kTextHeight = 12;
  SvgCanvas canvas(kWidth, chart_height(chart, kWidth, kTextHeight),
                   chart.title);
  draw(chart, canvas);
  return canvas.svg();
}

}  // namespace mote
