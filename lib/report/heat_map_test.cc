#include "lib/report/heat_map.h"

#include <gtest/gtest.h>
#include <png.h>

#include <cstring>

namespace mote {
namespace {

TEST(Image, WritesPngThatReadsBack) {
  Image image(3, 2, {1, 2, 3});
  image.set(2, 1, {200, 100, 50});
  image.set(3, 1, {9, 9, 9});  // cut off
  const auto file = image.png();
  png_image header;
  std::memset(&header, 0, sizeof(header));
  header.version = PNG_IMAGE_VERSION;
  ASSERT_TRUE(
      png_image_begin_read_from_memory(&header, file.data(), file.size()));
  EXPECT_EQ(header.width, 3u);
  EXPECT_EQ(header.height, 2u);
  header.format = PNG_FORMAT_RGB;
  std::vector<uint8_t> rgb(PNG_IMAGE_SIZE(header));
  ASSERT_TRUE(png_image_finish_read(&header, nullptr, rgb.data(), 0, nullptr));
  EXPECT_EQ(rgb, (std::vector<uint8_t>{1, 2, 3, 1, 2, 3, 1, 2, 3,  //
                                       1, 2, 3, 1, 2, 3, 200, 100, 50}));
}

int dark_pixels(const Image& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      count += image.at(x, y) == Colour{0, 0, 0};
    }
  }
  return count;
}

TEST(Image, TextKeepsItsDotsWhenTurned) {
  Image across(60, 60), upwards(60, 60);
  across.text(3, 10, "Hz 42", {0, 0, 0});
  upwards.text_upwards(10, 50, "Hz 42", {0, 0, 0});
  EXPECT_EQ(text_width("Hz 42"), 29);
  EXPECT_GT(dark_pixels(across), 40);
  EXPECT_EQ(dark_pixels(across), dark_pixels(upwards));
}

TEST(HeatMap, ColoursCellsFromBelow) {
  const float values[] = {0, 1, 1, 1};  // low left cell is dark
  HeatMap map;
  map.values = values;
  map.columns = map.rows = 2;
  map.x.ticks = even_ticks(0, 1, 2);
  const Image image = draw(map);
  const auto counted = [&](Colour colour) {
    int count = 0, sum_x = 0, sum_y = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        if (image.at(x, y) != colour) continue;
        ++count, sum_x += x, sum_y += y;
      }
    }
    return std::array<int, 3>{count, sum_x / count, sum_y / count};
  };
  const auto dark = counted(heat_colour(0)), light = counted(heat_colour(1));
  EXPECT_EQ(light[0], 3 * dark[0]);
  EXPECT_LT(dark[1], light[1]);  // further to the left
  EXPECT_GT(dark[2], light[2]);  // and lower
}

TEST(HeatMap, TicksAreRoundNumbersInPlace) {
  const auto ticks = even_ticks(0, 1, 50, 5);
  ASSERT_GE(ticks.size(), 3u);
  EXPECT_EQ(ticks.front().text, "0");
  EXPECT_EQ(ticks.back().text, "1");
  EXPECT_EQ(ticks.back().position, 50);
}

}  // namespace
}  // namespace mote
