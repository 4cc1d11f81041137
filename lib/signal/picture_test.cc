#include "lib/signal/picture.h"

#include <gtest/gtest.h>
#include <png.h>
#include <turbojpeg.h>

#include "lib/base/error.h"

namespace mote {
namespace {

std::span<const uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Reddish rows that get brighter.
std::vector<uint8_t> pixels(int width, int height) {
  std::vector<uint8_t> rgb;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      rgb.insert(rgb.end(), {static_cast<uint8_t>(8 * y), 20, 10});
    }
  }
  return rgb;
}

std::vector<uint8_t> png(int width, int height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.format = PNG_FORMAT_RGB;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  const auto rgb = pixels(width, height);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<uint8_t> file(size);
  png_image_write_to_memory(&image, file.data(), &size, 0, rgb.data(), 0,
                            nullptr);
  file.resize(size);
  return file;
}

std::vector<uint8_t> jpeg(int width, int height) {
  const auto rgb = pixels(width, height);
  tjhandle encoder = tjInitCompress();
  unsigned char* output = nullptr;
  unsigned long size = 0;
  tjCompress2(encoder, rgb.data(), width, 0, height, TJPF_RGB, &output, &size,
              TJSAMP_444, 95, 0);
  std::vector<uint8_t> file(output, output + size);
  tjFree(output);
  tjDestroy(encoder);
  return file;
}

TEST(Picture, PngIsExact) {
  const Signal signal = decode_picture(png(5, 30), "a.png");
  EXPECT_EQ(signal.frame_shape, (std::vector<int>{30, 5}));
  EXPECT_EQ(signal.axis_count(), 3u);
  EXPECT_EQ(signal.frame_count(), 1u);
  EXPECT_EQ(std::get<std::vector<uint8_t>>(signal.samples), pixels(5, 30));
}

TEST(Picture, JpegIsNear) {
  const Signal signal = decode_picture(jpeg(16, 24), "a.jpg");
  EXPECT_EQ(signal.frame_shape, (std::vector<int>{24, 16}));
  const auto expected = pixels(16, 24);
  const auto& values = std::get<std::vector<uint8_t>>(signal.samples);
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(values[i], expected[i], 8) << i;
  }
}

TEST(Picture, PortablePixmapsWithComments) {
  const std::string ppm = "P6 # made by hand\n2 1\n255\nabcdef";
  const Signal signal = decode_picture(bytes_of(ppm), "a.ppm");
  EXPECT_EQ(std::get<std::vector<uint8_t>>(signal.samples),
            (std::vector<uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'}));
  const std::string grey = "P5 1 2 15\n\x0F\x03";
  EXPECT_EQ(std::get<std::vector<uint8_t>>(
                decode_picture(bytes_of(grey), "a.pgm").samples),
            (std::vector<uint8_t>{255, 51}));
}

TEST(Picture, CutFilesAreRefused) {
  for (const auto& whole : {png(5, 30), jpeg(16, 24)}) {
    EXPECT_NO_THROW(decode_picture(whole, "whole"));
    for (size_t size : {size_t{0}, size_t{3}, size_t{20}, whole.size() / 2}) {
      EXPECT_THROW(decode_picture(std::span(whole).first(size), "cut"), Error);
    }
  }
}

TEST(Picture, AbsurdHeadersAreRefused) {
  for (const char* text :
       {"P6 0 0 255\n", "P6 99999999 99999999 255\n", "P6 2 2 65535\nabcd",
        "P6 2 2 255\nabc", "P5 1 1 0\na", "P6 -1 2 255\nabcdef", "P6", ""}) {
    EXPECT_THROW(decode_picture(bytes_of(text), "absurd"), Error) << text;
  }
}

TEST(Picture, AsPngIsTheSameAgain) {
  for (size_t axes : {1, 3}) {
    Signal picture{0, {{"grey", ""}}, std::vector<uint8_t>(), {5, 7}};
    if (axes == 3) picture.axes = {{"red", ""}, {"green", ""}, {"blue", ""}};
    auto& values = std::get<std::vector<uint8_t>>(picture.samples);
    for (size_t i = 0; i < 35 * axes; ++i) {
      values.push_back(static_cast<uint8_t>(i * 37));
    }
    const Signal again = decode_picture(encode_png(picture), "p.png");
    EXPECT_EQ(again.frame_shape, picture.frame_shape);
    EXPECT_EQ(again.axes, picture.axes);
    EXPECT_EQ(again.samples, picture.samples);
    values.resize(values.size() * 2);
    EXPECT_THROW(encode_png(picture), Error);
  }
}

}  // namespace
}  // namespace mote
