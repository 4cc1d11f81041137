// A camera that gives one picture after the other.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/live/camera/pixel_format.h"
#include "lib/live/camera/video_device.h"

namespace mote {

struct CameraOptions {
  int width = 640, height = 480;
  uint32_t code = 0;  // V4L2_PIX_FMT_*; 0: the best that has this size
};

class Camera {
 public:
  // Agrees with the camera on a format and begins. A camera that does not have
  // the size gives the one that it takes for nearest. Throws Error, with `name`
  // as its where, for a device that gives no pictures or none of a known
  // format, and when it is in use.
  Camera(std::unique_ptr<VideoDevice> device, const CameraOptions& options,
         std::string name);
  ~Camera();
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  // What it gives: pictures of this size, and channels_of(format().code).
  const PixelFormat& format() const { return format_; }

  // The next picture's values (convert_picture); nothing within this time.
  // Without `wanted` the picture is taken from the camera and not converted:
  // an empty vector. Throws Error when the camera is gone.
  std::optional<std::vector<uint8_t>> next(std::chrono::milliseconds timeout,
                                           bool wanted = true);

  // Pictures that came damaged and were left out.
  int64_t damaged() const { return damaged_; }

 private:
  void agree(const CameraOptions& options);
  bool try_format(uint32_t code, const CameraOptions& options,
                  PixelFormat& format);
  void set_format(const PixelFormat& format);
  void begin();
  void give_back(uint32_t index);
  [[noreturn]] void fail(const std::string& what, int code) const;

  std::unique_ptr<VideoDevice> device_;
  std::string name_;
  PixelFormat format_;
  std::vector<std::span<uint8_t>> buffers_;
  int64_t damaged_ = 0;
};

}  // namespace mote
