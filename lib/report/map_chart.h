// Points on a plane, in the colours and shapes of what they are.
#pragma once

#include <string>
#include <vector>

#include "lib/report/canvas.h"

namespace mote {

struct MapPoint {
  double x = 0, y = 0;
  size_t category = 0;
  bool marked = false;       // with a ring around it
  std::string classes = {};  // of SVG: instead of the category's colour
  std::string title = {};    // of SVG: a tooltip
};

struct MapChart {
  std::string title;
  std::string x_label, y_label;  // "": an axis that means nothing
  // At most kMostCategories; each has a colour and shape of its own.
  std::vector<std::string> categories;
  std::vector<MapPoint> points;
  std::string mark_text;  // what a ring means; "": no point has one
};

inline constexpr size_t kMostCategories = kShapes * size_t{kPaletteSize};

// How points of a category look.
Symbol symbol_of(size_t category, double radius);

// What of a canvas a map has for its points, and its legend; as points are
// laid out in pixels.
void draw(const MapChart& map, Canvas& canvas);
double chart_height(const MapChart& map, double width, double text_height);

}  // namespace mote
