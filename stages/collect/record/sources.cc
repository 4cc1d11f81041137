#include "stages/collect/record/sources.h"

#include <ctime>

#include "lib/base/error.h"
#include "lib/firmware/sensor/firmware_source.h"
#include "lib/live/camera/camera_source.h"
#include "lib/live/capture.h"
#include "lib/live/microphone_source.h"
#include "lib/live/mqtt_source.h"
#include "lib/live/serial_port.h"

namespace mote {
namespace {

constexpr SourceRow kSources[] = {
    {"microphone", "NAME", "sound, of the computer's own microphone",
     open_microphone},
    {"serial", "PORT", "a board that sends readings to a serial port",
     open_serial_port},
    {"camera", "DEVICE", "pictures of a camera of this computer", open_camera},
    {"mqtt", "HOST/TOPIC", "what a device publishes at an MQTT broker",
     open_mqtt},
    {"mqtts", "HOST/TOPIC", "the same with TLS", open_mqtts},
    {"firmware", "FOLDER", "a board in the emulator (mote collect firmware)",
     open_sensor_firmware},
    {"replay", "FILE", "what --capture wrote", open_replay},
};

}  // namespace

std::span<const SourceRow> recording_sources() { return kSources; }

LiveSource open_recording_source(const std::string& from,
                                 SourceOptions options) {
  const size_t colon = from.find(':');
  const std::string name = from.substr(0, colon);
  if (colon != std::string::npos) options.address = from.substr(colon + 1);
  std::string known;
  for (const SourceRow& row : recording_sources()) {
    if (name == row.name) {
      LiveSource source = row.open(options);
      if (source.started == 0) source.started = std::time(nullptr);
      return source;
    }
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  throw UsageError("there is no source '" + name + "'", "--from",
                   "There are: " + known);
}

}  // namespace mote
