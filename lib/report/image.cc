#include "lib/report/image.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/base/error.h"
#include "lib/report/font.h"

namespace mote {
namespace {

constexpr int kGlyphWidth = 6;  // with the gap to the next

// Calls dot(column, row) for every dot of the text, in dots.
template <class Dot>
void for_each_dot(std::string_view text, Dot dot) {
  int left = 0;
  for (const char character : text) {
    const Glyph& glyph = glyph_of(character);
    for (int row = 0; row < 7; ++row) {
      for (int column = 0; column < 5; ++column) {
        if (glyph[row] >> (4 - column) & 1) dot(left + column, row);
      }
    }
    left += kGlyphWidth;
  }
}

}  // namespace

Image::Image(int width, int height, Colour background)
    : width_(width),
      height_(height),
      rgb_(static_cast<size_t>(width) * height * 3) {
  fill(0, 0, width, height, background);
}

Colour Image::at(int x, int y) const {
  const uint8_t* pixel = &rgb_[(static_cast<size_t>(y) * width_ + x) * 3];
  return {pixel[0], pixel[1], pixel[2]};
}

void Image::set(int x, int y, Colour colour) {
  if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
  uint8_t* pixel = &rgb_[(static_cast<size_t>(y) * width_ + x) * 3];
  pixel[0] = colour.red;
  pixel[1] = colour.green;
  pixel[2] = colour.blue;
}

void Image::fill(int x, int y, int width, int height, Colour colour) {
  for (int row = y; row < y + height; ++row) {
    for (int column = x; column < x + width; ++column) {
      set(column, row, colour);
    }
  }
}

void Image::frame(int x, int y, int width, int height, Colour colour) {
  fill(x, y, width, 1, colour);
  fill(x, y + height - 1, width, 1, colour);
  fill(x, y, 1, height, colour);
  fill(x + width - 1, y, 1, height, colour);
}

void Image::text(int x, int y, std::string_view text, Colour colour,
                 int scale) {
  for_each_dot(text, [&](int column, int row) {
    fill(x + column * scale, y + row * scale, scale, scale, colour);
  });
}

void Image::text_upwards(int x, int y, std::string_view text, Colour colour,
                         int scale) {
  for_each_dot(text, [&](int column, int row) {
    fill(x + row * scale, y - (column + 1) * scale, scale, scale, colour);
  });
}

std::vector<uint8_t> Image::png() const {
  png_image header;
  std::memset(&header, 0, sizeof(header));
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(width_);
  header.height = static_cast<png_uint_32>(height_);
  header.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(header);
  std::vector<uint8_t> file(size);
  if (!png_image_write_to_memory(&header, file.data(), &size, 0, rgb_.data(), 0,
                                 nullptr)) {
    throw Error(std::string("libpng: ") + header.message, "picture");
  }
  file.resize(size);
  return file;
}

int text_width(std::string_view text, int scale) {
  return text.empty()
             ? 0
             : (static_cast<int>(text.size()) * kGlyphWidth - 1) * scale;
}

Colour heat_colour(double x) {
  static constexpr double kColours[][3] = {
      {68, 1, 84},    {72, 40, 120},  {62, 74, 137},  {49, 104, 142},
      {38, 130, 142}, {31, 158, 137}, {53, 183, 121}, {109, 205, 89},
      {180, 222, 44}, {253, 231, 37}};
  constexpr int kSteps = static_cast<int>(std::size(kColours)) - 1;
  const double position = std::clamp(x, 0.0, 1.0) * kSteps;
  const int step = std::min(static_cast<int>(position), kSteps - 1);
  const auto mix = [&](int part) {
    const double low = kColours[step][part], high = kColours[step + 1][part];
    return static_cast<uint8_t>(
        std::lround(low + (high - low) * (position - step)));
  };
  return {mix(0), mix(1), mix(2)};
}

}  // namespace mote
