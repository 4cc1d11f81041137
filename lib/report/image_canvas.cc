#include "lib/report/image_canvas.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

constexpr int kScale = 2;  // pixels to a dot of text

Colour colour_of(Ink ink) {
  static constexpr Colour kPalette[kPaletteSize] = {
      {11, 110, 153}, {217, 115, 13}, {68, 131, 97},  {144, 101, 176},
      {196, 49, 75},  {181, 138, 0},  {23, 162, 162}, {227, 119, 194},
      {127, 90, 60},  {91, 107, 213}, {140, 180, 0},  {90, 98, 110}};
  switch (ink) {
    case Ink::kText:
      return {28, 31, 36};
    case Ink::kSoft:
      return {102, 112, 128};
    case Ink::kGrid:
      return {228, 226, 220};
    case Ink::kPaper:
      return {255, 255, 255};
    default:
      return kPalette[static_cast<int>(ink)];
  }
}

Colour mixed(Colour under, Colour over, double share) {
  const auto mix = [&](uint8_t a, uint8_t b) {
    return static_cast<uint8_t>(std::lround(a + (b - a) * share));
  };
  return {mix(under.red, over.red), mix(under.green, over.green),
          mix(under.blue, over.blue)};
}

// How much of a pixel lies within an edge this far outside of it.
double covered(double distance) { return std::clamp(0.5 - distance, 0.0, 1.0); }

double distance_to_line(Place at, Place from, Place to) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double length = dx * dx + dy * dy;
  const double along =
      length > 0 ? ((at.x - from.x) * dx + (at.y - from.y) * dy) / length : 0;
  const double t = std::clamp(along, 0.0, 1.0);
  return std::hypot(at.x - from.x - t * dx, at.y - from.y - t * dy);
}

// How far a place outside of a symbol around 0, 0 is; less than 0: inside.
double distance_outside(Place at, const Symbol& symbol) {
  const double r = symbol.radius, x = std::abs(at.x), y = std::abs(at.y);
  switch (symbol.shape) {
    case Shape::kSquare:
      return std::max(x, y) - 0.9 * r;
    case Shape::kTriangle:
      return std::max(at.y - 0.8 * r, 0.857 * x - 0.514 * at.y - 0.62 * r);
    case Shape::kDiamond:
      return (x + y - 1.3 * r) * std::sqrt(0.5);
    default:
      return std::hypot(x, y) - r;
  }
}

// One character for each of UTF-8.
std::string ascii_of(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if ((c & 0xc0) != 0x80) result += c & 0x80 ? '?' : c;
  }
  return result;
}

}  // namespace

template <class Share>
void ImageCanvas::cover(double left, double top, double right, double bottom,
                        Colour colour, Share share) {
  const int first_x = std::max(0, static_cast<int>(std::floor(left)));
  const int first_y = std::max(0, static_cast<int>(std::floor(top)));
  const int end_x =
      std::min(image_.width(), static_cast<int>(std::ceil(right)) + 1);
  const int end_y =
      std::min(image_.height(), static_cast<int>(std::ceil(bottom)) + 1);
  for (int y = first_y; y < end_y; ++y) {
    for (int x = first_x; x < end_x; ++x) {
      const double part = share(x + 0.5, y + 0.5);
      if (part > 0) image_.set(x, y, mixed(image_.at(x, y), colour, part));
    }
  }
}

void ImageCanvas::rectangle(Place corner, double width, double height, Ink ink,
                            double opacity) {
  const auto left = std::lround(corner.x), top = std::lround(corner.y);
  const auto right = std::lround(corner.x + width);
  const auto bottom = std::lround(corner.y + height);
  cover(double(left), double(top), double(right) - 1, double(bottom) - 1,
        colour_of(ink), [&](double x, double y) {
          return x < double(right) && y < double(bottom) ? opacity : 0;
        });
}

void ImageCanvas::line(const std::vector<Place>& places, Ink ink,
                       double thickness) {
  const double half = thickness / 2;
  for (size_t i = 0; i + 1 < places.size(); ++i) {
    const Place a = places[i], b = places[i + 1];
    cover(std::min(a.x, b.x) - half - 1, std::min(a.y, b.y) - half - 1,
          std::max(a.x, b.x) + half + 1, std::max(a.y, b.y) + half + 1,
          colour_of(ink), [&](double x, double y) {
            return covered(distance_to_line({x, y}, a, b) - half);
          });
  }
}

void ImageCanvas::symbol(Place middle, const Symbol& symbol) {
  const double reach = 1.5 * symbol.radius + 1;
  cover(
      middle.x - reach, middle.y - reach, middle.x + reach, middle.y + reach,
      colour_of(symbol.ink), [&](double x, double y) {
        return covered(distance_outside({x - middle.x, y - middle.y}, symbol));
      });
}

void ImageCanvas::ring(Place middle, double radius, Ink ink) {
  const double reach = radius + 2;
  cover(middle.x - reach, middle.y - reach, middle.x + reach, middle.y + reach,
        colour_of(ink), [&](double x, double y) {
          const double from = std::hypot(x - middle.x, y - middle.y);
          return covered(std::abs(from - radius) - 0.8);
        });
}

void ImageCanvas::text(Place place, std::string_view text, Ink ink,
                       Anchor anchor) {
  const double width = text_width(text);
  const double left = anchor == Anchor::kStart    ? place.x
                      : anchor == Anchor::kMiddle ? place.x - width / 2
                                                  : place.x - width;
  image_.text(static_cast<int>(std::lround(left)),
              static_cast<int>(std::lround(place.y - text_height() / 2)),
              ascii_of(text), colour_of(ink), kScale);
}

void ImageCanvas::text_upwards(Place middle, std::string_view text, Ink ink) {
  image_.text_upwards(
      static_cast<int>(std::lround(middle.x - text_height() / 2)),
      static_cast<int>(std::lround(middle.y + text_width(text) / 2)),
      ascii_of(text), colour_of(ink), kScale);
}

double ImageCanvas::text_width(std::string_view text) const {
  return mote::text_width(ascii_of(text), kScale);
}

double ImageCanvas::text_height() const { return mote::text_height(kScale); }

}  // namespace mote
