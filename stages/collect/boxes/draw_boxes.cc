#include "stages/collect/boxes/draw_boxes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "lib/base/error.h"
#include "lib/report/image.h"

namespace mote {
namespace {

constexpr int kTop = 24;  // for the title
constexpr int kSmallest = 480, kLargest = 1200;
constexpr int kMargin = 2;
constexpr Colour kInk = {40, 40, 40}, kOnColour = {255, 255, 255};
// Told apart by the colour-blind too (after M. Okabe and K. Ito, 2008).
constexpr Colour kColours[] = {{213, 94, 0},    {0, 114, 178}, {0, 158, 115},
                               {204, 121, 167}, {230, 159, 0}, {86, 180, 233}};

// How large the picture's pixels become.
double scale_of(int width, int height) {
  const double larger = std::max(width, height);
  if (larger > kLargest) return kLargest / larger;
  return std::max(1.0, std::floor(kSmallest / larger));
}

Colour colour_at(const std::vector<uint8_t>& values, size_t channels,
                 size_t place) {
  const uint8_t* pixel = &values[place * channels];
  if (channels < 3) return {pixel[0], pixel[0], pixel[0]};
  return {pixel[0], pixel[1], pixel[2]};
}

void draw_picture(const Signal& picture, double scale, Image& image) {
  const auto& values = std::get<std::vector<uint8_t>>(picture.samples);
  const int height = picture.frame_shape[0], width = picture.frame_shape[1];
  for (int y = 0; y < image.height() - kTop; ++y) {
    const int row = std::min(static_cast<int>(y / scale), height - 1);
    for (int x = 0; x < image.width(); ++x) {
      const int column = std::min(static_cast<int>(x / scale), width - 1);
      const auto place = static_cast<size_t>(row) * static_cast<size_t>(width) +
                         static_cast<size_t>(column);
      image.set(x, kTop + y, colour_at(values, picture.axis_count(), place));
    }
  }
}

void draw_box(const Box& box, Colour colour, double scale, Image& image) {
  const auto place = [&](double pixels) {
    return static_cast<int>(std::lround(pixels * scale));
  };
  const int x = place(box.x), y = kTop + place(box.y);
  const int width = std::max(place(box.width), 1);
  const int height = std::max(place(box.height), 1);
  image.frame(x, y, width, height, colour);
  image.frame(x + 1, y + 1, width - 2, height - 2, colour);
  // Above the box where there is room, else within it.
  const int tall = text_height() + 2 * kMargin;
  const int top = y - tall >= kTop ? y - tall : y;
  image.fill(x, top, text_width(box.label) + 2 * kMargin, tall, colour);
  image.text(x + kMargin, top + kMargin, box.label, kOnColour);
}

}  // namespace

std::vector<uint8_t> draw_boxes(const Signal& picture,
                                const std::vector<Box>& boxes,
                                const std::string& title) {
  if (picture.frame_shape.size() != 2 || picture.frame_count() != 1 ||
      !std::holds_alternative<std::vector<uint8_t>>(picture.samples)) {
    throw Error("this is no picture", title);
  }
  const int height = picture.frame_shape[0], width = picture.frame_shape[1];
  const double scale = scale_of(width, height);
  Image image(std::max(1, static_cast<int>(width * scale)),
              kTop + std::max(1, static_cast<int>(height * scale)));
  image.text(4, 8, title, kInk);
  draw_picture(picture, scale, image);
  std::set<std::string> labels;
  for (const Box& box : boxes) labels.insert(box.label);
  for (const Box& box : boxes) {
    const auto number = static_cast<size_t>(
        std::distance(labels.begin(), labels.find(box.label)));
    draw_box(box, kColours[number % std::size(kColours)], scale, image);
  }
  return image.png();
}

}  // namespace mote
