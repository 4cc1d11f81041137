#include <algorithm>
#include <cmath>

#include "lib/report/heat_map.h"
#include "stages/preprocess/preprocess.h"

namespace mote {
namespace {

// The part of a clip that features are made of.
std::vector<float> waveform(const FeatureBlock& block,
                            std::span<const int16_t> clip) {
  const auto heard = block.heard_signal(clip);
  const auto [rows, row_size] = block.output_shape();
  const auto start = heard.begin() + block.warm_up_samples();
  const int shown = rows * block.hop_samples();
  std::vector<float> curve;
  for (int i = 0; i < std::min(shown, block.signal_samples());
       i += block.frame_size()) {
    curve.push_back(static_cast<float>(start[i]) / 32768);
  }
  // Quiet clips are drawn larger, so that there is something to see.
  float most = 0.02f;
  for (const float x : curve) most = std::max(most, std::abs(x));
  for (float& x : curve) x /= most;
  return curve;
}

}  // namespace

std::vector<uint8_t> draw_features(const FeatureBlock& block,
                                   const std::vector<int16_t>& clip,
                                   const std::string& title) {
  const auto features = block.run(clip);
  const auto curve = waveform(block, clip);
  const FeatureQuantization q = block.quantization();
  std::vector<float> values;
  for (const int8_t x : features) {
    values.push_back(static_cast<float>(q.scale * (x - q.zero_point)));
  }
  HeatMap map;
  map.title = title;
  map.values = values;
  std::tie(map.columns, map.rows) = block.output_shape();
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  map.low = std::min<double>(*low, 0);
  map.high = std::max<double>(*high, 1);
  const double seconds =
      map.columns * block.hop_samples() / block.samples_a_second();
  map.x = {"time (s)", even_ticks(0, seconds, map.columns)};
  for (const auto& [position, text] : block.row_marks()) {
    map.y.ticks.push_back({position, text});
  }
  map.y.label = "frequency";
  map.scale_label = block.name() + " output";
  map.curve = curve;
  return draw(map).png();
}

}  // namespace mote
