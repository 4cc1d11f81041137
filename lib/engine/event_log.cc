#include "lib/engine/event_log.h"

#include <span>

#include "event.pb.h"
#include "lib/base/hash.h"

namespace mote::engine {
namespace {

template <class Number>
void append_number(std::vector<uint8_t>& bytes, Number number) {
  for (size_t i = 0; i < sizeof(number); ++i) {
    bytes.push_back(static_cast<uint8_t>(number >> (8 * i)));
  }
}

uint32_t masked_checksum(std::span<const uint8_t> bytes) {
  const uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

void append_record(std::vector<uint8_t>& file, const event::Event& message) {
  const std::vector<uint8_t> record = tf_record(message.SerializeAsString());
  file.insert(file.end(), record.begin(), record.end());
}

}  // namespace

std::vector<uint8_t> tf_record(std::string_view data) {
  std::vector<uint8_t> record;
  append_number(record, uint64_t{data.size()});
  append_number(record, masked_checksum(record));
  record.insert(record.end(), data.begin(), data.end());
  append_number(record,
                masked_checksum(std::span(record).subspan(12, data.size())));
  return record;
}

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
