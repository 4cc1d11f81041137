#include "lib/firmware/emulator.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/build.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/sources.h"

namespace mote {
namespace {

constexpr const char* kHeader = R"text(
#pragma once
#include "device/detect/detector.h"
#include "device/detect/sample_ring.h"
namespace mote {
namespace application {
constexpr uint32_t kBlockSamples = 160;
constexpr int32_t kLabelCount = 2;
extern detect::SampleRing ring;
extern detect::Detector detector;
}  // namespace application
}  // namespace mote
)text";

// Rows of 160 samples hold {the first sample}; label 1 is heard when the
// newest of two rows holds 100.
constexpr const char* kSource = R"text(
#include "application.h"
namespace mote {
namespace application {
namespace {
int32_t in_row;
int8_t first;
int32_t Push(void*, const int16_t* samples, int32_t count, int8_t* row,
             bool* finished) {
  if (in_row == 0) first = static_cast<int8_t>(samples[0]);
  const int32_t taken = count < 160 - in_row ? count : 160 - in_row;
  in_row += taken;
  *finished = in_row == 160;
  if (*finished) row[0] = first, in_row = 0;
  return taken;
}
void Reset(void*) { in_row = 0; }
void Score(void*, const int8_t* window, int32_t* scores) {
  scores[0] = window[0];
  scores[1] = window[1] == 100 ? 32768 : 0;
}
const uint8_t kIgnored[2] = {1, 0};
const detect::DetectorConfig kConfig = {2, 1, 1, {2, 1, 16384, 1600, kIgnored}};
int8_t window[3];
int32_t scores[2];
uint16_t history[2];
int16_t samples[1024];
}  // namespace
detect::SampleRing ring(samples, 1024);
detect::Detector detector(kConfig, {nullptr, Push, Reset}, {nullptr, Score},
                          {window, scores, history});
}  // namespace application
}  // namespace mote
)text";

