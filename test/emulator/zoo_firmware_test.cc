// Every network that mote knows by name, with random weights, as firmware: its
// scores equal the host's, bit for bit, on the same sounds.
#include <gtest/gtest.h>

#include <set>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/firmware/firmware.h"
#include "lib/firmware/measure.h"
#include "lib/graph/zoo.h"
#include "lib/runner/host_detector.h"
#include "test/emulator/random_package.h"

namespace mote {
namespace {

using test::random_package;
using test::sounds;

class ZooFirmware : public testing::TestWithParam<std::string> {};

TEST_P(ZooFirmware, ScoresEqualTheHosts) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Package package = random_package(GetParam(), "micro_frontend");
  const Target target = read_target("qemu-cortex-m4");
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Firmware firmware = build_firmware(package, target, folder.path(), run);
  const auto clips = sounds(24);
  const auto host = make_host_detector(package)->score_all(clips);
  EXPECT_EQ(host, make_emulated_detector(package, target, firmware.program)
                      ->score_all(clips));
  if (GetParam() != "ds-cnn") {  // random weights: its mean drowns the sound
    EXPECT_GT(std::set<std::vector<int>>(host.begin(), host.end()).size(), 12u);
  }

  const FirmwareFacts facts =
      measure_firmware(target, firmware.program, *package.make_features());
  EXPECT_EQ(facts.dropped_samples > 0, facts.cpu_share > 1);
}

INSTANTIATE_TEST_SUITE_P(Networks, ZooFirmware, testing::ValuesIn(zoo_names()),
                         [](const auto& network) {
                           std::string name = network.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace mote
