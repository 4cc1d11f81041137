#include "lib/firmware/sensor/sensor_firmware.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>

#include "device/stream/encoder.h"
#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/sensor/firmware_source.h"
#include "lib/firmware/sensor/sensor_driver.h"
#include "lib/live/decoder.h"
#include "lib/live/serial_port.h"

namespace mote {
namespace {

#define REQUIRE_TOOLS(target)                                \
  if (!find_program((target).compiler) ||                    \
      !find_program((target).qemu_program)) {                \
    GTEST_SKIP() << "needs " << (target).compiler << " and " \
                 << (target).qemu_program;                   \
  }

// At 2 kHz, so that two rounds of it take a fifth of a second.
Signal odd_signal() {
  Signal signal{2000,
                {{"x \"1\"", "m/s2"}, {"y", "m/s2"}, {"zü", "m/s2"}},
                std::vector<int16_t>()};
  auto& values = std::get<std::vector<int16_t>>(signal.samples);
  for (int i = 0; i < 200 * 3; ++i) {
    values.push_back(static_cast<int16_t>(i * 7919));
  }
  return signal;
}

// What the decoder of `source` makes of its bytes, until there are so many
// values; the bytes themselves are kept.
template <class Value>
std::vector<Value> record(LiveSource& source, Decoder& decoder, size_t count,
                          std::vector<Chunk>& raw) {
  std::vector<Value> values;
  while (values.size() < count) {
    auto chunk = source.bytes->read(std::chrono::milliseconds(1000));
    if (!chunk) break;
    const Readings readings = decoder.decode(*chunk);
    raw.push_back(std::move(*chunk));
    if (value_count(readings.values) == 0) continue;
    const auto& more = std::get<std::vector<Value>>(readings.values);
    values.insert(values.end(), more.begin(), more.end());
  }
  values.resize(std::min(values.size(), count));
  return values;
}

class SensorFirmwareOnBoard : public testing::TestWithParam<std::string> {};

TEST_P(SensorFirmwareOnBoard, RecordsTheSignalBitForBitAndReplaysIt) {
  const Target target = read_target(GetParam());
  REQUIRE_TOOLS(target);
  const TemporaryFolder folder;
  const fs::path home = folder.path() / "a ü";
  const Signal signal = odd_signal();
  mote::Run run = quiet_run({}, 2);
  build_sensor_firmware(emit_sensor_driver(signal, "a \"board\""), target,
                        921600, home, run);
  SourceOptions options;
  options.address = home.string();
  LiveSource source = open_sensor_firmware(options);
  const auto decoder = make_decoder(source.decoder, source.declared);
  std::vector<Chunk> raw;
  constexpr size_t kValues = 900;  // one and a half times the signal
  const auto recorded = record<int16_t>(source, *decoder, kValues, raw);
  ASSERT_EQ(recorded.size(), kValues);
  const auto& sent = std::get<std::vector<int16_t>>(signal.samples);
  for (size_t i = 0; i < kValues; ++i) {
    ASSERT_EQ(recorded[i], sent[i % sent.size()]) << i;
  }
  EXPECT_EQ(decoder->format()->axes, signal.axes);
  EXPECT_EQ(decoder->format()->rate_hz, 2000);
  EXPECT_EQ(decoder->faults().broken + decoder->faults().lost, 0);

  const auto again = make_decoder(source.decoder, source.declared);
  std::vector<int16_t> replayed;
  for (const Chunk& chunk : raw) {
    const Readings readings = again->decode(chunk);
    if (value_count(readings.values) == 0) continue;
    const auto& more = std::get<std::vector<int16_t>>(readings.values);
    replayed.insert(replayed.end(), more.begin(), more.end());
  }
  replayed.resize(kValues);
  EXPECT_EQ(replayed, recorded);
}

INSTANTIATE_TEST_SUITE_P(Boards, SensorFirmwareOnBoard,
                         testing::ValuesIn(sensor_targets()),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(SensorFirmware, StreamsFloatsAndMissingReadings) {
  const Target target = read_target("qemu-cortex-m4");
  REQUIRE_TOOLS(target);
  Signal signal = test_sensor_signal();
  signal.rate_hz = 1000;
  auto& values = std::get<std::vector<float>>(signal.samples);
  values[4] = NAN, values[5] = -0.0f, values[6] = 1e-42f, values[7] = 3;
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  build_sensor_firmware(emit_sensor_driver(signal, "d"), target, 921600,
                        folder.path(), run);
  SourceOptions options;
  options.address = folder.path().string();
  LiveSource source = open_sensor_firmware(options);
  const auto decoder = make_decoder(source.decoder, source.declared);
  std::vector<Chunk> raw;
  const auto recorded = record<float>(source, *decoder, values.size(), raw);
  ASSERT_EQ(recorded.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(recorded[i] == values[i] ||
                (std::isnan(recorded[i]) && std::isnan(values[i])))
        << i;
  }
}

// The emulator's UART on a pseudo-terminal, as a board on USB would be.
class BoardOnPort {
 public:
  BoardOnPort(const Target& target, const fs::path& elf) {
    std::vector<std::string> words = emulator_command(target, elf);
    *(std::ranges::find(words, "-serial") + 1) = "pty";
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int out[2];
    if (::pipe(out) != 0) throw Error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(out[1], 1), ::dup2(out[1], 2);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(out[1]);
    // "char device redirected to /dev/pts/3 (label serial0)"
    std::string said;
    char byte = 0;
    while (::read(out[0], &byte, 1) == 1 && byte != '\n') said += byte;
    ::close(out[0]);
    const size_t begin = std::min(said.find("/dev/"), said.size());
    port_ = said.substr(begin, said.find(' ', begin) - begin);
  }
  ~BoardOnPort() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  BoardOnPort(const BoardOnPort&) = delete;
  BoardOnPort& operator=(const BoardOnPort&) = delete;

  const std::string& port() const { return port_; }

 private:
  pid_t child_ = -1;
  std::string port_;
};

// Whoever opens the port comes in the middle of the stream.
TEST(SensorFirmware, IsRecordedFromASerialPort) {
  const Target target = read_target("qemu-cortex-m4");
  REQUIRE_TOOLS(target);
  Signal signal = odd_signal();
  signal.rate_hz = 500;
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const SensorFirmware firmware = build_sensor_firmware(
      emit_sensor_driver(signal, "d"), target, 921600, folder.path(), run);
  const BoardOnPort board(target, firmware.program);
  SourceOptions options;
  options.address = board.port();
  options.decoder = "framed";
  LiveSource source = open_serial_port(options);
  EXPECT_EQ(source.decoder, "framed");
  const auto decoder = make_decoder(source.decoder, source.declared);
  std::vector<Chunk> raw;
  const auto recorded = record<int16_t>(source, *decoder, 600, raw);
  ASSERT_EQ(recorded.size(), 600u);
  EXPECT_EQ(decoder->faults().lost, 0);
  const auto& sent = std::get<std::vector<int16_t>>(signal.samples);
  const auto first = std::ranges::find(sent, recorded[0]) - sent.begin();
  EXPECT_EQ(first % 3, 0);
  for (size_t i = 0; i < recorded.size(); ++i) {
    const auto at = (static_cast<size_t>(first) + i) % sent.size();
    ASSERT_EQ(recorded[i], sent[at]) << i;
  }
}

TEST(SensorDriver, RefusesWhatCannotBeStreamed) {
  Signal signal = odd_signal();
  signal.rate_hz = 0;
  EXPECT_THROW(emit_sensor_driver(signal, "d"), Error);
  signal.rate_hz = 5e9;
  EXPECT_THROW(emit_sensor_driver(signal, "d"), Error);
  signal.rate_hz = 62.5;
  EXPECT_NE(emit_sensor_driver(signal, "d").find("125u, 2u"),
            std::string::npos);
  signal.frame_shape = {200};
  std::get<std::vector<int16_t>>(signal.samples).resize(200 * 3);
  EXPECT_NO_THROW(emit_sensor_driver(signal, "d"));
  signal.frame_shape = {700};
  std::get<std::vector<int16_t>>(signal.samples).resize(700 * 3);
  EXPECT_THROW(emit_sensor_driver(signal, "d"), Error);
}

TEST(SensorDriver, KnowsWhatTheLineCarries) {
  const Signal signal = odd_signal();  // 12,000 bytes a second
  std::vector<uint8_t> line;
  const stream::Axis axes[] = {
      {"x \"1\"", "m/s2", 1, 0}, {"y", "m/s2", 1, 0}, {"zü", "m/s2", 1, 0}};
  const stream::Sensor sensor = {"a board", axes, 3,       stream::Type::kInt16,
                                 2000,      1,    nullptr, 0};
  stream::Encoder encoder(
      sensor,
      [](void* to, const uint8_t* bytes, size_t count) {
        auto& all = *static_cast<std::vector<uint8_t>*>(to);
        all.insert(all.end(), bytes, bytes + count);
      },
      &line);
  const auto& values = std::get<std::vector<int16_t>>(signal.samples);
  for (int block = 0; block < 2000 / 21; ++block) encoder.Send(&values[0], 63);
  EXPECT_NEAR(line_bytes_a_second(signal), static_cast<double>(line.size()),
              0.03 * static_cast<double>(line.size()));
}

TEST(SensorFirmware, OtherTargetsAndFoldersAreErrors) {
  EXPECT_THROW(sensor_firmware_sources("", read_target("linux"), 115200),
               Error);
  EXPECT_THROW(
      sensor_firmware_sources("", read_target("qemu-cortex-m4"), 4000000),
      Error);
  const TemporaryFolder folder;
  EXPECT_THROW(sensor_firmware_target(folder.path()), Error);
  write_atomically(folder.path() / "src" / "main.cc", "my own");
  mote::Run run = quiet_run({}, 1);
  EXPECT_THROW(build_sensor_firmware("", read_target("qemu-cortex-m4"), 115200,
                                     folder.path(), run),
               Error);
  EXPECT_EQ(read_text(folder.path() / "src" / "main.cc"), "my own");
  EXPECT_THROW(open_sensor_firmware({}), UsageError);
}

}  // namespace
}  // namespace mote
