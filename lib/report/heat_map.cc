#include "lib/report/heat_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/report/charts.h"

namespace mote {
namespace {

constexpr Colour kInk = {40, 44, 52};
constexpr Colour kFaint = {150, 155, 165};
constexpr Colour kPaper = {255, 255, 255};
constexpr Colour kCurve = {49, 104, 142};
constexpr int kScale = 2;  // pixels to a dot of text
constexpr int kLeft = 110, kRight = 40, kScaleBar = 120;
constexpr int kTop = 56, kBottom = 76;
constexpr int kCurveHeight = 90, kCurveGap = 14;
constexpr int kLeastWidth = 760, kLeastHeight = 320;

// Where everything lies, in pixels.
struct Layout {
  int cell_width, cell_height;
  int left, top, width, height;  // of the map
  int curve_top;
  int image_width, image_height;
};

int pixels_a_cell(int cells, int least) {
  return std::max(1, (least + cells - 1) / std::max(1, cells));
}

Layout lay_out(const HeatMap& map) {
  Layout layout;
  layout.cell_width = pixels_a_cell(map.columns, kLeastWidth);
  layout.cell_height = pixels_a_cell(map.rows, kLeastHeight);
  layout.width = layout.cell_width * map.columns;
  layout.height = layout.cell_height * map.rows;
  layout.left = kLeft;
  layout.curve_top = kTop;
  layout.top = kTop + (map.curve.empty() ? 0 : kCurveHeight + kCurveGap);
  layout.image_width = layout.left + layout.width +
                       (map.scale_label.empty() ? kRight : kScaleBar);
  layout.image_height = layout.top + layout.height + kBottom;
  return layout;
}

void draw_cells(const HeatMap& map, const Layout& layout, Image& image) {
  const double span = map.high > map.low ? map.high - map.low : 1;
  for (int column = 0; column < map.columns; ++column) {
    for (int row = 0; row < map.rows; ++row) {
      const double value =
          map.values[static_cast<size_t>(column) * map.rows + row];
      image.fill(layout.left + column * layout.cell_width,
                 layout.top + (map.rows - 1 - row) * layout.cell_height,
                 layout.cell_width, layout.cell_height,
                 heat_colour((value - map.low) / span));
    }
  }
  image.frame(layout.left - 1, layout.top - 1, layout.width + 2,
              layout.height + 2, kInk);
}

void draw_curve(const HeatMap& map, const Layout& layout, Image& image) {
  const int middle = layout.curve_top + kCurveHeight / 2;
  image.fill(layout.left, middle, layout.width, 1, kFaint);
  const auto height = [&](float value) {
    return static_cast<int>(
        std::lround(std::clamp(value, -1.0f, 1.0f) * (kCurveHeight / 2)));
  };
  for (int x = 0; x < layout.width; ++x) {
    const size_t first = map.curve.size() * x / layout.width;
    const size_t last =
        std::max(first + 1, map.curve.size() * (x + 1) / layout.width);
    const auto part = map.curve.subspan(first, last - first);
    const auto [low, high] = std::minmax_element(part.begin(), part.end());
    const int top = height(*high), bottom = height(*low);
    image.fill(layout.left + x, middle - top, 1, top - bottom + 1, kCurve);
  }
}

void draw_x_axis(const HeatMap& map, const Layout& layout, Image& image) {
  const int base = layout.top + layout.height;
  for (const Tick& tick : map.x.ticks) {
    const int x =
        layout.left +
        static_cast<int>(std::lround(tick.position * layout.cell_width));
    image.fill(x, base + 1, 1, 7, kInk);
    image.text(x - text_width(tick.text, kScale) / 2, base + 13, tick.text,
               kInk, kScale);
  }
  image.text(layout.left + (layout.width - text_width(map.x.label, kScale)) / 2,
             base + 44, map.x.label, kInk, kScale);
}

void draw_y_axis(const HeatMap& map, const Layout& layout, Image& image) {
  const int base = layout.top + layout.height;
  for (const Tick& tick : map.y.ticks) {
    const int y = base - static_cast<int>(
                             std::lround(tick.position * layout.cell_height));
    image.fill(layout.left - 8, y, 7, 1, kInk);
    image.text(layout.left - 13 - text_width(tick.text, kScale),
               y - text_height(kScale) / 2, tick.text, kInk, kScale);
  }
  image.text_upwards(
      14, layout.top + (layout.height + text_width(map.y.label, kScale)) / 2,
      map.y.label, kInk, kScale);
}

// A bar of all colours with the values of its ends.
void draw_scale(const HeatMap& map, const Layout& layout, Image& image) {
  constexpr int kWidth = 18;
  const int left = layout.left + layout.width + 22;
  for (int y = 0; y < layout.height; ++y) {
    image.fill(left, layout.top + y, kWidth, 1,
               heat_colour(1 - (y + 0.5) / layout.height));
  }
  image.frame(left - 1, layout.top - 1, kWidth + 2, layout.height + 2, kInk);
  for (const double value : round_ticks(map.low, map.high, 5)) {
    if (value < map.low || value > map.high) continue;
    const int y =
        layout.top +
        static_cast<int>(std::lround((map.high - value) / (map.high - map.low) *
                                     layout.height));
    image.fill(left + kWidth + 1, y, 5, 1, kInk);
    image.text(left + kWidth + 10, y - text_height(kScale) / 2,
               fmt::format("{:g}", value), kInk, kScale);
  }
  image.text_upwards(
      left + kWidth + 52,
      layout.top + (layout.height + text_width(map.scale_label, kScale)) / 2,
      map.scale_label, kInk, kScale);
}

}  // namespace

Image draw(const HeatMap& map) {
  const Layout layout = lay_out(map);
  Image image(layout.image_width, layout.image_height, kPaper);
  image.text(layout.left, 20, map.title, kInk, kScale);
  if (!map.curve.empty()) draw_curve(map, layout, image);
  draw_cells(map, layout, image);
  draw_x_axis(map, layout, image);
  draw_y_axis(map, layout, image);
  if (!map.scale_label.empty()) draw_scale(map, layout, image);
  return image;
}

std::vector<Tick> even_ticks(double low, double high, double cells, int about) {
  std::vector<Tick> ticks;
  for (const double value : round_ticks(low, high, about)) {
    if (value < low || value > high) continue;
    ticks.push_back(
        {(value - low) / (high - low) * cells, fmt::format("{:g}", value)});
  }
  return ticks;
}

}  // namespace mote
