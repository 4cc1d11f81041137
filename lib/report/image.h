// Pictures: pixels, lines and text, written as PNG.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mote {

struct Colour {
  uint8_t red = 0, green = 0, blue = 0;

  bool operator==(const Colour&) const = default;
};

// Pixels in rows from the top left. Drawing beyond the edges is cut off.
class Image {
 public:
  Image(int width, int height, Colour background = {255, 255, 255});

  int width() const { return width_; }
  int height() const { return height_; }
  Colour at(int x, int y) const;

  void set(int x, int y, Colour colour);
  void fill(int x, int y, int width, int height, Colour colour);
  // The outline of a rectangle, one pixel wide, just inside of it.
  void frame(int x, int y, int width, int height, Colour colour);

  // Text in the built-in 5 x 7 font with its top left at x, y; characters
  // beyond ASCII are shown as '?'. scale: pixels to a dot.
  void text(int x, int y, std::string_view text, Colour colour, int scale = 1);
  // The same, read from bottom to top; x, y is where it begins.
  void text_upwards(int x, int y, std::string_view text, Colour colour,
                    int scale = 1);

  // A PNG file. Throws Error when libpng cannot write it.
  std::vector<uint8_t> png() const;

 private:
  int width_, height_;
  std::vector<uint8_t> rgb_;
};

// Pixels that text takes.
int text_width(std::string_view text, int scale = 1);
inline int text_height(int scale = 1) { return 7 * scale; }

// A colour for a number from 0 to 1: dark violet over green to yellow, of
// even steps to the eye and to the colour-blind (after the viridis map of
// S. van der Walt and N. Smith, 2015).
Colour heat_colour(double x);

}  // namespace mote
