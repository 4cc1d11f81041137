// The calls by which Linux gives pictures of a camera (Video for Linux, second
// version), as an interface, so that tests can stand in for a camera.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mote {

class VideoDevice {
 public:
  virtual ~VideoDevice() = default;

  // ioctl(2): 0, or the number of the error.
  virtual int control(unsigned long request, void* argument) = 0;

  // A buffer's memory, as long as the object lives; empty when it cannot be
  // had.
  virtual std::span<uint8_t> map(size_t size_bytes, int64_t offset) = 0;

  // Whether a picture is there within this time.
  virtual bool wait(std::chrono::milliseconds timeout) = 0;
};

// Throws Error, saying what to do, when it is not there or not permitted.
std::unique_ptr<VideoDevice> open_video_device(const std::string& path);

// A device file that gives pictures.
struct CameraName {
  std::string path;  // "/dev/video0"
  std::string name;  // "Integrated Camera: Integrated C"
};

// All cameras of this computer, by number.
std::vector<CameraName> cameras();

// What a device says of itself; nothing in `name` where it gives no pictures.
CameraName camera_name(VideoDevice& device, const std::string& path);

}  // namespace mote
