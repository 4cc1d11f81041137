#include "app/cli/record_view.h"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "app/cli/progress.h"
#include "lib/report/text_plot.h"

namespace mote {
namespace {

using Phase = RecordStatus::Phase;
using PlotClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kRedraw(100);
constexpr size_t kMostPlots = 8;
constexpr int kNameColumns = 10, kValueColumns = 10;
constexpr int64_t kLooksAColumn = 64;  // frames that are looked at
constexpr double kQuietest_db = -60;
constexpr double kLoudest = 32768;
constexpr double kNotThere = std::numeric_limits<double>::quiet_NaN();

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == 0) continue;
    const std::string locale = value;
    return locale.find("UTF-8") != std::string::npos ||
           locale.find("utf8") != std::string::npos;
  }
  return false;
}

int plot_columns(std::FILE* terminal) {
  winsize size{};
  if (::ioctl(::fileno(terminal), TIOCGWINSZ, &size) != 0) return 80;
  return size.ws_col > 0 ? size.ws_col : 80;
}

// Of a column's frames: the mean, or of sound the level.
double column_value(const RecordStatus& status, size_t channel, int64_t first,
                    int64_t end) {
  const bool sound = status.format->kind == "audio";
  const int64_t step = std::max<int64_t>((end - first) / kLooksAColumn, 1);
  double sum = 0, count = 0;
  for (int64_t frame = first; frame < end; frame += step) {
    const double value = status.frames->value(frame, channel);
    if (std::isnan(value)) continue;
    sum += sound ? value * value : value;
    ++count;
  }
  if (count == 0) return kNotThere;
  if (!sound) return sum / count;
  return 20 * std::log10(std::sqrt(sum / count) / kLoudest + 1e-9);
}

// The newest frames in so many columns, the newest at the right.
std::vector<double> plot_values(const RecordStatus& status, size_t channel,
                                int columns) {
  const FrameBuffer& frames = *status.frames;
  const int64_t count = frames.end() - frames.begin();
  std::vector<double> values;
  for (int64_t i = 0; i < columns; ++i) {
    const int64_t first = frames.begin() + i * count / columns;
    const int64_t end = frames.begin() + (i + 1) * count / columns;
    values.push_back(
        column_value(status, channel, first,
                     std::min(std::max(end, first + 1), frames.end())));
  }
  return values;
}

// At most so many bytes that are whole characters; names may be any UTF-8.
std::string cut(const std::string& text, size_t columns) {
  size_t used = 0, at = 0;
  while (at < text.size() && used < columns) {
    ++at, ++used;
    while (at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
  }
  return text.substr(0, at) + std::string(columns - used, ' ');
}

std::string plot_line(const RecordStatus& status, size_t axis, int columns,
                      bool utf8) {
  const LiveFormat& format = *status.format;
  const size_t places = format.frame_values() / format.axes.size();
  const size_t channel = places / 2 * format.axes.size() + axis;
  const int width = std::max(columns - kNameColumns - kValueColumns - 2, 1);
  const std::vector<double> values = plot_values(status, channel, width);
  double low = kQuietest_db, high = 0;
  const bool sound = format.kind == "audio";
  if (!sound) {
    low = std::numeric_limits<double>::infinity(), high = -low;
    for (double value : values) {
      if (!std::isnan(value)) low = std::min(low, value);
      if (!std::isnan(value)) high = std::max(high, value);
    }
  }
  const std::string newest =
      sound ? fmt::format("{:.0f} dB", values.back())
            : fmt::format("{:.4g} {}", values.back(), format.axes[axis].unit);
  const std::string head = cut(format.axes[axis].name, kNameColumns) + " " +
                           cut(newest, kValueColumns) + " ";
  if (columns <= kNameColumns + kValueColumns + 2) {
    return cut(head, static_cast<size_t>(std::max(columns, 0)));
  }
  return head + text_plot(values, low, high, utf8);
}

std::string state_text(const RecordStatus& status) {
  switch (status.phase) {
    case Phase::kMeasuring:
      return status.format == nullptr ? "waiting for readings"
                                      : "measuring the rate";
    case Phase::kCountdown:
      return fmt::format(
          "in {:.0f} s",
          std::ceil(std::max(status.wanted_s - status.done_s, 0.0)));
    case Phase::kWaiting:
      return fmt::format("waits for the trigger, now at {:.0f} % of it",
                         100 * std::min(status.level, 9.99));
    case Phase::kRecording:
      if (status.wanted_s <= 0) {
        return fmt::format("recording {:.0f} s, Ctrl-C ends", status.done_s);
      }
      return fmt::format(
          "NOW {} {:.1f} of {:.1f} s",
          bar_text(static_cast<int64_t>(1000 * status.done_s),
                   static_cast<int64_t>(1000 * status.wanted_s), 10),
          status.done_s, status.wanted_s);
    case Phase::kNothing:
      return "nothing was heard: once more";
  }
  return "";
}

std::string facts_text(const RecordStatus& status) {
  std::string text;
  if (status.rate_hz > 0) {
    const bool measured = status.format->rate_hz == 0;
    text = fmt::format("{:.6g} Hz{}", status.rate_hz,
                       measured ? ", measured" : "");
  }
  if (status.broken > 0) {
    text += fmt::format("{}{} broken", text.empty() ? "" : "; ", status.broken);
  }
  return text;
}

}  // namespace

