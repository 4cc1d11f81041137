// Event files as TensorBoard reads them: TFRecords of Event messages, the
// first of which says "brain.Event:2".
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mote::engine {

// Numbers by name ("loss", "validation/accuracy") at one step.
struct EventScalars {
  int64_t step = 0;
  double wall_time_s = 0;  // since 1970
  std::map<std::string, double> values;
};

// A whole event file. Writing it anew for each epoch keeps it complete and
// free of doubles when a training is resumed.
std::vector<uint8_t> event_file(const std::vector<EventScalars>& events);

}  // namespace mote::engine
