#include "lib/live/camera/camera.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr uint32_t kBuffers = 4;
constexpr uint32_t kMostFormats = 256;  // of a device that never ends its list
constexpr int kMostExtent = 8192;

v4l2_format request_of(uint32_t code, int width, int height) {
  v4l2_format request{};
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  request.fmt.pix.width = static_cast<uint32_t>(width);
  request.fmt.pix.height = static_cast<uint32_t>(height);
  request.fmt.pix.pixelformat = code;
  request.fmt.pix.field = V4L2_FIELD_ANY;
  return request;
}

PixelFormat format_of(const v4l2_format& answer) {
  return {answer.fmt.pix.pixelformat, static_cast<int>(answer.fmt.pix.width),
          static_cast<int>(answer.fmt.pix.height),
          static_cast<int>(answer.fmt.pix.bytesperline)};
}

int distance(const PixelFormat& format, const CameraOptions& options) {
  return std::abs(format.width - options.width) +
         std::abs(format.height - options.height);
}

v4l2_buffer buffer_of(uint32_t index) {
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  return buffer;
}

}  // namespace

Camera::Camera(std::unique_ptr<VideoDevice> device,
               const CameraOptions& options, std::string name)
    : device_(std::move(device)), name_(std::move(name)) {
  if (camera_name(*device_, name_).name.empty()) {
    throw Error("the device gives no pictures", name_,
                "Cameras have several device files; try the next one.");
  }
  agree(options);
  begin();
}

Camera::~Camera() {
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  device_->control(VIDIOC_STREAMOFF, &type);
}

void Camera::fail(const std::string& what, int code) const {
  throw Error(what + ": " + std::strerror(code), name_,
              code == EBUSY ? "Close the program that uses the camera."
                            : "Unplug it and connect it again.");
}

// The best known format of those that it has, in the size that is wanted; else
// the one that comes nearest.
void Camera::agree(const CameraOptions& options) {
  std::vector<uint32_t> has;
  for (uint32_t i = 0; i < kMostFormats; ++i) {
    v4l2_fmtdesc row{};
    row.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    row.index = i;
    if (device_->control(VIDIOC_ENUM_FMT, &row) != 0) break;
    has.push_back(row.pixelformat);
  }
  std::optional<PixelFormat> best;
  std::string names;
  for (uint32_t code : has) {
    names += (names.empty() ? "" : ", ") + pixel_code_name(code);
  }
  for (uint32_t code : known_pixel_codes()) {
    PixelFormat format;
    if (std::ranges::find(has, code) == has.end() ||
        (options.code != 0 && code != options.code) ||
        !try_format(code, options, format)) {
      continue;
    }
    if (!best || distance(format, options) < distance(*best, options)) {
      best = format;
    }
  }
  if (!best) {
    throw Error("the camera has no format that can be read", name_,
                "It has: " + (names.empty() ? "none" : names));
  }
  set_format(*best);
}

bool Camera::try_format(uint32_t code, const CameraOptions& options,
                        PixelFormat& format) {
  v4l2_format request = request_of(code, options.width, options.height);
  if (device_->control(VIDIOC_TRY_FMT, &request) != 0) return false;
  format = format_of(request);
  return format.code == code && format.width > 0 && format.height > 0 &&
         format.width <= kMostExtent && format.height <= kMostExtent;
}

void Camera::set_format(const PixelFormat& format) {
  v4l2_format request = request_of(format.code, format.width, format.height);
  const int code = device_->control(VIDIOC_S_FMT, &request);
  if (code != 0) fail("the camera takes no format", code);
  format_ = format_of(request);
  if (format_.code != format.code || format_.width != format.width ||
      format_.height != format.height) {
    throw Error("the camera takes another format than it said", name_,
                "Name a format: ?format=MJPG");
  }
}

void Camera::begin() {
  v4l2_requestbuffers request{};
  request.count = kBuffers;
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  request.memory = V4L2_MEMORY_MMAP;
  int code = device_->control(VIDIOC_REQBUFS, &request);
  if (code != 0) fail("the camera gives no memory", code);
  for (uint32_t i = 0; i < request.count; ++i) {
    v4l2_buffer buffer = buffer_of(i);
    code = device_->control(VIDIOC_QUERYBUF, &buffer);
    if (code != 0) fail("the camera gives no memory", code);
    buffers_.push_back(device_->map(buffer.length, buffer.m.offset));
    if (buffers_.back().empty()) fail("the camera gives no memory", ENOMEM);
    give_back(i);
  }
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  code = device_->control(VIDIOC_STREAMON, &type);
  if (code != 0) fail("the camera does not begin", code);
}

void Camera::give_back(uint32_t index) {
  v4l2_buffer buffer = buffer_of(index);
  const int code = device_->control(VIDIOC_QBUF, &buffer);
  if (code != 0) fail("the camera is gone", code);
}

std::optional<std::vector<uint8_t>> Camera::next(
    std::chrono::milliseconds timeout, bool wanted) {
  if (!device_->wait(timeout)) return std::nullopt;
  v4l2_buffer buffer = buffer_of(0);
  const int code = device_->control(VIDIOC_DQBUF, &buffer);
  if (code == EAGAIN) return std::nullopt;
  if (code != 0) fail("the camera is gone", code);
  if (buffer.index >= buffers_.size()) fail("the camera is gone", EIO);
  std::optional<std::vector<uint8_t>> values = std::vector<uint8_t>();
  if (wanted) {
    const auto memory = buffers_[buffer.index];
    const size_t used = std::min<size_t>(buffer.bytesused, memory.size());
    const bool whole = (buffer.flags & V4L2_BUF_FLAG_ERROR) == 0;
    values =
        whole ? convert_picture(memory.first(used), format_) : std::nullopt;
    if (!values) ++damaged_;
  }
  give_back(buffer.index);
  return values;
}

}  // namespace mote
