#include "lib/report/row_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/report/charts.h"

namespace mote {
namespace {

// In heights of text.
constexpr double kRow = 1.7, kHead = 2, kSeries = 2, kFoot = 4.6;
constexpr double kMargin = 4;

// Where values lie.
struct Scale {
  double left, width, low, high;

  double x(double value) const {
    return left + std::clamp((value - low) / (high - low), 0.0, 1.0) * width;
  }
};

std::vector<double> ticks_of(const RowChart& chart, int count) {
  double low = INFINITY, high = -INFINITY;
  for (const ChartRow& row : chart.rows) {
    double sum = 0;
    for (const double part : row.parts) sum += part;
    if (!row.parts.empty()) {
      low = std::min(low, 0.0);
      high = std::max(high, sum);
    }
    for (const RangeOfRow& range : row.ranges) {
      low = std::min(low, range.low);
      high = std::max(high, range.high);
    }
  }
  if (!(low <= high)) low = 0, high = 1;
  if (low == high) high += std::max(1.0, 0.1 * std::abs(high));
  return round_ticks(low, high, count);
}

double widest(const RowChart& chart, const Canvas& canvas, bool names) {
  double width = 0;
  for (const ChartRow& row : chart.rows) {
    width = std::max(width, canvas.text_width(names ? row.name : row.text));
  }
  return width;
}

void draw_row(const ChartRow& row, const Scale& scale, double middle,
              double height, Canvas& canvas) {
  double at = 0;
  for (size_t i = 0; i < row.parts.size(); ++i) {
    const double left = scale.x(at), right = scale.x(at + row.parts[i]);
    canvas.rectangle({left, middle - height / 2}, right - left, height,
                     palette_ink(i));
    at += row.parts[i];
  }
  for (const RangeOfRow& range : row.ranges) {
    const double low = scale.x(range.low), from = scale.x(range.from);
    canvas.rectangle({low, middle - 1}, scale.x(range.high) - low, 2,
                     palette_ink(0));
    canvas.rectangle({from, middle - height / 2},
                     std::max(scale.x(range.to) - from, 2.0), height,
                     palette_ink(0), 0.45);
    canvas.rectangle({scale.x(range.middle) - 1, middle - height / 2}, 3,
                     height, Ink::kText);
  }
}

void draw_series(const RowChart& chart, double left, double y, Canvas& canvas) {
  const double side = 0.8 * canvas.text_height();
  for (size_t i = 0; i < chart.series.size(); ++i) {
    canvas.rectangle({left, y - side / 2}, side, side, palette_ink(i));
    canvas.text({left + 1.6 * side, y}, chart.series[i], Ink::kText);
    left += 4 * side + canvas.text_width(chart.series[i]);
  }
}

}  // namespace

void draw(const RowChart& chart, Canvas& canvas) {
  const double line = canvas.text_height();
  canvas.text({kMargin, line}, fitted(canvas, chart.title, canvas.width()),
              Ink::kText);
  const double name_width =
      kMargin + std::min(widest(chart, canvas, true), 0.3 * canvas.width());
  const double text_width =
      std::min(widest(chart, canvas, false), 0.3 * canvas.width());
  Scale scale{name_width + line, 0, 0, 1};
  scale.width = canvas.width() - scale.left - text_width -
                (text_width > 0 ? 2 : 1.5) * line;
  const double usual = 2 * canvas.text_width("12345");
  const auto ticks = ticks_of(chart, std::max(2, int(scale.width / usual)));
  scale.low = ticks.front();
  scale.high = std::max(ticks.back(), ticks.front() + 1e-9);
  double top = kHead * line;
  if (!chart.series.empty()) {
    draw_series(chart, scale.left, top + line, canvas);
    top += kSeries * line;
  }
  const double bottom = top + kRow * line * double(chart.rows.size());
  for (const double tick : ticks) {
    canvas.rectangle({scale.x(tick), top}, 1, bottom - top, Ink::kGrid);
    canvas.text({scale.x(tick), bottom + line},
                fmt::format("{:.6g}", tick == 0 ? 0.0 : tick), Ink::kSoft,
                Anchor::kMiddle);
  }
  for (size_t i = 0; i < chart.rows.size(); ++i) {
    const double middle = top + kRow * line * (double(i) + 0.5);
    canvas.text({name_width, middle},
                fitted(canvas, chart.rows[i].name, name_width - kMargin),
                Ink::kText, Anchor::kEnd);
    draw_row(chart.rows[i], scale, middle, 0.75 * line, canvas);
    canvas.text({canvas.width() - text_width - line / 2, middle},
                fitted(canvas, chart.rows[i].text, text_width), Ink::kSoft);
  }
  canvas.text({scale.left + scale.width / 2, bottom + 2.8 * line},
              fitted(canvas, chart.x_label, scale.width), Ink::kSoft,
              Anchor::kMiddle);
}

double chart_height(const RowChart& chart, double, double text_height) {
  const double lines = kHead + (chart.series.empty() ? 0 : kSeries) + kFoot +
                       kRow * double(chart.rows.size());
  return lines * text_height;
}

}  // namespace mote