std::string record_prompt(const RecordStatus& status) {
  if (status.label.empty()) return "";
  const bool sound = status.format != nullptr && status.format->kind == "audio";
  std::string text = (sound ? "say: " : "") + status.label;
  if (status.count > 0) {
    text += fmt::format(", {} of {}", status.number, status.count);
  }
  return text;
}

std::vector<std::string> record_lines(const RecordStatus& status, int columns,
                                      bool utf8) {
  const auto width = static_cast<size_t>(std::max(columns, 1));
  const std::string prompt = record_prompt(status);
  std::vector<std::string> lines = {
      cut(prompt + (prompt.empty() ? "" : "   ") + state_text(status), width)};
  if (status.frames != nullptr &&
      status.frames->end() > status.frames->begin()) {
    const size_t axes = status.format->axes.size();
    for (size_t i = 0; i < std::min(axes, kMostPlots); ++i) {
      lines.push_back(plot_line(status, i, columns, utf8));
    }
    if (axes > kMostPlots) {
      lines.push_back(
          cut(fmt::format("... and {} more axes", axes - kMostPlots), width));
    }
  }
  lines.push_back(cut(facts_text(status), width));
  return lines;
}

void RecordView::show(const RecordStatus& status) {
  if (!terminal_) return print_prompt(status);
  const PlotClock::time_point now = PlotClock::now();
  if (status.phase == phase_ && now - drawn_at_ < kRedraw) return;
  drawn_at_ = now;
  phase_ = status.phase;
  draw(status);
}

void RecordView::draw(const RecordStatus& status) {
  // One column is left free, so that no terminal breaks the line.
  const auto lines =
      record_lines(status, plot_columns(out_) - 1, speaks_utf8());
  clear();
  for (const std::string& line : lines) fmt::print(out_, "{}\n", line);
  std::fflush(out_);
  drawn_lines_ = static_cast<int>(lines.size());
}

void RecordView::clear() {
  if (drawn_lines_ > 0) fmt::print(out_, "\033[{}A\033[J", drawn_lines_);
  drawn_lines_ = 0;
}

void RecordView::print_prompt(const RecordStatus& status) {
  if (status.phase == Phase::kMeasuring) return;
  std::string prompt = record_prompt(status);
  if (status.phase == Phase::kNothing) prompt = state_text(status);
  if (prompt == prompt_) return;
  prompt_ = prompt;
  fmt::print(out_, "{}\n", prompt);
  std::fflush(out_);
}

}  // namespace mote
