#include "lib/live/camera/pixel_format.h"

#include <gtest/gtest.h>
#include <linux/videodev2.h>
#include <turbojpeg.h>

#include <array>
#include <cmath>

#include "lib/base/error.h"
#include "lib/signal/picture.h"

namespace mote {
namespace {

using Bytes = std::vector<uint8_t>;
using Triple = std::array<int, 3>;

Bytes yuyv(Triple left, Triple right) {
  return {static_cast<uint8_t>(left[0]), static_cast<uint8_t>(left[1]),
          static_cast<uint8_t>(right[0]), static_cast<uint8_t>(left[2])};
}

// Exact fractions of BT.601-7, rounded; computed in Python.
constexpr struct {
  Triple ycbcr, rgb;
} kColours[] = {
    {{16, 128, 128}, {0, 0, 0}},        {{235, 128, 128}, {255, 255, 255}},
    {{126, 128, 128}, {128, 128, 128}}, {{81, 90, 240}, {254, 0, 0}},
    {{145, 54, 34}, {0, 255, 1}},       {{41, 240, 110}, {0, 0, 255}},
    {{210, 16, 146}, {255, 255, 0}},    {{0, 0, 0}, {0, 136, 0}},
    {{255, 255, 255}, {255, 125, 255}}, {{255, 0, 255}, {255, 225, 20}},
    {{120, 155, 52}, {0, 172, 176}},    {{202, 245, 79}, {138, 211, 255}},
    {{46, 34, 10}, {0, 168, 0}},        {{205, 148, 30}, {64, 255, 255}},
    {{113, 184, 141}, {134, 80, 226}},  {{88, 54, 134}, {93, 108, 0}},
    {{109, 13, 133}, {116, 149, 0}},    {{139, 99, 84}, {73, 190, 85}},
};

TEST(PixelFormat, ConvertsYcbcrExactly) {
  for (const auto& [ycbcr, rgb] : kColours) {
    const auto values =
        convert_picture(yuyv(ycbcr, ycbcr), {V4L2_PIX_FMT_YUYV, 2, 1, 0});
    ASSERT_TRUE(values);
    for (int i = 0; i < 6; ++i) {
      EXPECT_EQ((*values)[i], rgb[i % 3])
          << ycbcr[0] << " " << ycbcr[1] << " " << ycbcr[2];
    }
    const auto u8 = [](int value) { return static_cast<uint8_t>(value); };
    const Bytes uyvy = {u8(ycbcr[1]), u8(ycbcr[0]), u8(ycbcr[2]), u8(ycbcr[0])};
    EXPECT_EQ(convert_picture(uyvy, {V4L2_PIX_FMT_UYVY, 2, 1, 0}), values);
  }
}

// The other way round, by the definition: what is rounded away on the way may
// change a colour by two steps.
TEST(PixelFormat, TakesBackWhatTheDefinitionMakes) {
  for (int red = 0; red < 256; red += 15) {
    for (int green = 0; green < 256; green += 15) {
      for (int blue = 0; blue < 256; blue += 15) {
        const double luma =
            (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0;
        const Triple ycbcr = {static_cast<int>(std::lround(16 + 219 * luma)),
                              static_cast<int>(std::lround(
                                  128 + 224 * (blue / 255.0 - luma) / 1.772)),
                              static_cast<int>(std::lround(
                                  128 + 224 * (red / 255.0 - luma) / 1.402))};
        const auto values =
            convert_picture(yuyv(ycbcr, ycbcr), {V4L2_PIX_FMT_YUYV, 2, 1, 0});
        ASSERT_TRUE(values);
        EXPECT_NEAR((*values)[0], red, 2);
        EXPECT_NEAR((*values)[1], green, 2);
        EXPECT_NEAR((*values)[2], blue, 2);
      }
    }
  }
}

TEST(PixelFormat, ReadsRowsThatAreFarApart) {
  const Bytes grey = {1, 2, 3, 99, 99, 4, 5, 6};
  EXPECT_EQ(convert_picture(grey, {V4L2_PIX_FMT_GREY, 3, 2, 5}),
            (Bytes{1, 2, 3, 4, 5, 6}));
  const Bytes bgr = {1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12};
  EXPECT_EQ(convert_picture(bgr, {V4L2_PIX_FMT_BGR24, 2, 2, 8}),
            (Bytes{3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}));
  const Bytes rgb = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(convert_picture(rgb, {V4L2_PIX_FMT_RGB24, 1, 2, 0}), rgb);
}

TEST(PixelFormat, WhatIsCutOffIsNothing) {
  const Bytes bytes(8, 128);
  EXPECT_FALSE(convert_picture(bytes, {V4L2_PIX_FMT_YUYV, 2, 3, 0}));
  EXPECT_FALSE(convert_picture(bytes, {V4L2_PIX_FMT_YUYV, 2, 2, 5}));
  EXPECT_FALSE(convert_picture(bytes, {V4L2_PIX_FMT_YUYV, 2, 2, 3}));
  EXPECT_FALSE(convert_picture(bytes, {V4L2_PIX_FMT_YUYV, 3, 1, 0}));
  EXPECT_FALSE(convert_picture(bytes, {V4L2_PIX_FMT_GREY, 0, 1, 0}));
  EXPECT_FALSE(convert_picture(bytes, {V4L2_PIX_FMT_MJPEG, 2, 2, 0}));
  EXPECT_FALSE(convert_picture({}, {V4L2_PIX_FMT_MJPEG, 2, 2, 0}));
  EXPECT_TRUE(convert_picture(bytes, {V4L2_PIX_FMT_YUYV, 2, 2, 0}));
}

Bytes jpeg_of(const Bytes& rgb, int width, int height, int samples) {
  const tjhandle encoder = tjInitCompress();
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  EXPECT_EQ(tjCompress2(encoder, rgb.data(), width, 0, height, TJPF_RGB,
                        &memory, &size, samples, 90, 0),
            0);
  Bytes jpeg(memory, memory + size);
  tjFree(memory);
  tjDestroy(encoder);
  return jpeg;
}

// Many cameras leave the Huffman tables out, as AVI files do.
Bytes without_huffman_tables(const Bytes& jpeg) {
  Bytes result = {jpeg[0], jpeg[1]};
  size_t at = 2;
  while (jpeg[at + 1] != 0xDA) {
    const size_t size = 2 + jpeg[at + 2] * 256u + jpeg[at + 3];
    if (jpeg[at + 1] != 0xC4) {
      result.insert(result.end(), jpeg.begin() + static_cast<long>(at),
                    jpeg.begin() + static_cast<long>(at + size));
    }
    at += size;
  }
  result.insert(result.end(), jpeg.begin() + static_cast<long>(at), jpeg.end());
  return result;
}

TEST(PixelFormat, DecodesMotionJpegs) {
  constexpr int kWidth = 32, kHeight = 16;
  Bytes rgb;
  for (int i = 0; i < kWidth * kHeight; ++i) {
    rgb.push_back(static_cast<uint8_t>(i * 7));
    rgb.push_back(static_cast<uint8_t>(i / 3));
    rgb.push_back(static_cast<uint8_t>(255 - i % 256));
  }
  const PixelFormat format = {V4L2_PIX_FMT_MJPEG, kWidth, kHeight, 0};
  for (int samples : {TJSAMP_422, TJSAMP_420, TJSAMP_GRAY}) {
    const Bytes jpeg = jpeg_of(rgb, kWidth, kHeight, samples);
    const auto expected = std::get<Bytes>(decode_picture(jpeg, "jpeg").samples);
    Bytes bare = without_huffman_tables(jpeg);
    EXPECT_LT(bare.size(), jpeg.size());
    bare.resize(bare.size() + 1000);
    for (const Bytes& bytes : {jpeg, bare}) {
      const auto values = convert_picture(bytes, format);
      ASSERT_TRUE(values);
      ASSERT_EQ(values->size(), size_t{3} * kWidth * kHeight);
      if (samples == TJSAMP_GRAY) {
        EXPECT_EQ((*values)[301], expected[100]);
      } else {
        EXPECT_EQ(*values, expected);
      }
    }
    EXPECT_FALSE(
        convert_picture(std::span(jpeg).first(jpeg.size() / 2), format));
    EXPECT_FALSE(
        convert_picture(jpeg, {V4L2_PIX_FMT_MJPEG, kWidth, kHeight + 1, 0}));
  }
}

TEST(PixelFormat, HasNames) {
  for (uint32_t code : known_pixel_codes()) {
    EXPECT_EQ(pixel_code(pixel_code_name(code)), code);
  }
  EXPECT_EQ(pixel_code_name(V4L2_PIX_FMT_YUYV), "YUYV");
  EXPECT_THROW(pixel_code("H264"), UsageError);
}

}  // namespace
}  // namespace mote
