// Every recording of a data set through the real firmware: each score equals
// the host's, bit for bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/firmware/firmware.h"
#include "lib/runner/host_detector.h"
#include "lib/signal/decode.h"
#include "test/micro_speech.h"
#include "test/shared_data.h"

namespace mote {
namespace {

std::vector<std::vector<int16_t>> speech_commands() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(
           test::shared_path("datasets/speech_commands"))) {
    if (entry.path().extension() == ".wav") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::vector<int16_t>> clips;
  for (const fs::path& file : files) {
    clips.push_back(read_audio(file, 16000).int16_samples());
  }
  return clips;
}

TEST(WholeDataSet, FirmwareScoresEqualTheHosts) {
  MOTE_REQUIRE_SHARED();
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Package package = test::micro_speech();
  const Target target = read_target("qemu-cortex-m4");
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Firmware firmware = build_firmware(package, target, folder.path(), run);
  const auto clips = speech_commands();
  ASSERT_GT(clips.size(), 1400u);
  const auto host = make_host_detector(package)->score_all(clips);
  const auto emulated =
      make_emulated_detector(package, target, firmware.program)
          ->score_all(clips);
  EXPECT_TRUE(host == emulated);
  const std::set<std::vector<int>> different(host.begin(), host.end());
  EXPECT_GT(different.size(), 500u);  // the scores do depend on the clip
}

}  // namespace
}  // namespace mote
