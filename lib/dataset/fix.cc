#include "lib/dataset/fix.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <sstream>

#include "lib/base/error.h"

namespace mote {
namespace {

struct FixName {
  const char* name;
  Fix::Kind kind;
  int numbers;
};

constexpr std::array<FixName, 4> kNames = {
    {{"trim", Fix::Kind::kTrim, 2},
     {"remove_dc", Fix::Kind::kRemoveDc, 0},
     {"gain", Fix::Kind::kGain, 1},
     {"rate", Fix::Kind::kRate, 1}}};

[[noreturn]] void refuse(const std::string& why, std::string_view text) {
  throw Error(why, std::string(text),
              "The fixes: trim START END (seconds), remove_dc, gain DB, rate "
              "HZ.");
}

void check_numbers(const Fix& fix, std::string_view text) {
  if (!std::isfinite(fix.first) || !std::isfinite(fix.second)) {
    refuse("a fix needs finite numbers", text);
  }
  if (fix.kind == Fix::Kind::kTrim &&
      !(fix.first >= 0 && fix.second > fix.first)) {
    refuse("a recording is trimmed from a start to a later end", text);
  }
  if (fix.kind == Fix::Kind::kGain && std::abs(fix.first) > 100) {
    refuse("a gain is from -100 to 100 dB", text);
  }
  if (fix.kind == Fix::Kind::kRate && !(fix.first > 0 && fix.first < 1e9)) {
    refuse("a rate is more than 0 Hz", text);
  }
}

template <class T>
T limited(double value) {
  if constexpr (std::is_integral_v<T>) {
    const double low = std::numeric_limits<T>::min();
    const double high = std::numeric_limits<T>::max();
    return static_cast<T>(std::lrint(std::clamp(value, low, high)));
  } else {
    return static_cast<T>(value);
  }
}

template <class T>
void remove_dc(std::vector<T>& samples, size_t axes) {
  const size_t frames = axes == 0 ? 0 : samples.size() / axes;
  for (size_t axis = 0; axis < axes && frames > 0; ++axis) {
    double sum = 0;
    for (size_t t = 0; t < frames; ++t) sum += samples[t * axes + axis];
    const double mean = sum / static_cast<double>(frames);
    for (size_t t = 0; t < frames; ++t) {
      T& value = samples[t * axes + axis];
      value = limited<T>(value - mean);
    }
  }
}

template <class T>
void keep_frames(std::vector<T>& samples, size_t values, size_t begin,
                 size_t end) {
  const auto at = [&](size_t frame) {
    return samples.begin() + static_cast<std::ptrdiff_t>(frame * values);
  };
  samples = std::vector<T>(at(begin), at(end));
}

// The frames that trimming keeps: at least one where there is one.
std::pair<int64_t, int64_t> kept_frames(const Fix& fix, double rate_hz,
                                        int64_t frames) {
  const auto place = [&](double seconds) {
    const double frame = std::round(seconds * rate_hz);
    return static_cast<int64_t>(std::min(frame, static_cast<double>(frames)));
  };
  const int64_t begin =
      std::min(place(fix.first), std::max<int64_t>(frames - 1, 0));
  return {begin, std::max(place(fix.second), std::min(begin + 1, frames))};
}

}  // namespace

Fix Fix::parse(std::string_view text) {
  std::istringstream words{std::string(text)};
  words.imbue(std::locale::classic());
  std::string name, more;
  words >> name;
  const auto found =
      std::find_if(kNames.begin(), kNames.end(),
                   [&](const FixName& known) { return name == known.name; });
  if (found == kNames.end()) refuse("there is no such fix", text);
  Fix fix;
  fix.kind = found->kind;
  if (found->numbers > 0) words >> fix.first;
  if (found->numbers > 1) words >> fix.second;
  if (words.fail() || words >> more) {
    refuse(fmt::format("'{}' takes {} number(s)", name, found->numbers), text);
  }
  check_numbers(fix, text);
  return fix;
}

std::string Fix::text() const {
  for (const FixName& known : kNames) {
    if (known.kind != kind) continue;
    if (known.numbers == 0) return known.name;
    if (known.numbers == 1) return fmt::format("{} {}", known.name, first);
    return fmt::format("{} {} {}", known.name, first, second);
  }
  return "";
}

Signal Fix::apply(const Signal& signal) const {
  Signal fixed = signal;
  const size_t axes = signal.axis_count();
  if (kind == Kind::kRate) fixed.rate_hz = first;
  std::visit(
      [&](auto& samples) {
        using T = typename std::decay_t<decltype(samples)>::value_type;
        if (kind == Kind::kRemoveDc) remove_dc(samples, axes);
        if (kind == Kind::kGain) {
          const double factor = std::pow(10.0, first / 20);
          for (T& value : samples) value = limited<T>(value * factor);
        }
        if (kind == Kind::kTrim) {
          const auto [begin, end] =
              kept_frames(*this, signal.rate_hz,
                          static_cast<int64_t>(signal.frame_count()));
          const size_t values =
              samples.size() / std::max<size_t>(signal.frame_count(), 1);
          keep_frames(samples, values, static_cast<size_t>(begin),
                      static_cast<size_t>(end));
        }
      },
      fixed.samples);
  return fixed;
}

void Fix::describe(double& rate_hz, int64_t& frames) const {
  if (kind == Kind::kRate) rate_hz = first;
  if (kind == Kind::kTrim) {
    const auto [begin, end] = kept_frames(*this, rate_hz, frames);
    frames = end - begin;
  }
}

}  // namespace mote