#define REQUIRE_EMULATOR()                                         \
  if (!find_program("qemu-system-arm") ||                          \
      !find_program("arm-none-eabi-g++")) {                        \
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++"; \
  }

// One build for all tests of the suite.
class EmulatorTest : public testing::Test {
 protected:
  static const fs::path& firmware() {
    static const TemporaryFolder folder;
    static const fs::path elf = folder.path() / "a b ü.elf";
    if (fs::exists(elf)) return elf;
    const fs::path src = folder.path() / "src of ü";
    write_sources(device_sources({"device/detect/detector.h",
                                  "device/detect/sample_ring.h"}),
                  src);
    write_sources(target_sources(target()), src);
    write_sources({{"application.h", kHeader}, {"application.cc", kSource}},
                  src);
    mote::Run run = quiet_run({}, 2);
    build_program(target(), src, elf, {"c++14", {"-Werror"}, {}}, run);
    return elf;
  }
  static const Target& target() {
    static const Target target = read_target("qemu-cortex-m4");
    return target;
  }

  static std::vector<int16_t> signal(size_t samples, size_t loud_from) {
    std::vector<int16_t> values(samples);
    for (size_t i = loud_from; i < samples; ++i) values[i] = 100;
    return values;
  }
  static void command(Emulator& emulator, std::vector<uint32_t> words,
                      const std::vector<int16_t>& samples) {
    words.push_back(static_cast<uint32_t>(samples.size()));
    emulator.send(words);
    emulator.send(samples);
  }
};

TEST_F(EmulatorTest, ScoresAClip) {
  REQUIRE_EMULATOR();
  Emulator emulator(target(), firmware());
  std::vector<int16_t> clip = signal(480, 320);
  clip[160] = 7;
  for (int i = 0; i < 3; ++i) {
    command(emulator, {'R', 'H'}, clip);
    emulator.send(std::vector<uint32_t>{'S'});
    EXPECT_EQ(emulator.receive(2), (std::vector<int32_t>{7, 32768}));
  }
}

TEST_F(EmulatorTest, DetectsInARunningSignal) {
  REQUIRE_EMULATOR();
  Emulator emulator(target(), firmware());
  command(emulator, {'P'}, signal(1000, 480));
  EXPECT_EQ(emulator.receive(8),
            (std::vector<int32_t>{1, 1, 32768, 640, 0, 0, 0, 0}));
  emulator.receive(1);
  command(emulator, {'P'}, signal(2000, 0));  // suppressed up to 2,240
  EXPECT_EQ(emulator.receive(8),
            (std::vector<int32_t>{1, 1, 32768, 2240, 0, 0, 0, 0}));
}

TEST_F(EmulatorTest, LiveSamplesArriveByInterruptAndNoneIsDropped) {
  REQUIRE_EMULATOR();
  Emulator emulator(target(), firmware(), Emulator::Clock::kCounted);
  command(emulator, {'L', 20000}, signal(3200, 480));
  EXPECT_EQ(emulator.receive(5), (std::vector<int32_t>{1, 1, 32768, 640, 0}));
  EXPECT_EQ(emulator.receive(5), (std::vector<int32_t>{1, 1, 32768, 2240, 0}));
  EXPECT_EQ(emulator.receive(3), (std::vector<int32_t>{0, 0, 160}));
  EXPECT_GT(emulator.receive(1)[0], 0);  // bytes of stack
}

TEST_F(EmulatorTest, SamplesThatComeTooFastAreCountedAsDropped) {
  REQUIRE_EMULATOR();
  Emulator emulator(target(), firmware(), Emulator::Clock::kCounted);
  command(emulator, {'L', 10}, signal(32000, 32000));
  const std::vector<int32_t> end = emulator.receive(3);
  EXPECT_EQ(end[0], 0);
  EXPECT_GT(end[1], 0);
  EXPECT_LE(end[2], 1024);
}

TEST_F(EmulatorTest, CountsTheSameInstructionsEachTime) {
  REQUIRE_EMULATOR();
  std::vector<std::vector<int32_t>> counts;
  for (int i = 0; i < 2; ++i) {
    Emulator emulator(target(), firmware(), Emulator::Clock::kCounted);
    command(emulator, {'R', 'M'}, signal(16000, 16000));
    counts.push_back(emulator.receive(6));
  }
  EXPECT_EQ(counts[0], counts[1]);
  EXPECT_EQ(counts[0][0], 0);
  EXPECT_GT(counts[0][3], 100);  // bytes of stack
  EXPECT_LT(counts[0][3], 1000);
  EXPECT_GT(counts[0][4], 100);  // ticks of the signal
  EXPECT_GT(counts[0][5], 0);    // ticks of ten scores
}

TEST_F(EmulatorTest, FirmwareThatStopsIsReported) {
  REQUIRE_EMULATOR();
  Emulator emulator(target(), firmware());
  emulator.send(std::vector<uint32_t>{'?'});
  try {
    emulator.receive(1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what_happened(), "the emulated firmware has stopped");
    EXPECT_EQ(error.where(), "a b ü.elf");
  }
}

TEST_F(EmulatorTest, TheImageTellsFlashMemoryAndSymbols) {
  REQUIRE_EMULATOR();
  const ElfImage image = read_elf(firmware());
  EXPECT_GT(image.flash_bytes, 1000);
  EXPECT_LT(image.flash_bytes, 8000);
  EXPECT_GT(image.ram_bytes, 2 * 1024);
  EXPECT_LT(image.ram_bytes, 2 * 1024 + 1024);
  EXPECT_EQ(image.stack_reserved_bytes, 4096);
  const std::vector<uint8_t> flash = flash_contents(firmware());
  EXPECT_EQ(static_cast<int64_t>(flash.size()), image.flash_bytes);
  EXPECT_EQ(flash[3], 0x20);  // the first word is the stack's top, in RAM
  bool found = false;
  for (const ElfSymbol& symbol : image.symbols) found |= symbol.name == "Reset";
  EXPECT_TRUE(found);
}

TEST(Emulator, ATargetWithoutOneIsAnError) {
  EXPECT_THROW(Emulator(read_target("linux"), "firmware.elf"), Error);
}

}  // namespace
}  // namespace mote
