#include "lib/report/map_chart.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

constexpr double kRing = 2.1;  // radii of a point

// Of the width.
double legend_share(const MapChart& map) {
  return map.categories.empty() && map.mark_text.empty() ? 0 : 0.27;
}

// The square of a canvas that shows the points.
struct Square {
  double left, top, side;
  double low_x = 0, low_y = 0, span = 1;

  Place place(double x, double y) const {
    return {left + (x - low_x) / span * side,
            top + side - (y - low_y) / span * side};
  }
};

Square square_of(const MapChart& map, const Canvas& canvas) {
  const double line = 1.8 * canvas.text_height();
  Square square{map.y_label.empty() ? 4 : line, line + 4, 0};
  square.side =
      std::min(canvas.width() * (1 - legend_share(map)) - square.left - 4,
               canvas.height() - square.top - line);
  double low_x = INFINITY, high_x = -INFINITY;
  double low_y = INFINITY, high_y = -INFINITY;
  for (const MapPoint& point : map.points) {
    low_x = std::min(low_x, point.x);
    high_x = std::max(high_x, point.x);
    low_y = std::min(low_y, point.y);
    high_y = std::max(high_y, point.y);
  }
  if (!(low_x <= high_x)) return square;
  // Around the middle of both, with a margin: one scale for both axes.
  square.span = 1.06 * std::max({high_x - low_x, high_y - low_y, 1e-9});
  square.low_x = (low_x + high_x - square.span) / 2;
  square.low_y = (low_y + high_y - square.span) / 2;
  return square;
}

double radius_of(const MapChart& map, const Square& square) {
  const double room =
      square.side / std::sqrt(static_cast<double>(map.points.size()) + 1);
  return std::clamp(0.16 * room, square.side / 500, square.side / 130);
}

void draw_points(const MapChart& map, const Square& square, Canvas& canvas) {
  const double radius = radius_of(map, square);
  for (const MapPoint& point : map.points) {
    Symbol symbol = symbol_of(point.category, radius);
    symbol.classes = point.classes;
    symbol.title = point.title;
    canvas.symbol(square.place(point.x, point.y), symbol);
  }
  for (const MapPoint& point : map.points) {
    if (!point.marked) continue;
    canvas.ring(square.place(point.x, point.y),
                std::max(kRing * radius, radius + 3), Ink::kText);
  }
}

// Categories one below the other, in as many columns as it takes.
void draw_legend(const MapChart& map, const Square& square, Canvas& canvas) {
  const double row = 1.6 * canvas.text_height();
  const double left = square.left + square.side + 1.5 * row;
  double top = square.top + row / 2;
  if (!map.mark_text.empty()) {
    canvas.ring({left, top}, 0.4 * canvas.text_height(), Ink::kText);
    canvas.text({left + row, top},
                fitted(canvas, map.mark_text, canvas.width() - left - row),
                Ink::kText);
    top += 1.5 * row;
  }
  const auto rows = static_cast<size_t>(
      std::max(1.0, (square.top + square.side - top) / row));
  const size_t columns = (map.categories.size() + rows - 1) / rows;
  const double width = (canvas.width() - left) /
                       static_cast<double>(std::max<size_t>(columns, 1));
  for (size_t i = 0; i < map.categories.size(); ++i) {
    const double x = left + width * static_cast<double>(i / rows);
    const double y = top + row * static_cast<double>(i % rows);
    canvas.symbol({x, y}, symbol_of(i, 0.38 * canvas.text_height()));
    canvas.text({x + row * 0.8, y},
                fitted(canvas, map.categories[i], width - 1.2 * row),
                Ink::kText);
  }
}

}  // namespace

Symbol symbol_of(size_t category, double radius) {
  const auto shape = static_cast<Shape>(category / kPaletteSize % kShapes);
  return {shape, palette_ink(category), radius};
}

void draw(const MapChart& map, Canvas& canvas) {
  const Square square = square_of(map, canvas);
  const double line = 1.8 * canvas.text_height();
  canvas.text({square.left, line / 2},
              fitted(canvas, map.title, canvas.width() - square.left),
              Ink::kText);
  const double right = square.left + square.side;
  const double bottom = square.top + square.side;
  canvas.line({{square.left, square.top},
               {right, square.top},
               {right, bottom},
               {square.left, bottom},
               {square.left, square.top}},
              Ink::kGrid, 1.5);
  canvas.text({(square.left + right) / 2, bottom + line / 2},
              fitted(canvas, map.x_label, square.side), Ink::kSoft,
              Anchor::kMiddle);
  canvas.text_upwards({line / 2, (square.top + bottom) / 2},
                      fitted(canvas, map.y_label, square.side), Ink::kSoft);
  draw_points(map, square, canvas);
  draw_legend(map, square, canvas);
}

double chart_height(const MapChart& map, double width, double text_height) {
  const double line = 1.8 * text_height;
  return width * (1 - legend_share(map)) + line +
         (map.x_label.empty() ? 8 : line);
}

}  // namespace mote
