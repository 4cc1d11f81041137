// Of tests: a camera that answers as Linux' drivers do.
#pragma once

#include <linux/videodev2.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "lib/live/camera/video_device.h"

namespace mote {

class FakeCamera : public VideoDevice {
 public:
  struct Format {
    uint32_t code;
    uint32_t width, height;  // the only size
    uint32_t row_bytes, size_bytes;
  };

  // draw: writes picture number n into a buffer and returns how many bytes.
  FakeCamera(std::vector<Format> formats,
             std::function<size_t(int n, std::span<uint8_t>)> draw)
      : formats_(std::move(formats)), draw_(std::move(draw)) {}

  uint32_t capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  int begins_with = 0;   // errno of VIDIOC_STREAMON
  int gone_after = -1;   // pictures until ENODEV
  int damaged_one = -1;  // the picture with V4L2_BUF_FLAG_ERROR
  bool* stopped = nullptr;

  int control(unsigned long request, void* argument) override {
    switch (request) {
      case VIDIOC_QUERYCAP:
        return describe(*static_cast<v4l2_capability*>(argument));
      case VIDIOC_ENUM_FMT:
        return list(*static_cast<v4l2_fmtdesc*>(argument));
      case VIDIOC_TRY_FMT:
      case VIDIOC_S_FMT:
        return agree(*static_cast<v4l2_format*>(argument));
      case VIDIOC_REQBUFS:
        static_cast<v4l2_requestbuffers*>(argument)->count = 2;
        return 0;
      case VIDIOC_QUERYBUF:
        return locate(*static_cast<v4l2_buffer*>(argument));
      case VIDIOC_QBUF:
        queue_.push_back(static_cast<v4l2_buffer*>(argument)->index);
        return 0;
      case VIDIOC_DQBUF:
        return fill(*static_cast<v4l2_buffer*>(argument));
      case VIDIOC_STREAMON:
        return begins_with;
      case VIDIOC_STREAMOFF:
        if (stopped != nullptr) *stopped = true;
        return 0;
      default:
        return ENOTTY;
    }
  }

  std::span<uint8_t> map(size_t size_bytes, int64_t offset) override {
    memory_[offset].resize(size_bytes);
    return memory_[offset];
  }

  bool wait(std::chrono::milliseconds) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return true;
  }

 private:
  int describe(v4l2_capability& facts) const {
    std::memcpy(facts.card,
                "Fake\x01"
                "Cam",
                8);
    facts.capabilities = V4L2_CAP_DEVICE_CAPS | V4L2_CAP_VIDEO_CAPTURE;
    facts.device_caps = capabilities;
    return 0;
  }

  int list(v4l2_fmtdesc& row) const {
    if (row.index >= formats_.size()) return EINVAL;
    row.pixelformat = formats_[row.index].code;
    return 0;
  }

  int agree(v4l2_format& format) {
    for (const Format& each : formats_) {
      if (each.code != format.fmt.pix.pixelformat) continue;
      format.fmt.pix.width = each.width;
      format.fmt.pix.height = each.height;
      format.fmt.pix.bytesperline = each.row_bytes;
      size_bytes_ = each.size_bytes;
      return 0;
    }
    return EINVAL;
  }

  int locate(v4l2_buffer& buffer) const {
    buffer.length = size_bytes_;
    buffer.m.offset = buffer.index * 65536;
    return 0;
  }

  int fill(v4l2_buffer& buffer) {
    if (drawn_ == gone_after) return ENODEV;
    if (queue_.empty()) return EAGAIN;
    buffer.index = queue_.front();
    queue_.pop_front();
    buffer.flags = drawn_ == damaged_one ? V4L2_BUF_FLAG_ERROR : 0;
    buffer.bytesused =
        static_cast<uint32_t>(draw_(drawn_++, memory_[buffer.index * 65536]));
    return 0;
  }

  std::vector<Format> formats_;
  std::function<size_t(int, std::span<uint8_t>)> draw_;
  std::map<int64_t, std::vector<uint8_t>> memory_;
  std::deque<uint32_t> queue_;
  uint32_t size_bytes_ = 0;
  int drawn_ = 0;
};

}  // namespace mote
