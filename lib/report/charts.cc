#include "lib/report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/report/html.h"

namespace mote {
namespace {

constexpr double kWidth = 640, kHeight = 300;
constexpr double kLeft = 84, kRight = 24, kTop = 14, kBottom = 50;

// The plot area of a line chart, in data coordinates.
struct Frame {
  double x_low, x_high, y_low, y_high;

  double x(double value) const {
    return kLeft +
           (value - x_low) / (x_high - x_low) * (kWidth - kLeft - kRight);
  }
  double y(double value) const {
    return kHeight - kBottom -
           (value - y_low) / (y_high - y_low) * (kHeight - kTop - kBottom);
  }
};

std::pair<double, double> range_of(const std::vector<Series>& series,
                                   const Axis2d& axis, bool of_x) {
  double low = INFINITY, high = -INFINITY;
  for (const Series& one : series) {
    for (const auto& [px, py] : one.points) {
      const double value = of_x ? px : py;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (!(low <= high)) low = 0, high = 1;
  if (low == high) low -= 0.5, high += 0.5;
  if (!of_x) {
    const auto ticks = round_ticks(low, high, 5);
    low = std::min(low, ticks.front());
    high = std::max(high, ticks.back());
  }
  return {axis.low.value_or(low), axis.high.value_or(high)};
}

std::string tick_text(double value, const Axis2d& axis) {
  if (axis.percent) return fmt::format("{:.4g} %", 100 * value);
  return fmt::format("{:.4g}", value == 0 ? 0.0 : value);
}

std::string grid(const Frame& frame, const Axis2d& x, const Axis2d& y) {
  std::string svg;
  for (const double tick : round_ticks(frame.y_low, frame.y_high, 5)) {
    if (tick < frame.y_low || tick > frame.y_high) continue;
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" "
        "y2=\"{:.1f}\"/><text x=\"{:.1f}\" y=\"{:.1f}\" "
        "text-anchor=\"end\">{}</text>",
        kLeft, kWidth - kRight, frame.y(tick), frame.y(tick), kLeft - 8,
        frame.y(tick) + 4, tick_text(tick, y));
  }
  for (const double tick : round_ticks(frame.x_low, frame.x_high, 8)) {
    if (tick < frame.x_low || tick > frame.x_high) continue;
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>",
        frame.x(tick), kHeight - kBottom + 18, tick_text(tick, x));
  }
  svg += fmt::format(
      "<text class=\"axis\" x=\"{:.1f}\" y=\"{:.1f}\" "
      "text-anchor=\"middle\">{}</text>",
      (kLeft + kWidth - kRight) / 2, kHeight - 8, escape_html(x.label));
  svg += fmt::format(
      "<text class=\"axis\" transform=\"translate(15,{:.1f}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text>",
      (kTop + kHeight - kBottom) / 2, escape_html(y.label));
  return svg;
}

std::string polyline(const Frame& frame, const Series& series, size_t index) {
  std::string points;
  for (const auto& [x, y] : series.points) {
    points += fmt::format("{:.1f},{:.1f} ", frame.x(x),
                          frame.y(std::clamp(y, frame.y_low, frame.y_high)));
  }
  return fmt::format("<polyline class=\"line s{}\" points=\"{}\"/>", index % 4,
                     points);
}

std::string legend(const std::vector<Series>& series) {
  if (series.size() < 2) return "";
  std::string svg;
  double x = kLeft + 12;
  for (size_t i = 0; i < series.size(); ++i) {
    svg += fmt::format(
        "<rect class=\"key s{}\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"14\" "
        "height=\"4\" rx=\"2\"/><text x=\"{:.0f}\" y=\"{:.0f}\">{}</text>",
        i % 4, x, kTop + 4, x + 20, kTop + 10, escape_html(series[i].name));
    x += 40 + 7.0 * static_cast<double>(series[i].name.size());
  }
  return svg;
}

std::string mark_svg(const Frame& frame, const Mark& mark) {
  const double x = frame.x(mark.x), y = frame.y(mark.y);
  const bool left_side = x < kWidth * 0.65;
  return fmt::format(
      "<circle class=\"mark\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"/>"
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>",
      x, y, left_side ? x + 10 : x - 10, y + 16, left_side ? "start" : "end",
      escape_html(mark.text));
}

std::string cell(double x, double y, double size, int count, double share,
                 bool diagonal) {
  return fmt::format(
      "<rect class=\"{}\" fill-opacity=\"{:.3f}\" x=\"{:.0f}\" y=\"{:.0f}\" "
      "width=\"{:.0f}\" height=\"{:.0f}\" rx=\"4\"/>"
      "<text class=\"count\" x=\"{:.0f}\" y=\"{:.0f}\" "
      "text-anchor=\"middle\">{}</text>",
      diagonal ? "right" : "wrong", 0.06 + 0.74 * share, x + 2, y + 2, size - 4,
      size - 4, x + size / 2, y + size / 2 + 5, count);
}

std::string short_label(const std::string& label) {
  return escape_html(label.size() > 12 ? label.substr(0, 11) + "." : label);
}

}  // namespace

std::vector<double> round_ticks(double low, double high, int count) {
  const double rough = (high - low) / std::max(count, 1);
  if (!(rough > 0) || !std::isfinite(rough)) return {low};
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * 0.999) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> ticks;
  const double first = std::floor(low / step + 1e-9);
  const double last = std::ceil(high / step - 1e-9);
  for (double i = first; i <= last; ++i) ticks.push_back(i * step);
  return ticks;
}

