#include "lib/dataset/fix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <sstream>

#include "lib/base/error.h"
#include "lib/signal/unit.h"

namespace mote {
namespace {

struct FixName {
  const char* name;
  Fix::Kind kind;
  int numbers;  // kUnits: a unit and perhaps axes instead
};

constexpr int kUnits = -1;
constexpr std::string_view kOf = " of ";  // between a unit and axes

constexpr std::array<FixName, 6> kNames = {
    {{"trim", Fix::Kind::kTrim, 2},
     {"remove_dc", Fix::Kind::kRemoveDc, 0},
     {"gain", Fix::Kind::kGain, 1},
     {"rate", Fix::Kind::kRate, 1},
     {"unit", Fix::Kind::kUnit, kUnits},
     {"convert", Fix::Kind::kConvert, kUnits}}};

[[noreturn]] void refuse(const std::string& why, std::string_view text) {
  throw Error(why, std::string(text),
              "The fixes: trim START END (seconds), remove_dc, gain DB, rate "
              "HZ, unit UNIT, unit UNIT of AXIS,AXIS, convert UNIT.");
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

std::vector<std::string> split_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const size_t end = std::min(text.find(','), text.size());
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// "m/s2", "g of x,y,z"
void read_unit(std::string_view words, Fix& fix, std::string_view text) {
  const size_t of = words.find(kOf);
  fix.unit = words.substr(0, of);
  if (fix.unit.empty() || fix.unit.front() == ' ') {
    refuse("a unit is missing", text);
  }
  if (of == std::string_view::npos) return;
  if (fix.kind == Fix::Kind::kConvert) {
    refuse("convert takes a unit only", text);
  }
  fix.axes = split_commas(words.substr(of + kOf.size()));
  if (std::ranges::count(fix.axes, "") > 0) {
    refuse("an axis has no name", text);
  }
}

bool is_of(const Fix& fix, const Axis& axis) {
  if (fix.axes.empty()) return unit_factor(axis.unit, fix.unit) != 0;
  return std::ranges::count(fix.axes, axis.name) > 0;
}

Signal with_unit(const Fix& fix, Signal signal) {
  for (Axis& axis : signal.axes) {
    if (is_of(fix, axis)) axis.unit = fix.unit;
  }
  return signal;
}

Signal converted(const Fix& fix, const Signal& signal) {
  std::vector<double> factors;
  for (const Axis& axis : signal.axes) {
    const double factor = unit_factor(axis.unit, fix.unit);
    factors.push_back(factor != 0 ? factor : 1);
  }
  if (std::ranges::count(factors, 1.0) == std::ssize(factors)) return signal;
  Signal result = with_unit(fix, as_float(signal));
  auto& values = std::get<std::vector<float>>(result.samples);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(values[i] * factors[i % factors.size()]);
  }
  return result;
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
  if (found->numbers == kUnits) {
    const size_t end = text.find(name) + name.size();
    read_unit(text.substr(std::min(end + 1, text.size())), fix, text);
    return fix;
  }
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
    if (known.numbers == kUnits) {
      return fmt::format("{} {}{}{}", known.name, unit, axes.empty() ? "" : kOf,
                         fmt::join(axes, ","));
    }
    if (known.numbers == 0) return known.name;
    if (known.numbers == 1) return fmt::format("{} {}", known.name, first);
    return fmt::format("{} {} {}", known.name, first, second);
  }
  return "";
}

Signal Fix::apply(const Signal& signal) const {
  if (kind == Kind::kUnit) return with_unit(*this, signal);
  if (kind == Kind::kConvert) return converted(*this, signal);
  Signal fixed = signal;
  const size_t width = signal.axis_count();
  if (kind == Kind::kRate) fixed.rate_hz = first;
  std::visit(
      [&](auto& samples) {
        using T = typename std::decay_t<decltype(samples)>::value_type;
        if (kind == Kind::kRemoveDc) remove_dc(samples, width);
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
