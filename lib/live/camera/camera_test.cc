#include "lib/live/camera/camera.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/live/camera/camera_source.h"
#include "lib/live/camera/fake_camera.h"

namespace mote {
namespace {

using namespace std::chrono_literals;

constexpr FakeCamera::Format kGrey = {V4L2_PIX_FMT_GREY, 4, 2, 6, 12};

// Picture n: all pixels 10 n + their number.
size_t draw_grey(int n, std::span<uint8_t> to) {
  for (int i = 0; i < 8; ++i) {
    to[static_cast<size_t>(i / 4 * 6 + i % 4)] =
        static_cast<uint8_t>(10 * n + i);
  }
  return to.size();
}

std::unique_ptr<FakeCamera> grey_camera() {
  return std::make_unique<FakeCamera>(std::vector<FakeCamera::Format>{kGrey},
                                      draw_grey);
}

uint32_t chosen(std::vector<FakeCamera::Format> formats,
                const CameraOptions& options) {
  auto fake = std::make_unique<FakeCamera>(
      std::move(formats), [](int, std::span<uint8_t>) { return size_t{0}; });
  return Camera(std::move(fake), options, "fake").format().code;
}

TEST(Camera, AgreesOnTheBestFormatOfTheSize) {
  const FakeCamera::Format yuyv = {V4L2_PIX_FMT_YUYV, 320, 240, 640, 153600};
  const FakeCamera::Format mjpg = {V4L2_PIX_FMT_MJPEG, 640, 480, 0, 600000};
  const FakeCamera::Format h264 = {V4L2_PIX_FMT_H264, 640, 480, 0, 600000};
  EXPECT_EQ(chosen({h264, mjpg, yuyv}, {640, 480, 0}), V4L2_PIX_FMT_MJPEG);
  EXPECT_EQ(chosen({h264, mjpg, yuyv}, {320, 240, 0}), V4L2_PIX_FMT_YUYV);
  EXPECT_EQ(chosen({h264, mjpg, yuyv}, {300, 200, 0}), V4L2_PIX_FMT_YUYV);
  EXPECT_EQ(chosen({h264, mjpg, yuyv}, {320, 240, V4L2_PIX_FMT_MJPEG}),
            V4L2_PIX_FMT_MJPEG);
  EXPECT_THROW(chosen({h264}, {640, 480, 0}), Error);
  EXPECT_THROW(chosen({}, {640, 480, 0}), Error);
  EXPECT_THROW(chosen({mjpg}, {640, 480, V4L2_PIX_FMT_YUYV}), Error);
}

TEST(Camera, GivesOnePictureAfterTheOther) {
  bool stopped = false;
  {
    auto fake = grey_camera();
    fake->stopped = &stopped;
    fake->damaged_one = 2;
    Camera camera(std::move(fake), {}, "fake");
    EXPECT_EQ(camera.format().row_bytes, 6);
    EXPECT_EQ(camera.next(100ms),
              (std::vector<uint8_t>{0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(camera.next(100ms, false), std::vector<uint8_t>());
    EXPECT_EQ(camera.next(100ms), std::nullopt);
    EXPECT_EQ(camera.damaged(), 1);
    EXPECT_EQ(camera.next(100ms),
              (std::vector<uint8_t>{30, 31, 32, 33, 34, 35, 36, 37}));
    EXPECT_FALSE(stopped);
  }
  EXPECT_TRUE(stopped);
}

TEST(Camera, FaultsAreErrors) {
  auto gone = grey_camera();
  gone->gone_after = 1;
  Camera camera(std::move(gone), {}, "fake");
  EXPECT_TRUE(camera.next(100ms));
  EXPECT_THROW(camera.next(100ms), Error);

  auto busy = grey_camera();
  busy->begins_with = EBUSY;
  EXPECT_THROW(Camera(std::move(busy), {}, "fake"), Error);
  auto tuner = grey_camera();
  tuner->capabilities = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
  EXPECT_THROW(Camera(std::move(tuner), {}, "fake"), Error);
}

TEST(CameraSource, GivesPicturesToTheDecoder) {
  LiveSource source = open_camera(grey_camera(), "/dev/video7", "?every=0.001");
  EXPECT_EQ(source.name, "camera:/dev/video7");
  EXPECT_EQ(source.metadata.at("device"), "Fake?Cam");
  EXPECT_EQ(source.metadata.at("pixel_format"), "GREY");
  EXPECT_EQ(source.declared.kind, "picture");
  EXPECT_EQ(source.declared.frame_shape, (std::vector<int>{2, 4}));
  EXPECT_EQ(source.declared.axes, (std::vector<Axis>{{"grey", ""}}));
  const auto decoder = make_decoder(source.decoder, source.declared);
  const auto chunk = source.bytes->read(10s);
  ASSERT_TRUE(chunk);
  EXPECT_EQ(std::get<std::vector<uint8_t>>(decoder->decode(*chunk).values),
            (std::vector<uint8_t>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(CameraSource, KeepsTheInterval) {
  LiveSource source = open_camera(grey_camera(), "/dev/video7", "?every=1000");
  EXPECT_FALSE(source.bytes->read(10s)->bytes.empty());
  EXPECT_TRUE(source.bytes->read(20ms)->bytes.empty());
}

TEST(CameraSource, RefusesWrongSettings) {
  for (const char* settings : {"?size=640", "?size=0x10", "?size=640x480x3",
                               "?every=0", "?format=XYZ", "?colour=red"}) {
    EXPECT_THROW(open_camera(grey_camera(), "c", settings), UsageError)
        << settings;
  }
  SourceOptions options;
  options.address = "/dev/no_camera";
  EXPECT_THROW(open_camera(options), Error);
  options.address = "/dev/null";
  EXPECT_THROW(open_camera(options), Error);
}

// Where this computer has a camera, and it is free.
TEST(CameraSource, RecordsARealCamera) {
  const std::vector<CameraName> found = cameras();
  if (found.empty()) {
    SourceOptions none;
    EXPECT_THROW(open_camera(none), Error);
    GTEST_SKIP() << "needs a camera";
  }
  SourceOptions options;
  options.address = found[0].path + "?size=320x240";
  LiveSource source = open_camera(options);
  const auto chunk = source.bytes->read(10s);
  ASSERT_TRUE(chunk);
  EXPECT_EQ(chunk->bytes.size(), source.declared.frame_values());
}

}  // namespace
}  // namespace mote