std::string line_chart(const std::vector<Series>& series, const Axis2d& x,
                       const Axis2d& y, const std::vector<Mark>& marks) {
  const auto [x_low, x_high] = range_of(series, x, true);
  const auto [y_low, y_high] = range_of(series, y, false);
  const Frame frame{x_low, x_high, y_low, y_high};
  std::string svg = fmt::format(
      "<svg class=\"chart\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\">",
      kWidth, kHeight);
  svg += grid(frame, x, y);
  for (size_t i = 0; i < series.size(); ++i) {
    svg += polyline(frame, series[i], i);
  }
  for (const Mark& mark : marks) svg += mark_svg(frame, mark);
  return svg + legend(series) + "</svg>";
}

std::string confusion_chart(const std::vector<std::string>& labels,
                            const std::vector<std::vector<int>>& counts) {
  const double left = 96, top = 40, size = labels.size() > 8 ? 52 : 66;
  const double side = size * static_cast<double>(labels.size());
  std::string svg = fmt::format(
      "<svg class=\"chart confusion\" style=\"max-width:{0:.0f}px\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\">"
      "<text class=\"axis\" x=\"{2:.0f}\" y=\"14\" "
      "text-anchor=\"middle\">understood as</text>",
      left + side + 8, top + side + 8, left + side / 2);
  for (size_t row = 0; row < labels.size(); ++row) {
    const double y = top + size * static_cast<double>(row);
    int total = 0;
    for (const int count : counts[row]) total += count;
    svg += fmt::format(
        "<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"end\">{}</text>",
        left - 8, y + size / 2 + 5, short_label(labels[row]));
    svg += fmt::format(
        "<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text>",
        left + size * (static_cast<double>(row) + 0.5), top - 8,
        short_label(labels[row]));
    for (size_t column = 0; column < labels.size(); ++column) {
      const int count = counts[row][column];
      svg += cell(left + size * static_cast<double>(column), y, size, count,
                  total > 0 ? static_cast<double>(count) / total : 0,
                  row == column);
    }
  }
  return svg + "</svg>";
}

std::string bar_chart(const std::vector<Bar>& bars) {
  double widest = 1e-9;
  for (const Bar& bar : bars) widest = std::max(widest, bar.value);
  std::string html = "<div class=\"bars\">";
  for (const Bar& bar : bars) {
    const double whole = bar.limit > 0 ? bar.limit : widest;
    const double share = std::clamp(bar.value / whole, 0.0, 1.0);
    html += fmt::format(
        "<span>{}</span><span class=\"track\"><span class=\"fill{}\" "
        "style=\"width:{:.1f}%\"></span></span><span>{}</span>",
        escape_html(bar.label),
        bar.limit > 0 && bar.value > bar.limit ? " over" : "", 100 * share,
        escape_html(bar.text));
  }
  return html + "</div>";
}

}  // namespace mote
