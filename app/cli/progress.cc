#include "app/cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>

namespace mote {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int columns_of(std::FILE* terminal) {
  winsize size{};
  if (::ioctl(::fileno(terminal), TIOCGWINSZ, &size) != 0) return 80;
  return size.ws_col > 0 ? size.ws_col : 80;
}

std::string time_left(double elapsed_s, int64_t done, int64_t total) {
  if (done <= 0 || done >= total || elapsed_s < 0.5) return "";
  const double left_s =
      elapsed_s / static_cast<double>(done) * static_cast<double>(total - done);
  if (left_s < 90) return fmt::format("  {:.0f} s left", left_s);
  return fmt::format("  {:.0f} min left", left_s / 60);
}

std::string line_text(std::string_view activity, int64_t done, int64_t total,
                      std::string_view detail, double elapsed_s) {
  std::string line(activity);
  if (total > 0) {
    line += fmt::format(
        " {}/{} {} {:3.0f} %", done, total, bar_text(done, total, 20),
        100.0 * static_cast<double>(done) / static_cast<double>(total));
  } else if (done > 0) {
    line += fmt::format(" {}", done);
  }
  if (!detail.empty()) line += fmt::format("  {}", detail);
  return line + (total > 0 ? time_left(elapsed_s, done, total) : "");
}

}  // namespace

std::string bar_text(int64_t done, int64_t total, int width) {
  const int64_t filled =
      total <= 0 ? 0 : std::clamp<int64_t>(done * width / total, 0, width);
  return std::string(static_cast<size_t>(filled), '#') +
         std::string(static_cast<size_t>(width - filled), '.');
}

void ProgressBar::clear() {
  if (visible_) fmt::print(terminal_, "\r\033[K");
  std::fflush(terminal_);
  visible_ = false;
}

void ProgressBar::update(std::string_view activity, int64_t done, int64_t total,
                         std::string_view detail) {
  if (activity.empty()) return clear();
  if (activity != activity_) {
    activity_ = activity;
    started_ = Clock::now();
  } else if (visible_ && seconds_since(drawn_) < 0.1 && done != total) {
    return;
  }
  std::string line =
      line_text(activity, done, total, detail, seconds_since(started_));
  const size_t columns = static_cast<size_t>(columns_of(terminal_));
  if (line.size() >= columns) line.resize(columns - 1);
  fmt::print(terminal_, "\r{}\033[K", line);
  std::fflush(terminal_);
  drawn_ = Clock::now();
  visible_ = true;
}

void ProgressBar::note(std::string_view line) {
  clear();
  fmt::print(terminal_, "{}\n", line);
}

void ProgressLines::update(std::string_view activity, int64_t done,
                           int64_t total, std::string_view detail) {
  if (activity != activity_) {
    activity_ = activity;
    started_ = Clock::now();
    quarter_ = 0;
  }
  if (total <= 0) return;
  const int64_t quarter = 4 * done / total;
  if (quarter <= quarter_ || seconds_since(started_) < 2) return;
  quarter_ = quarter;
  fmt::print(file_, "{}\n",
             line_text(activity, done, total, detail, seconds_since(started_)));
  std::fflush(file_);
}

void ProgressLines::note(std::string_view line) {
  fmt::print(file_, "{}\n", line);
  std::fflush(file_);
}

}  // namespace mote
