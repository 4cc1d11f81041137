// The kernels of every device's instruction set against the portable ones, in
// emulators.
#include "lib/runner/emulated_kernels.h"

namespace mote::test {
namespace {

constexpr int kLayers = 400;

// The kernels that a board's layers must use, where it has those of processors
// without SIMD.
std::vector<std::string> staggered(const std::string& board,
                                   const std::vector<std::string>& names) {
  const std::string isa = read_target(board).isa;
  std::vector<std::string> kernels;
  if (isa == "armv6m" || isa == "armv7m" || isa == "rv32") {
    for (const std::string& name : names) kernels.push_back(isa + "::" + name);
  }
  return kernels;
}

class InstructionSet : public testing::TestWithParam<const char*> {};

TEST_P(InstructionSet, ConvEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_conv, kLayers,
                   staggered(GetParam(), {"ConvInt8", "FullyConnectedInt8"}));
}

TEST_P(InstructionSet, PointwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_pointwise, kLayers,
                   staggered(GetParam(), {"ConvInt8"}));
}

TEST_P(InstructionSet, DepthwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_depthwise, kLayers,
                   staggered(GetParam(), {"DepthwiseConvInt8"}));
}

TEST_P(InstructionSet, RowDepthwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_row_depthwise, kLayers / 2, {});
}

TEST_P(InstructionSet, FullyConnectedEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_fully_connected, kLayers,
                   staggered(GetParam(), {"FullyConnectedInt8"}));
}

TEST_P(InstructionSet, LongFullyConnectedEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_long_fully_connected, kLayers / 4,
                   staggered(GetParam(), {"FullyConnectedLongInt8"}));
}

TEST_P(InstructionSet, AddEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(GetParam(), random_add, kLayers, {});
}

INSTANTIATE_TEST_SUITE_P(Boards, InstructionSet,
                         testing::Values("qemu-cortex-m0", "qemu-cortex-m3",
                                         "qemu-cortex-m4", "qemu-cortex-m7",
                                         "qemu-cortex-m33", "qemu-cortex-m55",
                                         "qemu-rv32"),
                         [](const auto& board) {
                           std::string name = board.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace mote::test
