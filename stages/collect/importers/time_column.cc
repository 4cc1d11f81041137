#include "stages/collect/importers/time_column.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "lib/base/error.h"

namespace mote {
namespace {

struct TimeUnit {
  const char* word;
  double seconds;
};
constexpr TimeUnit kTimeUnits[] = {
    {"s", 1},
    {"sec", 1},
    {"secs", 1},
    {"seconds", 1},
    {"ms", 1e-3},
    {"msec", 1e-3},
    {"millis", 1e-3},
    {"milliseconds", 1e-3},
    {"us", 1e-6},
    {"usec", 1e-6},
    {"micros", 1e-6},
    {"microseconds", 1e-6},
    {"\xC2\xB5s", 1e-6},
    {"ns", 1e-9},
    {"nanos", 1e-9},
    {"nanoseconds", 1e-9},
    {"min", 60},
};

// Rates that sensors are set to.
constexpr double kUsualRates[] = {
    0.1,  0.2,  0.25, 0.5,  1,    2,     4,     5,    6.25, 8,    10,
    12.5, 16,   20,   25,   26,   30,    32,    40,   50,   52,   60,
    62.5, 64,   75,   80,   100,  104,   119,   120,  125,  128,  150,
    200,  208,  240,  250,  256,  300,   360,   400,  416,  476,  500,
    512,  800,  833,  952,  1000, 1024,  1600,  1666, 2000, 2048, 3200,
    4000, 4096, 5000, 6664, 8000, 10000, 16000, 20000};
constexpr double kSnapShare = 0.01;
// Steps that differ less from their mean are a clock's inaccuracy.
constexpr double kEvenShare = 0.25;

// More would be a clock that jumped, not a recording.
constexpr double kMostFrames = 50'000'000;

double usual_rate(double measured_hz) {
  double best = measured_hz, best_share = kSnapShare;
  for (double rate : kUsualRates) {
    const double share = std::abs(measured_hz / rate - 1);
    if (share < best_share) best = rate, best_share = share;
  }
  return best;
}

// A number of exactly or up to so many digits, taken off the text.
bool take_digits(std::string_view& text, size_t most, int& value) {
  size_t count = 0;
  value = 0;
  while (count < most && count < text.size() && text[count] >= '0' &&
         text[count] <= '9') {
    value = value * 10 + (text[count++] - '0');
  }
  text.remove_prefix(count);
  return count > 0;
}

bool take_mark(std::string_view& text, std::string_view marks) {
  if (text.empty() || marks.find(text[0]) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// Days since 1970-01-01 of the Gregorian calendar (H. Hinnant's
// days_from_civil, "chrono-compatible low-level date algorithms").
int64_t days_from_civil(int year, int month, int day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year =
      (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// "13:02:00.5", "13:02", then nothing, "Z" or "+02:00".
bool take_clock(std::string_view& text, double& seconds) {
  int hour, minute, second = 0;
  if (!take_digits(text, 2, hour) || !take_mark(text, ":") ||
      !take_digits(text, 2, minute)) {
    return false;
  }
  if (take_mark(text, ":") && !take_digits(text, 2, second)) return false;
  seconds = hour * 3600.0 + minute * 60.0 + second;
  double place = 0.1;
  if (take_mark(text, ".,")) {
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
      seconds += place * (text[0] - '0');
      place /= 10;
      text.remove_prefix(1);
    }
  }
  return hour < 25 && minute < 60 && second < 61;
}

bool take_zone(std::string_view& text, double& seconds) {
  if (take_mark(text, "Zz") || text.empty()) return text.empty();
  const double sign = text[0] == '-' ? 1 : -1;
  int hours, minutes = 0;
  if (!take_mark(text, "+-") || !take_digits(text, 2, hours)) return false;
  take_mark(text, ":");
  if (!text.empty() && !take_digits(text, 2, minutes)) return false;
  seconds += sign * (hours * 3600.0 + minutes * 60.0);
  return text.empty();
}

}  // namespace

double time_unit_of_title(std::string_view title) {
  std::string word;
  double unit = 0;
  auto close_word = [&] {
    for (const TimeUnit& known : kTimeUnits) {
      if (word == known.word) unit = known.seconds;
    }
    word.clear();
  };
  for (char c : title) {
    if (c == '_' || c == '[' || c == ']' || c == '(' || c == ')' || c == ' ' ||
        c == '-' || c == '.') {
      close_word();
    } else {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  close_word();
  return unit;
}

double guess_time_unit(const std::vector<double>& times) {
  const double first = times.empty() ? 0 : times.front();
  if (first > 1e17) return 1e-9;
  if (first > 1e14) return 1e-6;
  if (first > 1e11) return 1e-3;
  if (first > 1e8 && first != std::floor(first)) return 1;
  const double step =
      times.size() < 2
          ? 0
          : (times.back() - first) / static_cast<double>(times.size() - 1);
  if (first > 1e9 && first < 1e10 && step < 100) return 1;
  if (step < 0.9) return 1;
  if (step < 5000) return 1e-3;
  return step < 5e6 ? 1e-6 : 1e-9;
}

bool parse_iso_time(std::string_view text, double& seconds) {
  double date_s = 0;
  int year, month, day;
  std::string_view rest = text;
  if (take_digits(rest, 4, year) && take_mark(rest, "-/")) {
    if (!take_digits(rest, 2, month) || !take_mark(rest, "-/") ||
        !take_digits(rest, 2, day) || month < 1 || month > 12 || day < 1 ||
        day > 31) {
      return false;
    }
    date_s = static_cast<double>(days_from_civil(year, month, day)) * 86400;
    seconds = date_s;
    if (rest.empty()) return true;
    if (!take_mark(rest, "Tt ")) return false;
    text = rest;
  }
  if (!take_clock(text, seconds) || !take_zone(text, seconds)) return false;
  seconds += date_s;
  return true;
}

Timing analyse_times(const std::vector<double>& times_s) {
  Timing timing;
  const size_t steps = times_s.size() - 1;
  const double step =
      (times_s.back() - times_s.front()) / static_cast<double>(steps);
  timing.measured_hz = 1 / step;
  timing.rate_hz = usual_rate(timing.measured_hz);
  timing.shortest_s = std::numeric_limits<double>::infinity();
  bool in_place = true;
  for (size_t i = 0; i < steps; ++i) {
    const double wait = times_s[i + 1] - times_s[i];
    timing.shortest_s = std::min(timing.shortest_s, wait);
    timing.longest_s = std::max(timing.longest_s, wait);
    const double place = times_s.front() + static_cast<double>(i) * step;
    if (std::abs(times_s[i] - place) > 0.5 * step) in_place = false;
  }
  const bool even = timing.shortest_s >= (1 - kEvenShare) * step &&
                    timing.longest_s <= (1 + kEvenShare) * step;
  timing.regular = even || in_place;
  return timing;
}

std::vector<float> at_constant_rate(const std::vector<float>& values,
                                    size_t width,
                                    const std::vector<double>& times_s,
                                    double rate_hz) {
  const double seconds = times_s.back() - times_s.front();
  if (seconds * rate_hz > kMostFrames) {
    throw Error("the timestamps span " + std::to_string(seconds / 3600) +
                    " hours: a clock that jumped?",
                "", "Cut the recording there.");
  }
  const auto frames = static_cast<size_t>(std::floor(seconds * rate_hz)) + 1;
  std::vector<float> result(frames * width);
  const double longest_gap_s = 10 / rate_hz;
  size_t before = 0;
  for (size_t t = 0; t < frames; ++t) {
    const double time = times_s.front() + static_cast<double>(t) / rate_hz;
    while (before + 2 < times_s.size() && times_s[before + 1] <= time) ++before;
    const double gap_s = times_s[before + 1] - times_s[before];
    const double part =
        gap_s > 0 ? std::clamp((time - times_s[before]) / gap_s, 0.0, 1.0) : 0;
    const bool missing = gap_s > longest_gap_s && part > 0 && part < 1;
    for (size_t a = 0; a < width; ++a) {
      const float low = values[before * width + a];
      const float high = values[(before + 1) * width + a];
      result[t * width + a] =
          missing     ? std::numeric_limits<float>::quiet_NaN()
          : part == 0 ? low
                      : low + (high - low) * static_cast<float>(part);
    }
  }
  return result;
}

}  // namespace mote
