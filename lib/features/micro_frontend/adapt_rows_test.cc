#include "lib/features/micro_frontend/adapt_rows.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "lib/base/cpu.h"
#include "lib/features/micro_frontend/tables.h"

namespace mote {
namespace {

struct Kernel {
  const char* name;
  AdaptRowsKernel run;
};

std::vector<Kernel> kernels_of_this_cpu() {
  std::vector<Kernel> kernels;
#if defined(__x86_64__)
  if (host_isa() >= Isa::kAvx2) kernels.push_back({"avx2", adapt_rows_avx2});
  if (host_isa() >= Isa::kAvx512) {
    kernels.push_back({"avx512", adapt_rows_avx512});
  }
#endif
  return kernels;
}

std::vector<MicroFrontendSettings> several_settings() {
  MicroFrontendSettings standard, rounded, few, loud;
  rounded.weights = "rounded";
  rounded.hop_ms = 10;
  few.channels = 13;
  few.window_ms = 128;
  few.even_smoothing = 0.5;
  few.min_signal_remaining = 0.5;
  loud.pcan_gain_bits = 24;
  loud.pcan_strength = 0.3;
  loud.smoothing_bits = 12;
  loud.log_scale_shift = 9;
  return {standard, rounded, few, loud};
}

// Numbers of every length, among them those that overflow when scaled.
TEST(AdaptRows, KernelsEqualTheDevice) {
  std::mt19937 random(11);
  for (const auto& settings : several_settings()) {
    const MicroFrontendArrays arrays(settings);
    const auto tables = make_tables(settings, arrays);
    for (const int bits : {1, 4, 9, 14, 17, 20, 23, 32}) {
      const int windows = 150, channels = settings.channels;
      std::vector<uint32_t> roots(windows * channels + kRootsSlack);
      for (uint32_t& root : roots) {
        root = static_cast<uint32_t>(random()) >>
               (32 - 1 - random() % static_cast<unsigned>(bits));
      }
      std::vector<int32_t> rows(200);
      for (int32_t& row : rows) row = static_cast<int32_t>(random() % windows);
      const RowSequence sequence = {roots.data(), rows.data(), 200, 60};
      std::vector<int8_t> expected(140 * channels);
      adapt_rows_portable(tables, sequence, expected.data());
      for (const Kernel& kernel : kernels_of_this_cpu()) {
        std::vector<int8_t> features(expected.size());
        kernel.run(tables, sequence, features.data());
        EXPECT_EQ(features, expected) << kernel.name << " " << bits << " bits, "
                                      << canonical_json(settings);
      }
    }
  }
}

}  // namespace
}  // namespace mote
