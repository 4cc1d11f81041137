#include "lib/live/camera/video_device.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "lib/base/error.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

class RealVideoDevice : public VideoDevice {
 public:
  explicit RealVideoDevice(int file) : file_(file) {}
  ~RealVideoDevice() override {
    for (const auto& memory : mapped_) ::munmap(memory.data(), memory.size());
    ::close(file_);
  }
  RealVideoDevice(const RealVideoDevice&) = delete;
  RealVideoDevice& operator=(const RealVideoDevice&) = delete;

  int control(unsigned long request, void* argument) override {
    int code = 0;
    do {
      code = ::ioctl(file_, request, argument);
    } while (code < 0 && errno == EINTR);
    return code < 0 ? errno : 0;
  }

  std::span<uint8_t> map(size_t size_bytes, int64_t offset) override {
    void* memory = ::mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE,
                          MAP_SHARED, file_, offset);
    if (memory == MAP_FAILED) return {};
    mapped_.emplace_back(static_cast<uint8_t*>(memory), size_bytes);
    return mapped_.back();
  }

  bool wait(std::chrono::milliseconds timeout) override {
    pollfd waiting{file_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(timeout.count())) > 0;
  }

 private:
  int file_;
  std::vector<std::span<uint8_t>> mapped_;
};

int open_file(const std::string& path) {
  return ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
}

// "/dev/video12" -> 12; -1 for other names.
int video_number(const fs::path& path) {
  const std::string name = path.filename().string();
  if (!name.starts_with("video") || name.size() > 8 ||
      name.find_first_not_of("0123456789", 5) != std::string::npos ||
      name.size() == 5) {
    return -1;
  }
  return std::stoi(name.substr(5));
}

}  // namespace

std::unique_ptr<VideoDevice> open_video_device(const std::string& path) {
  const int file = open_file(path);
  if (file >= 0) return std::make_unique<RealVideoDevice>(file);
  const int fault = errno;
  std::string hint =
      "Check that it is connected; v4l2-ctl --list-devices "
      "names the cameras that are.";
  if (fault == EACCES) {
    hint =
        "Join the group that may use it: sudo usermod -a -G video $USER, "
        "then log in again.";
  } else if (fault == EBUSY) {
    hint = "Close the program that uses it.";
  }
  throw Error(
      std::string("the camera cannot be opened: ") + std::strerror(fault), path,
      hint);
}

CameraName camera_name(VideoDevice& device, const std::string& path) {
  v4l2_capability facts{};
  if (device.control(VIDIOC_QUERYCAP, &facts) != 0) return {path, ""};
  const uint32_t can = (facts.capabilities & V4L2_CAP_DEVICE_CAPS) != 0
                           ? facts.device_caps
                           : facts.capabilities;
  if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0 || (can & V4L2_CAP_STREAMING) == 0) {
    return {path, ""};
  }
  const auto* text = reinterpret_cast<const char*>(facts.card);
  std::string name(text, ::strnlen(text, sizeof(facts.card)));
  for (char& c : name) {
    if (static_cast<unsigned char>(c) < ' ' || c >= 0x7F || c < 0) c = '?';
  }
  return {path, name.empty() ? "camera" : name};
}

std::vector<CameraName> cameras() {
  std::vector<std::pair<int, std::string>> paths;
  std::error_code fault;
  for (fs::directory_iterator at("/dev", fault), end; !fault && at != end;
       at.increment(fault)) {
    const int number = video_number(at->path());
    if (number >= 0) paths.emplace_back(number, at->path().string());
  }
  std::ranges::sort(paths);
  std::vector<CameraName> found;
  for (const auto& [number, path] : paths) {
    const int file = open_file(path);
    if (file < 0) {
      // In use or not permitted: it is there all the same.
      found.push_back({path, std::strerror(errno)});
      continue;
    }
    RealVideoDevice device(file);
    CameraName camera = camera_name(device, path);
    if (!camera.name.empty()) found.push_back(std::move(camera));
  }
  return found;
}

}  // namespace mote
