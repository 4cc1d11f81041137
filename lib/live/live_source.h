// A sensor that can be recorded, opened: where its bytes come from and what
// they mean.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "lib/live/byte_source.h"
#include "lib/live/decoder.h"
#include "lib/live/live_format.h"

namespace mote {

struct LiveSource {
  std::unique_ptr<ByteSource> bytes;
  std::string name;     // as users name it: "serial:/dev/ttyACM0"
  std::string decoder;  // a row of decoders()
  LiveFormat declared;  // what the decoder is told
  // Metadata of its recordings: "device" -> "Arduino Nano 33 BLE".
  std::map<std::string, std::string> metadata = {};
  int64_t started = 0;  // seconds since 1970; 0: when it was opened
};

// What the user says of a source; "" and 0: the source's own.
struct SourceOptions {
  std::string address;  // behind the colon: "/dev/ttyACM0"
  int baud = 115200;    // of serial ports
  std::string decoder;
  std::vector<Axis> axes;
  double rate_hz = 0;
};

// A kind of source.
struct SourceRow {
  const char* name;     // before the colon: "serial"
  const char* address;  // what is behind it: "PORT"
  const char* help;
  LiveSource (*open)(const SourceOptions& options);
};

}  // namespace mote
