#include "lib/features/micro_frontend/frame_roots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "lib/base/cpu.h"
#include "lib/features/micro_frontend/tables.h"

namespace mote {
namespace {

struct Kernel {
  const char* name;
  FrameRootsKernel run;
};

std::vector<Kernel> kernels_of_this_cpu() {
  std::vector<Kernel> kernels;
#if defined(__x86_64__)
  if (host_isa() >= Isa::kAvx2) kernels.push_back({"avx2", frame_roots_avx2});
  if (host_isa() >= Isa::kAvx512) {
    kernels.push_back({"avx512", frame_roots_avx512});
  }
#endif
  return kernels;
}

// Signals that reach the corners: noise of every level, constants, full-scale
// squares, single pulses, and what is left when a window's ends are loud.
std::vector<int16_t> signal(const std::string& kind, size_t size) {
  std::mt19937 random(7);
  std::vector<int16_t> samples(size);
  for (size_t i = 0; i < size; ++i) {
    const int noise = static_cast<int>(random() & 0xffff) - 32768;
    int value = 0;
    if (kind == "noise") value = noise >> (i / 700 % 16);
    if (kind == "zero") value = 0;
    if (kind == "minimum") value = -32768;
    if (kind == "maximum") value = 32767;
    if (kind == "square") value = i / 7 % 2 == 0 ? 32767 : -32768;
    if (kind == "sign") value = noise < 0 ? -32768 : 32767;
    if (kind == "pulses") value = random() % 300 == 0 ? noise : 0;
    if (kind == "small") value = noise >> 14;
    samples[i] = static_cast<int16_t>(value);
  }
  return samples;
}

std::vector<MicroFrontendSettings> several_settings() {
  MicroFrontendSettings standard, rounded, low_rate, fine, odd;
  rounded.weights = "rounded";
  rounded.hop_ms = 10;
  low_rate.rate_hz = 8000;  // 128 points: radix 2 comes first
  low_rate.upper_band_hz = 3800;
  fine.window_ms = 64;
  fine.channels = 80;
  odd.window_ms = 25.125;  // 402 samples, not a multiple of any vector
  odd.channels = 3;
  return {standard, rounded, low_rate, fine, odd};
}

TEST(FrameRoots, KernelsEqualTheDevice) {
  const char* kinds[] = {"noise",  "zero", "minimum", "maximum",
                         "square", "sign", "pulses",  "small"};
  for (const auto& settings : several_settings()) {
    const MicroFrontendArrays arrays(settings);
    const auto tables = make_tables(settings, arrays);
    for (const char* kind : kinds) {
      const auto samples = signal(kind, 20000);
      std::vector<int32_t> starts;
      for (int i = 0; i < 53; ++i) starts.push_back(i * 331);
      std::vector<uint32_t> expected(starts.size() * settings.channels);
      frame_roots_portable(tables, samples.data(), starts.data(),
                           static_cast<int>(starts.size()), expected.data());
      for (const Kernel& kernel : kernels_of_this_cpu()) {
        std::vector<uint32_t> roots(expected.size());
        kernel.run(tables, samples.data(), starts.data(),
                   static_cast<int>(starts.size()), roots.data());
        EXPECT_EQ(roots, expected)
            << kernel.name << " " << kind << " " << canonical_json(settings);
      }
    }
  }
}

// A loud start and end of a quiet window: scaled up, the sums of the FFT wrap.
TEST(FrameRoots, KernelsWrapAsTheDeviceDoes) {
  const MicroFrontendSettings settings;
  const MicroFrontendArrays arrays(settings);
  const auto tables = make_tables(settings, arrays);
  std::mt19937 random(3);
  std::vector<int16_t> samples(480 * 40);
  for (size_t i = 0; i < samples.size(); ++i) {
    const int weight = arrays.window[i % 480];
    const int level = weight == 0 ? 32767 : std::min(32767, 8000000 / weight);
    const bool negative = i / 480 % 2 == 0 ? random() % 2 == 0 : i / 9 % 2 == 0;
    samples[i] = static_cast<int16_t>(negative ? -level : level);
  }
  std::vector<int32_t> starts;
  for (int i = 0; i < 40; ++i) starts.push_back(i * 480);
  std::vector<uint32_t> expected(starts.size() * settings.channels);
  frame_roots_portable(tables, samples.data(), starts.data(),
                       static_cast<int>(starts.size()), expected.data());
  for (const Kernel& kernel : kernels_of_this_cpu()) {
    std::vector<uint32_t> roots(expected.size());
    kernel.run(tables, samples.data(), starts.data(),
               static_cast<int>(starts.size()), roots.data());
    EXPECT_EQ(roots, expected) << kernel.name;
  }
}

}  // namespace
}  // namespace mote
