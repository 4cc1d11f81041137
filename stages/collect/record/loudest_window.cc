#include "stages/collect/record/loudest_window.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mote {
namespace {

constexpr double kHeardRatio_db = 10;
constexpr double kBlock_s = 0.05;

double energy(std::span<const int16_t> samples) {
  double sum = 0;
  for (int16_t sample : samples) sum += double{1} * sample * sample;
  return sum / static_cast<double>(samples.size());
}

}  // namespace

size_t loudest_window(std::span<const int16_t> samples, size_t frames) {
  if (samples.size() <= frames) return 0;
  double inside = 0;
  for (size_t i = 0; i < frames; ++i)
    inside += double{1} * samples[i] * samples[i];
  double best = inside;
  size_t best_first = 0;
  for (size_t end = frames; end < samples.size(); ++end) {
    inside += double{1} * samples[end] * samples[end];
    inside -= double{1} * samples[end - frames] * samples[end - frames];
    if (inside > best) best = inside, best_first = end - frames + 1;
  }
  return best_first;
}

bool stands_out(std::span<const int16_t> samples, double rate_hz) {
  const auto block = static_cast<size_t>(
      std::max<int64_t>(std::llround(kBlock_s * rate_hz), 1));
  std::vector<double> blocks;
  for (size_t at = 0; at + block <= samples.size(); at += block) {
    blocks.push_back(energy(samples.subspan(at, block)));
  }
  if (blocks.empty()) return false;
  std::sort(blocks.begin(), blocks.end());
  const double room = blocks[blocks.size() / 10] + 1;
  return 10 * std::log10(blocks.back() / room) >= kHeardRatio_db;
}

}  // namespace mote
