#include "stages/collect/record/record.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <thread>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"
#include "lib/dataset/sample_table.h"
#include "lib/live/fake_device.h"
#include "lib/live/serial_port.h"
#include "stages/collect/collect.h"
#include "stages/collect/record/loudest_window.h"

namespace mote {
namespace {

// A sensor that sends lines of text, a chunk a line, at an exact rate, for so
// many frames.
LiveSource text_sensor(double rate_hz, int frames,
                       const std::function<std::string(int)>& line) {
  std::vector<Chunk> chunks;
  for (int i = 0; i < frames; ++i) {
    const std::string text = line(i) + "\n";
    const auto bytes = as_bytes(text);
    chunks.push_back({static_cast<int64_t>(i / rate_hz * 1e9),
                      {bytes.begin(), bytes.end()}});
  }
  LiveSource source;
  source.bytes = std::make_unique<ChunksFromMemory>(std::move(chunks));
  source.name = "serial:/dev/ttyACM0";
  source.decoder = "text";
  source.metadata = {{"device", "a board"}};
  source.started = 1700000000;
  return source;
}

// Its frame's number and a wobble.
std::string counting_line(int i) {
  return std::to_string(i) + "," + std::to_string(i % 5);
}

RecordOptions takes_of(const std::string& label, int count, double seconds) {
  RecordOptions options;
  options.labels = {label};
  options.group = "anna";
  options.count = count;
  options.seconds = seconds;
  return options;
}

// A store, and what is recorded into it.
class Recording : public testing::Test {
 protected:
  RecordReport record_with(LiveSource source, const RecordOptions& options,
                           const RecordWatch& watch = {},
                           CaptureWriter* capture = nullptr) {
    mote::Run run = quiet_run();
    return record(source, store, options, run, watch, capture);
  }

  std::vector<Sample> samples() { return SampleTable(store).list(); }

  std::vector<float> values_of(const Sample& sample) {
    const Dataset data = open_dataset(store, {}, 0);
    return std::get<std::vector<float>>(data.signal(sample).samples);
  }

