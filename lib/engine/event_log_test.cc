#include "lib/engine/event_log.h"

#include <gtest/gtest.h>

#include <cstring>

#include "event.pb.h"
#include "lib/base/hash.h"
#include "lib/base/tf_record.h"

namespace mote::engine {
namespace {

// Reads records back, checking both checksums of each.
std::vector<event::Event> read_events(const std::vector<uint8_t>& file) {
  const auto unmask = [](uint32_t masked) {
    const uint32_t rotated = masked - 0xa282ead8u;
    return (rotated >> 17) | (rotated << 15);
  };
  const auto number = [&](size_t at) {
    uint32_t value;
    std::memcpy(&value, file.data() + at, 4);
    return value;
  };
  std::vector<event::Event> events;
  size_t at = 0;
  while (at < file.size()) {
    const uint32_t size = number(at);
    EXPECT_EQ(number(at + 4), 0u);
    EXPECT_EQ(unmask(number(at + 8)), crc32c({file.data() + at, 8}));
    EXPECT_EQ(unmask(number(at + 12 + size)),
              crc32c({file.data() + at + 12, size}));
    EXPECT_TRUE(events.emplace_back().ParseFromArray(file.data() + at + 12,
                                                     static_cast<int>(size)));
    at += 16 + size;
  }
  return events;
}

TEST(EventLogTest, WritesWhatTensorBoardReads) {
  const auto events = read_events(
      event_file({{1, 1000.5, {{"loss", 0.75}, {"validation/loss", 0.5}}},
                  {2, 1001.5, {{"loss", 0.25}}}}));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].file_version(), "brain.Event:2");
  EXPECT_EQ(events[1].step(), 1);
  EXPECT_EQ(events[1].wall_time(), 1000.5);
  ASSERT_EQ(events[1].summary().value_size(), 2);
  EXPECT_EQ(events[1].summary().value(0).tag(), "loss");
  EXPECT_EQ(events[1].summary().value(0).simple_value(), 0.75f);
  EXPECT_EQ(events[2].summary().value(0).simple_value(), 0.25f);
}

// A record made with TensorFlow's own TFRecordWriter.
TEST(EventLogTest, FramesRecordsLikeTensorFlow) {
  const std::vector<uint8_t> record = tf_record("mote");
  const std::vector<uint8_t> expected = {4,   0,   0,  0,  0, 0,   0,
                                         0,   66,  69, 82, 4, 'm', 'o',
                                         't', 'e', 31, 66, 8, 121};
  EXPECT_EQ(record, expected);
}

}  // namespace
}  // namespace mote::engine
