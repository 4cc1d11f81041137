#include "lib/live/camera/camera_source.h"

#include <fmt/format.h>

#include <cmath>

#include "lib/base/error.h"
#include "lib/live/camera/camera.h"
#include "lib/live/source_address.h"
#include "lib/signal/axis_names.h"

namespace mote {
namespace {

using Milliseconds = std::chrono::milliseconds;

// Pictures at an interval; those between are taken from the camera and let go,
// so that the next one is never old.
class PicturesOfCamera : public ByteSource {
 public:
  PicturesOfCamera(std::unique_ptr<Camera> camera, double every_s)
      : camera_(std::move(camera)), every_ns_(std::llround(every_s * 1e9)) {}

  std::optional<Chunk> read(Milliseconds timeout) override {
    const int64_t until_ns =
        clock_.now_ns() + std::chrono::nanoseconds(timeout).count();
    for (;;) {
      const int64_t now_ns = clock_.now_ns();
      if (now_ns >= until_ns) return Chunk{now_ns, {}};
      const bool wanted = now_ns >= next_ns_;
      const auto left = Milliseconds((until_ns - now_ns + 999'999) / 1'000'000);
      auto picture = camera_->next(left, wanted);
      if (!picture || picture->empty()) continue;
      const int64_t arrived_ns = clock_.now_ns();
      next_ns_ += every_ns_;
      if (next_ns_ < arrived_ns) next_ns_ = arrived_ns;
      return Chunk{arrived_ns, std::move(*picture)};
    }
  }

  int64_t gaps() const override { return camera_->damaged(); }

 private:
  std::unique_ptr<Camera> camera_;
  int64_t every_ns_, next_ns_ = 0;
  ArrivalClock clock_;
};

struct Settings {
  CameraOptions camera;
  double every_s;
};

Settings settings_of(const SourceAddress& address) {
  Settings settings;
  const std::vector<int> size = parse_shape(address.text("size", "640x480"));
  if (size.size() != 2 || size[0] < 1 || size[1] < 1 || size[0] > 8192 ||
      size[1] > 8192) {
    throw UsageError("a size is WIDTHxHEIGHT, up to 8192 each", "--from",
                     "As in camera:/dev/video0?size=320x240");
  }
  settings.camera.width = size[0], settings.camera.height = size[1];
  const std::string format = address.text("format");
  if (!format.empty()) settings.camera.code = pixel_code(format);
  settings.every_s = address.number("every", 0.2, 0.001, 1e6);
  return settings;
}

SourceAddress address_of(const std::string& text) {
  return parse_source_address(text, {"size", "every", "format"});
}

std::string only_camera() {
  const std::vector<CameraName> found = cameras();
  if (found.size() == 1) return found[0].path;
  if (found.empty()) {
    throw Error(
        "there is no camera", "/dev/video*",
        "Connect one; of network cameras, import pictures: mote collect "
        "import DIR");
  }
  std::string all;
  for (const CameraName& camera : found) {
    all += (all.empty() ? "" : ", ") + camera.path + " (" + camera.name + ")";
  }
  throw Error("there are several cameras", all,
              "Say which: --from camera:" + found[0].path);
}

LiveSource source_of(std::unique_ptr<VideoDevice> device,
                     const std::string& path, const Settings& settings) {
  LiveSource source;
  source.metadata["device"] = camera_name(*device, path).name;
  auto camera =
      std::make_unique<Camera>(std::move(device), settings.camera, path);
  const PixelFormat format = camera->format();
  source.name = "camera:" + path;
  source.decoder = "values";
  source.declared.axes = {{"red", ""}, {"green", ""}, {"blue", ""}};
  if (channels_of(format.code) == 1) source.declared.axes = {{"grey", ""}};
  source.declared.frame_shape = {format.height, format.width};
  source.declared.rate_hz = 1 / settings.every_s;
  source.declared.type = "uint8";
  source.declared.kind = "picture";
  source.metadata["pixel_format"] = pixel_code_name(format.code);
  source.bytes =
      std::make_unique<PicturesOfCamera>(std::move(camera), settings.every_s);
  return source;
}

}  // namespace

LiveSource open_camera(const SourceOptions& options) {
  const SourceAddress address = address_of(options.address);
  const Settings settings = settings_of(address);
  const std::string path =
      address.place.empty() ? only_camera() : address.place;
  return source_of(open_video_device(path), path, settings);
}

LiveSource open_camera(std::unique_ptr<VideoDevice> device,
                       const std::string& path, const std::string& settings) {
  return source_of(std::move(device), path,
                   settings_of(address_of(path + settings)));
}

}  // namespace mote
