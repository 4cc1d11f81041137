// What charts are drawn on: a PNG picture or SVG text, by the same calls.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mote {

// Colours by what they are for, so that a page can have a dark theme. From 0
// on: the palette, of kPaletteSize colours that are told apart.
enum class Ink : int { kText = -4, kSoft, kGrid, kPaper, kPalette };
inline constexpr int kPaletteSize = 12;
inline Ink palette_ink(size_t i) {
  return static_cast<Ink>(i % static_cast<size_t>(kPaletteSize));
}

enum class Shape { kDisc, kSquare, kTriangle, kDiamond };
inline constexpr size_t kShapes = 4;

enum class Anchor { kStart, kMiddle, kEnd };

struct Place {
  double x = 0, y = 0;
};

// A point of a chart.
struct Symbol {
  Shape shape = Shape::kDisc;
  Ink ink = Ink::kPalette;
  double radius = 3;
  // Of SVG: more classes for the style sheet, and a tooltip.
  std::string classes = {}, title = {};
};

// Places are in pixels from the top left.
class Canvas {
 public:
  virtual ~Canvas() = default;
  virtual double width() const = 0;
  virtual double height() const = 0;

  virtual void rectangle(Place corner, double width, double height, Ink ink,
                         double opacity = 1) = 0;
  // Through all of the places.
  virtual void line(const std::vector<Place>& places, Ink ink,
                    double thickness) = 0;
  virtual void symbol(Place middle, const Symbol& symbol) = 0;
  virtual void ring(Place middle, double radius, Ink ink) = 0;
  // `place` is the middle of its height.
  virtual void text(Place place, std::string_view text, Ink ink,
                    Anchor anchor = Anchor::kStart) = 0;
  // From bottom to top, around its middle.
  virtual void text_upwards(Place middle, std::string_view text, Ink ink) = 0;
  virtual double text_width(std::string_view text) const = 0;
  virtual double text_height() const = 0;
};

// The text, or as much of it as fits, with ".." where it goes on.
std::string fitted(const Canvas& canvas, std::string_view text, double width);

}  // namespace mote
