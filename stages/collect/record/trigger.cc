#include "stages/collect/record/trigger.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr double kBlock_s = 0.02, kLearning_s = 0.5, kFollowing_s = 2;
constexpr long long kLeastFrames = 10;
constexpr double kFullScale = 32768;

// Numbers that are whole have at least the noise of their rounding.
double least_noise(const LiveFormat& format) {
  return format.type == "float32" ? 0 : 1.0 / 12;
}

}  // namespace

TriggerLevel parse_trigger(std::string_view text) {
  TriggerLevel level;
  const char* const end = text.data() + text.size();
  const auto [next, fault] = std::from_chars(text.data(), end, level.value);
  const std::string_view unit(next, static_cast<size_t>(end - next));
  const bool known = unit.empty() || unit == "x" || unit == "dB";
  if (unit == "dB") level.value = std::pow(10, level.value / 20);
  level.relative = !unit.empty();
  if (fault != std::errc() || !known || !std::isfinite(level.value) ||
      level.value <= 0 || (level.relative && level.value <= 1)) {
    throw UsageError("'" + std::string(text) + "' is no level", "--trigger",
                     "Write a distance from rest (0.5), or how far above the "
                     "noise: 6x or 16dB.");
  }
  return level;
}

Trigger::Trigger(const TriggerLevel& threshold, const LiveFormat& format,
                 double rate_hz)
    : threshold_(threshold),
      least_noise_(least_noise(format)),
      block_(std::max<int64_t>(std::llround(kBlock_s * rate_hz), 1)),
      channels_(format.frame_values()),
      block_of_(format.frame_values()) {
  frames_to_learn_ =
      std::max(std::llround(kLearning_s * rate_hz), kLeastFrames);
  pace_ = std::min(static_cast<double>(block_) / (kFollowing_s * rate_hz), 0.1);
  if (!threshold_.relative && format.kind == "audio") {
    threshold_.value *= kFullScale;
  }
}

void Trigger::restart(int64_t frame) {
  next_ = frame;
  learned_ = 0;
  level_ = 0;
  std::fill(channels_.begin(), channels_.end(), Channel{});
}

int64_t Trigger::look(const FrameBuffer& frames) {
  next_ = std::max(next_, frames.begin());
  while (learned_ < frames_to_learn_ && next_ < frames.end()) {
    learn(frames, next_++);
  }
  while (next_ + block_ <= frames.end()) {
    const int64_t first = next_;
    next_ += block_;
    measure_block(frames, first);
    if (level_ >= 1) return first;
    if (level_ < 0.5) follow();
  }
  return -1;
}

// Mean and mean squared distance from it, frame by frame (Welford).
void Trigger::learn(const FrameBuffer& frames, int64_t frame) {
  ++learned_;
  for (size_t i = 0; i < channels_.size(); ++i) {
    const double value = frames.value(frame, i);
    if (std::isnan(value)) continue;
    Channel& channel = channels_[i];
    const double share = 1 / ++channel.learned;
    const double away = value - channel.rest;
    channel.rest += share * away;
    channel.noise += share * (away * (value - channel.rest) - channel.noise);
  }
}

void Trigger::measure_block(const FrameBuffer& frames, int64_t first) {
  level_ = 0;
  for (size_t i = 0; i < channels_.size(); ++i) {
    const Channel& channel = channels_[i];
    double sum = 0, squares = 0, count = 0;
    for (int64_t frame = first; frame < first + block_; ++frame) {
      const double away = frames.value(frame, i) - channel.rest;
      if (std::isnan(away)) continue;
      sum += away;
      squares += away * away;
      ++count;
    }
    // What is missing altogether is as it rests.
    block_of_[i] = count > 0
                       ? Channel{channel.rest + sum / count, squares / count}
                       : channel;
    if (count == 0) continue;
    level_ = std::max(level_, share_of_threshold(channel, squares / count));
  }
}

double Trigger::share_of_threshold(const Channel& channel, double power) const {
  const double level = std::sqrt(power);
  if (!threshold_.relative) return level / threshold_.value;
  // Of a channel without any noise, the least a float can show.
  const double least =
      std::max(least_noise_, 1e-12 * channel.rest * channel.rest);
  const double noise = std::sqrt(std::max(channel.noise, least));
  return noise > 0 ? level / (threshold_.value * noise) : (level > 0 ? 1 : 0);
}

void Trigger::follow() {
  for (size_t i = 0; i < channels_.size(); ++i) {
    channels_[i].rest += pace_ * (block_of_[i].rest - channels_[i].rest);
    channels_[i].noise += pace_ * (block_of_[i].noise - channels_[i].noise);
  }
}

}  // namespace mote
