#include "lib/live/serial_port.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lib/live/fake_device.h"
#include "lib/live/rate_meter.h"

namespace mote {
namespace {

constexpr std::chrono::milliseconds kWait(100);

struct Heard {
  std::vector<float> values;
  RateMeter meter;
  std::string lost;  // what was said when the device went
};

// Reads until the board is gone or so many values have come.
Heard hear(LiveSource& source, Decoder& decoder, size_t most_values) {
  Heard heard;
  try {
    while (heard.values.size() < most_values) {
      const std::optional<Chunk> chunk = source.bytes->read(kWait);
      if (!chunk) break;
      const Readings readings = decoder.decode(*chunk);
      const auto& values = std::get<std::vector<float>>(readings.values);
      heard.values.insert(heard.values.end(), values.begin(), values.end());
      if (decoder.format() == nullptr) continue;
      heard.meter.add(readings.arrived_ns,
                      static_cast<int64_t>(values.size() /
                                           decoder.format()->frame_values()));
    }
  } catch (const Error& error) {
    heard.lost = error.what_happened();
  }
  return heard;
}

SourceOptions at(const std::string& port) {
  SourceOptions options;
  options.address = port;
  return options;
}

class SerialPortAtRate : public testing::TestWithParam<int> {};

TEST_P(SerialPortAtRate, EveryReadingArrivesAndTheRateIsMeasured) {
  const int rate_hz = GetParam();
  const int readings = rate_hz;
  FakeBoard board([&](const BoardLine& line) {
    line.send_readings(rate_hz, [&](int i) {
      return i == readings ? "" : fmt::format("{},{}\r\n", i, -0.5 * i);
    });
  });
  LiveSource source = open_serial_port(at(board.port()));
  EXPECT_EQ(source.name, "serial:" + board.port());
  const auto decoder = make_decoder(source.decoder, source.declared);
  board.start();
  const Heard heard =
      hear(source, *decoder, 2 * static_cast<size_t>(readings - 1));
  ASSERT_EQ(heard.values.size(), 2 * static_cast<size_t>(readings - 1));
  for (int i = 1; i < readings; ++i) {
    EXPECT_EQ(heard.values[2 * static_cast<size_t>(i - 1)], i);
  }
  EXPECT_EQ(decoder->faults().broken, 0);
  // Loosely: on a busy machine the board is late, too.
  EXPECT_GT(heard.meter.measured().rate_hz, 0.5 * rate_hz);
  EXPECT_LT(heard.meter.measured().rate_hz, 1.5 * rate_hz);
}

INSTANTIATE_TEST_SUITE_P(Rates, SerialPortAtRate, testing::Values(50, 1000));

TEST(SerialPort, ADeviceThatIsUnpluggedIsAClearError) {
  FakeBoard board(
      [](const BoardLine& line) { line.send("0,0\n1,2\n1,2\n1,2\n1,"); });
  LiveSource source = open_serial_port(at(board.port()));
  const auto decoder = make_decoder(source.decoder, source.declared);
  board.start();
  const Heard heard = hear(source, *decoder, 6);
  EXPECT_EQ(heard.values, (std::vector<float>{1, 2, 1, 2, 1, 2}));
  EXPECT_EQ(heard.lost, "");
  board.unplug();
  EXPECT_EQ(hear(source, *decoder, 1).lost, "the device is gone: unplugged");
}

TEST(SerialPort, NoiseBetweenReadingsIsCounted) {
  FakeBoard board([](const BoardLine& line) {
    line.send(std::string("\xff\x00\x80garbage\n", 11));
    line.send("0 0 0\n");
    for (int i = 0; i < 30; ++i)
      line.send(i % 10 == 9 ? "5 \x80\n" : "1 2 3\n");
  });
  LiveSource source = open_serial_port(at(board.port()));
  const auto decoder = make_decoder(source.decoder, source.declared);
  board.start();
  EXPECT_EQ(hear(source, *decoder, 81).values.size(), 81u);
  // The last line is broken, too, but may not be here yet.
  EXPECT_GE(decoder->faults().broken, 3);
}

TEST(SerialPort, NothingComesWithinTheTimeIsNoEnd) {
  FakeBoard board([](const BoardLine& line) {
    line.send_readings(0.001, [](int i) { return i == 0 ? "1\n" : ""; });
  });
  LiveSource source = open_serial_port(at(board.port()));
  const auto chunk = source.bytes->read(std::chrono::milliseconds(1));
  ASSERT_TRUE(chunk.has_value());
  EXPECT_TRUE(chunk->bytes.empty());
}

TEST(SerialPort, WrongPortsAndSpeedsAreClearErrors) {
  EXPECT_THROW(open_serial_port(at("/dev/no_such_port")), Error);
  EXPECT_THROW(open_serial_port(at("/dev/null")), Error);
  SourceOptions options = at("/dev/null");
  options.baud = 115201;
  EXPECT_THROW(open_serial_port(options), UsageError);
}

TEST(SerialPort, APortIsNotSharedWithAnotherProgram) {
  FakeBoard board([](const BoardLine&) {});
  const LiveSource first = open_serial_port(at(board.port()));
  EXPECT_THROW(open_serial_port(at(board.port())), Error);
}

}  // namespace
}  // namespace mote
