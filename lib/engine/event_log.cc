#include "lib/engine/event_log.h"

#include "event.pb.h"
#include "lib/base/tf_record.h"

namespace mote::engine {
namespace {

void append_record(std::vector<uint8_t>& file, const event::Event& message) {
  const std::vector<uint8_t> record = tf_record(message.SerializeAsString());
  file.insert(file.end(), record.begin(), record.end());
}

}  // namespace

std::vector<uint8_t> event_file(const std::vector<EventScalars>& events) {
  std::vector<uint8_t> file;
  event::Event message;
  message.set_wall_time(events.empty() ? 0 : events.front().wall_time_s);
  message.set_file_version("brain.Event:2");
  append_record(file, message);
  for (const EventScalars& scalars : events) {
    message.Clear();
    message.set_wall_time(scalars.wall_time_s);
    message.set_step(scalars.step);
    for (const auto& [name, value] : scalars.values) {
      event::Summary::Value* added = message.mutable_summary()->add_value();
      added->set_tag(name);
      added->set_simple_value(static_cast<float>(value));
    }
    append_record(file, message);
  }
  return file;
}

}  // namespace mote::engine
