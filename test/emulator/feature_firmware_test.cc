// Every feature block, in front of a network with random weights, as firmware
// of a processor with and of one without floating point: its scores equal the
// host's, bit for bit, on the same sounds.
#include <gtest/gtest.h>

#include <set>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/features/blocks.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/firmware/firmware.h"
#include "lib/runner/host_detector.h"
#include "test/emulator/random_package.h"

namespace mote {
namespace {

using Case = std::tuple<std::string, std::string>;

class FeatureFirmware : public testing::TestWithParam<Case> {};

TEST_P(FeatureFirmware, ScoresEqualTheHosts) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const auto& [block, board] = GetParam();
  const Package package =
      test::random_package("dense", block, R"({"rate":16000,"signal":100})");
  const Target target = read_target(board);
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Firmware firmware = build_firmware(package, target, folder.path(), run);
  const auto clips = test::sounds(6);
  const auto host = make_host_detector(package)->score_all(clips);
  EXPECT_EQ(host, make_emulated_detector(package, target, firmware.program)
                      ->score_all(clips));
  EXPECT_GT(std::set<std::vector<int>>(host.begin(), host.end()).size(), 3u);
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  std::string name = std::get<0>(info.param) + "_" + std::get<1>(info.param);
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Blocks, FeatureFirmware,
    testing::Combine(testing::ValuesIn(feature_block_names()),
                     testing::Values("qemu-cortex-m4", "qemu-cortex-m0")),
    name_of);

}  // namespace
}  // namespace mote