  TemporaryFolder folder;
  Store store{folder.path() / "store"};
};

TEST_F(Recording, PromptsForLabelsInTurnAndStoresEachTake) {
  RecordOptions options = takes_of("left", 2, 0.5);
  options.labels = {"left", "right"};
  options.metadata = {{"room", "kitchen"}};
  std::vector<std::string> prompts;
  const RecordReport report = record_with(
      text_sensor(100, 2000, counting_line), options,
      [&](const RecordStatus& status) {
        if (status.phase != RecordStatus::Phase::kRecording) return;
        const std::string prompt = status.label + std::to_string(status.number);
        if (prompts.empty() || prompts.back() != prompt) {
          prompts.push_back(prompt);
          // What was recorded before is in the store.
          EXPECT_EQ(samples().size(), prompts.size() - 1);
        }
      });
  EXPECT_FALSE(report.failure.has_value());
  EXPECT_EQ(report.stored.added, 4u);
  EXPECT_EQ(prompts,
            (std::vector<std::string>{"left1", "right1", "left2", "right2"}));
  EXPECT_DOUBLE_EQ(report.rate_hz, 100);
  EXPECT_DOUBLE_EQ(report.seconds, 2);
  for (const Sample& sample : samples()) {
    EXPECT_EQ(sample.group, "anna");
    EXPECT_EQ(sample.kind, "series");
    EXPECT_EQ(sample.source, "recorded");
    EXPECT_EQ(sample.rate_hz, 100);
    EXPECT_EQ(sample.frames, 50);
    EXPECT_EQ(sample.axes, 2);
    EXPECT_EQ(sample.metadata.at("device"), "a board");
    EXPECT_EQ(sample.metadata.at("room"), "kitchen");
    EXPECT_EQ(sample.metadata.at("recorded_with"), "serial:/dev/ttyACM0");
    EXPECT_TRUE(sample.name.starts_with(sample.label +
                                        "/anna_nohash_20231114T221320Z_00"))
        << sample.name;
    // Readings in a row, none left out.
    const std::vector<float> values = values_of(sample);
    ASSERT_EQ(values.size(), 100u);
    for (size_t i = 2; i < values.size(); i += 2) {
      EXPECT_EQ(values[i], values[i - 2] + 1);
    }
  }
}

TEST_F(Recording, BeginsAfterTheCountdown) {
  RecordOptions options = takes_of("wave", 2, 0.5);
  options.countdown_s = 3;
  record_with(text_sensor(100, 2000, counting_line), options);
  const std::vector<Sample> takes = samples();
  ASSERT_EQ(takes.size(), 2u);
  const float gap = values_of(takes[1])[0] - values_of(takes[0])[98] - 1;
  EXPECT_NEAR(gap, 300, 2);
}

TEST_F(Recording, ARowHasNoGapsAndKeepsItsLastPart) {
  RecordOptions options = takes_of("idle", 0, 2);
  options.continuous = true;
  const RecordReport report =
      record_with(text_sensor(50, 1000, counting_line), options);
  EXPECT_FALSE(report.failure.has_value());
  float next = -1;
  for (const Sample& sample : samples()) {
    const std::vector<float> values = values_of(sample);
    if (next >= 0) {
      EXPECT_EQ(values[0], next);
    }
    next = values[values.size() - 2] + 1;
  }
  EXPECT_EQ(next, 1000);
  EXPECT_EQ(report.dropped, 0);
}

TEST_F(Recording, AnOpenRecordingGoesOnToTheEnd) {
  RecordOptions options = takes_of("night", 1, 0);
  record_with(text_sensor(50, 1500, counting_line), options);
  ASSERT_EQ(samples().size(), 1u);
  EXPECT_GT(samples()[0].frames, 1300);
}

TEST_F(Recording, ATakeThatIsCutShortIsDroppedUnlessLong) {
  record_with(text_sensor(100, 500, counting_line), takes_of("a", 20, 1));
  const size_t whole = samples().size();
  EXPECT_GE(whole, 1u);
  for (const Sample& sample : samples()) EXPECT_EQ(sample.frames, 100);
  const RecordReport report =
      record_with(text_sensor(100, 3000, counting_line), takes_of("b", 1, 60));
  EXPECT_EQ(report.dropped, 0);
  EXPECT_EQ(samples().size(), whole + 1);
}

TEST_F(Recording, ATriggerKeepsWhatWasBeforeIt) {
  for (const char* level : {"2", "8x"}) {
    const auto line = [&](int i) {
      const bool jumps = i >= 1200 && i % 500 < 50;
      return std::to_string(1 + 0.01 * (i % 3) + (jumps ? 5 : 0)) + "," +
             std::to_string(*level - '0' + i % 2);
    };
    RecordOptions options = takes_of(level, 3, 1);
    options.trigger = parse_trigger(level);
    options.before_s = 0.3;
    const RecordReport report =
        record_with(text_sensor(100, 4000, line), options);
    EXPECT_EQ(report.stored.added, 3u) << level;
  }
  // Rests for 0.3 s (30 frames, or one more: blocks are two frames), then not.
  for (const Sample& sample : samples()) {
    const std::vector<float> values = values_of(sample);
    ASSERT_EQ(sample.frames, 100);
    size_t quiet = 0;
    while (quiet < 100 && values[2 * quiet] < 2) ++quiet;
    EXPECT_GE(quiet, 30u) << sample.label;
    EXPECT_LE(quiet, 31u) << sample.label;
  }
}

TEST_F(Recording, AReplayGivesTheSameBits) {
  // A board with bursts, noise on the line and no exact rate.
  FakeBoard board([](const BoardLine& line) {
    line.send_readings(300, [](int i) {
      if (i == 1600) return std::string();
      if (i % 37 == 0) return std::string("?!\n");
      return std::to_string(std::sin(i * 0.1)) + "\t" + std::to_string(i) +
             (i % 5 == 0 ? "\r\n\n" : "\n");
    });
  });
  SourceOptions at;
  at.address = board.port();
  LiveSource source = open_serial_port(at);
  source.started = 1700000000;
  const fs::path file = folder.path() / "raw.capture";
  RecordOptions options = takes_of("wave", 3, 0.2);
  options.countdown_s = 0.1;
  {
    CaptureWriter capture(file, source);
    board.start();
    const RecordReport report =
        record_with(std::move(source), options, {}, &capture);
    ASSERT_FALSE(report.failure.has_value()) << report.failure->what_happened();
    ASSERT_EQ(report.stored.added, 3u);
    EXPECT_GT(report.broken, 0);
  }
  Store again(folder.path() / "again");
  at.address = file.string();
  LiveSource replay = open_replay(at);
  mote::Run run = quiet_run();
  const RecordReport report = record(replay, again, options, run);
  EXPECT_EQ(report.stored.added, 3u);
  EXPECT_EQ(SampleTable(again).list(), samples());
}

TEST_F(Recording, ALostDeviceKeepsWhatWasRecorded) {
  FakeBoard board([](const BoardLine& line) {
    line.send_readings(
        500, [](int i) { return i == 1700 ? "" : std::to_string(i) + " 1\n"; });
  });
  SourceOptions at;
  at.address = board.port();
  at.rate_hz = 500;
  LiveSource source = open_serial_port(at);
  board.start();
  RecordOptions options = takes_of("wave", 1000, 0.2);
  options.countdown_s = 0;
  int takes = 0;
  const RecordReport report =
      record_with(std::move(source), options, [&](const RecordStatus& status) {
        if (status.number == 4 && takes++ == 0) board.unplug();
      });
  ASSERT_TRUE(report.failure.has_value());
  EXPECT_EQ(report.failure->what_happened(), "the device is gone: unplugged");
  EXPECT_GE(report.stored.added, 3u);
  EXPECT_EQ(samples().size(), report.stored.added);
}

TEST_F(Recording, ASilentOrStrangeDeviceIsAClearError) {
  FakeBoard silent([](const BoardLine&) {});
  SourceOptions at;
  at.address = silent.port();
  RecordOptions options = takes_of("wave", 1, 1);
  options.patience_s = 0.2;
  const RecordReport nothing = record_with(open_serial_port(at), options);
  ASSERT_TRUE(nothing.failure.has_value());
  EXPECT_TRUE(nothing.failure->what_happened().starts_with("nothing has come"));
  FakeBoard strange([](const BoardLine& line) {
    line.send_readings(1000, [](int) { return "no reading 5\n"; });
  });
  at.address = strange.port();
  LiveSource source = open_serial_port(at);
  strange.start();
  options.patience_s = 1;
  const RecordReport broken = record_with(std::move(source), options);
  ASSERT_TRUE(broken.failure.has_value());
  EXPECT_EQ(broken.failure->what_happened(),
            "what the device sends is no readings: no reading 5");
  EXPECT_TRUE(samples().empty());
}

TEST_F(Recording, WrongOptionsAreUsageErrors) {
  const auto sensor = [] { return text_sensor(100, 1000, counting_line); };
  EXPECT_THROW(record_with(sensor(), takes_of("a", 0, 1)), UsageError);
  EXPECT_THROW(record_with(sensor(), takes_of("a", 1, -1)), UsageError);
  EXPECT_THROW(record_with(sensor(), takes_of("a", 1, 1e300)), UsageError);
  EXPECT_THROW(record_with(sensor(), takes_of("a", 1, std::nan(""))),
               UsageError);
  RecordOptions listens = takes_of("a", 1, 1);
  listens.listen_s = 2;
  EXPECT_THROW(record_with(sensor(), listens), UsageError);
  RecordOptions row = takes_of("a", 1, 1);
  row.labels = {"a", "b"};
  row.continuous = true;
  EXPECT_THROW(record_with(sensor(), row), UsageError);
  EXPECT_TRUE(samples().empty());
}

// A microphone in a quiet room: from the n-th stretch of 2 s on, a word.
class QuietRoom : public ByteSource {
 public:
  // A block takes so long.
  explicit QuietRoom(int silent_takes, std::chrono::milliseconds pace)
      : silent_takes_(silent_takes), pace_(pace) {}

