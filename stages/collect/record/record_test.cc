#include "stages/collect/record/record.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "stages/collect/collect.h"

namespace mote {
namespace {

// A microphone in a quiet room that hears a word in the middle of a take.
class FakeRoom {
 public:
  explicit FakeRoom(int silent_takes) : silent_takes_(silent_takes) {}

  int64_t operator()(
      const ListenOptions&, const std::atomic<bool>&,
      const std::function<bool(std::span<const int16_t>)>& take) {
    const bool speaks = takes_++ >= silent_takes_;
    for (int block = 0;; ++block) {
      std::vector<int16_t> samples(320);
      for (size_t i = 0; i < samples.size(); ++i) {
        const auto noise =
            static_cast<int>(mix64(takes_, block * 320 + i) % 41);
        const bool word = speaks && block >= 60 && block < 85;
        samples[i] =
            static_cast<int16_t>(noise - 20 + (word ? 300 * (noise - 20) : 0));
      }
      if (!take(samples)) return 0;
    }
  }

  int takes() const { return takes_; }

 private:
  int silent_takes_, takes_ = 0;
};

RecordOptions three_takes() {
  RecordOptions options;
  options.label = "lamp";
  options.group = "anna";
  options.count = 3;
  return options;
}

TEST(Record, KeepsTheLoudestSecondOfEachTake) {
  const TemporaryFolder folder;
  Store store(folder.path());
  FakeRoom room(0);
  auto run = quiet_run();
  const auto report = record_word(store, three_takes(), run, std::ref(room));
  EXPECT_EQ(report.added, 3u);
  const Dataset data = collect(store, {}, 16000);
  ASSERT_EQ(data.size(), 3u);
  for (const Sample& sample : data.samples()) {
    EXPECT_EQ(sample.label, "lamp");
    EXPECT_EQ(sample.group, "anna");
    EXPECT_EQ(sample.source, "recorded");
    EXPECT_EQ(sample.frames, 16000);
    // The whole word, 25 blocks of 320 samples, lies in the window.
    int loud = 0;
    const Signal signal = data.signal(sample);
    for (int16_t value : signal.int16_samples()) {
      loud += std::abs(value) > 300;
    }
    EXPECT_GT(loud, 7000);
  }
}

TEST(Record, ASilentTakeIsAskedForAgain) {
  const TemporaryFolder folder;
  Store store(folder.path());
  FakeRoom room(2);
  auto run = quiet_run();
  EXPECT_EQ(record_word(store, three_takes(), run, std::ref(room)).added, 3u);
  EXPECT_EQ(room.takes(), 5);
}

TEST(Record, ASilentMicrophoneIsAClearError) {
  const TemporaryFolder folder;
  Store store(folder.path());
  FakeRoom room(1000);
  auto run = quiet_run();
  EXPECT_THROW(record_word(store, three_takes(), run, std::ref(room)), Error);
}

TEST(Record, FindsTheLoudestWindow) {
  std::vector<int16_t> samples(1000, 1);
  samples[700] = samples[750] = 1000;
  const size_t first = loudest_window(samples, 100);
  EXPECT_GT(first, 650u);
  EXPECT_LE(first, 700u);
  EXPECT_EQ(loudest_window(samples, 2000), 0u);
}

}  // namespace
}  // namespace mote