  std::optional<Chunk> read(std::chrono::milliseconds) override {
    std::this_thread::sleep_for(pace_);
    Chunk chunk;
    chunk.arrived_ns = block_ * 20'000'000;
    chunk.bytes.resize(640);
    const bool word = block_ / 100 >= silent_takes_ && block_ % 100 >= 60 &&
                      block_ % 100 < 85;
    for (size_t i = 0; i < 320; ++i) {
      const auto noise = static_cast<int>(
          mix64(9, static_cast<uint64_t>(block_) * 320 + i) % 41);
      const auto value =
          static_cast<int16_t>(noise - 20 + (word ? 300 * (noise - 20) : 0));
      std::memcpy(&chunk.bytes[2 * i], &value, sizeof value);
    }
    ++block_;
    return chunk;
  }
  int64_t chunks_before_prompt() override { return 0; }

 private:
  int silent_takes_;
  std::chrono::milliseconds pace_;
  int64_t block_ = 0;
};

LiveSource microphone_in(int silent_takes,
                         std::chrono::milliseconds pace = {}) {
  LiveSource source;
  source.bytes = std::make_unique<QuietRoom>(silent_takes, pace);
  source.name = "microphone";
  source.decoder = "values";
  source.declared = {{{"audio", ""}}, {}, 16000, "int16", "audio"};
  return source;
}

RecordOptions three_words() {
  RecordOptions options = takes_of("lamp", 3, 1);
  options.countdown_s = 0;
  options.listen_s = 2;
  return options;
}

TEST_F(Recording, OfSoundTheLoudestSecondIsKept) {
  const RecordReport report = record_with(microphone_in(0), three_words());
  EXPECT_EQ(report.stored.added, 3u);
  const Dataset data = collect(store, {}, 16000);
  ASSERT_EQ(data.size(), 3u);
  for (const Sample& sample : data.samples()) {
    EXPECT_EQ(sample.label, "lamp");
    EXPECT_EQ(sample.kind, "audio");
    EXPECT_EQ(sample.frames, 16000);
    // The whole word, 25 blocks of 320 samples, lies in the window.
    int loud = 0;
    const Signal signal = data.signal(sample);
    for (int16_t value : signal.int16_samples()) loud += std::abs(value) > 300;
    EXPECT_GT(loud, 7000);
  }
}

TEST_F(Recording, ASilentTakeIsAskedForAgain) {
  int asked_again = 0;
  const RecordReport report = record_with(
      microphone_in(2), three_words(), [&](const RecordStatus& status) {
        asked_again += status.phase == RecordStatus::Phase::kNothing;
      });
  EXPECT_EQ(report.stored.added, 3u);
  EXPECT_EQ(asked_again, 2);
}

TEST_F(Recording, ASilentMicrophoneIsAClearError) {
  const RecordReport report = record_with(microphone_in(1000), three_words());
  ASSERT_TRUE(report.failure.has_value());
  EXPECT_EQ(report.failure->what_happened(), "nothing is heard");
  EXPECT_EQ(report.stored.added, 0u);
}

TEST_F(Recording, CtrlCEndsARowAndKeepsIt) {
  std::atomic<bool> stop = false;
  mote::Run run{silent_progress(), stop, {}, 1, 1};
  LiveSource source = microphone_in(0, std::chrono::milliseconds(1));
  RecordOptions options = takes_of("room", 0, 1);
  options.continuous = true;
  const RecordReport report =
      record(source, store, options, run, [&](const RecordStatus&) {
        if (samples().size() == 2) stop = true;
      });
  EXPECT_FALSE(report.failure.has_value());
  EXPECT_GE(report.stored.added, 2u);
  for (const Sample& sample : samples()) EXPECT_LE(sample.frames, 16000);
}

TEST(LoudestWindow, HoldsTheMostEnergy) {
  std::vector<int16_t> samples(1000, 1);
  samples[700] = samples[750] = 1000;
  const size_t first = loudest_window(samples, 100);
  EXPECT_GT(first, 650u);
  EXPECT_LE(first, 700u);
  EXPECT_EQ(loudest_window(samples, 2000), 0u);
}

}  // namespace
}  // namespace mote
