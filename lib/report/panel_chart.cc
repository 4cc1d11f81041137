#include "lib/report/panel_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

struct Range {
  double low = INFINITY, high = -INFINITY;

  void see(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

struct Ranges {
  Range x, y;
};

Ranges ranges_of(const PanelChart& chart) {
  Ranges seen;
  for (const Panel& panel : chart.panels) {
    for (const PanelBar& bar : panel.bars) {
      seen.x.see(bar.from);
      seen.x.see(bar.to);
      seen.y.see(bar.height);
    }
    for (const PanelBand& band : panel.band) {
      seen.x.see(band.x);
      seen.y.see(band.low);
      seen.y.see(band.high);
    }
    for (const auto& [x, y] : panel.line) {
      seen.x.see(x);
      seen.y.see(y);
    }
  }
  for (const auto& [range, axis] :
       {std::pair{&seen.x, &chart.x}, std::pair{&seen.y, &chart.y}}) {
    range->low = axis->low.value_or(range->low);
    range->high = axis->high.value_or(range->high);
    if (!(range->low <= range->high)) *range = {0, 1};
    if (range->low == range->high) range->high += 1;
  }
  return seen;
}

// A panel's place on the canvas, and of its values.
struct Frame {
  double left, top, width, height;
  Ranges ranges;

  double x(double value) const {
    return left +
           (value - ranges.x.low) / (ranges.x.high - ranges.x.low) * width;
  }
  double y(double value) const {
    const double share =
        (value - ranges.y.low) / (ranges.y.high - ranges.y.low);
    return top + height - std::clamp(share, 0.0, 1.0) * height;
  }
};

std::string tick_text(double value) {
  if (std::abs(value) >= 10'000) return fmt::format("{:.3g}k", value / 1000);
  return fmt::format("{:.4g}", value == 0 ? 0.0 : value);
}

void draw_axes(const Frame& frame, bool with_x, bool with_y, Canvas& canvas) {
  const double gap = 0.6 * canvas.text_height();
  const auto inside = [](double tick, const Range& range) {
    const double slack = 1e-9 * (range.high - range.low);
    return tick >= range.low - slack && tick <= range.high + slack;
  };
  for (const double tick :
       round_ticks(frame.ranges.y.low, frame.ranges.y.high,
                   std::max(2, int(frame.height / canvas.text_height() / 3)))) {
    if (!inside(tick, frame.ranges.y)) continue;
    const double y = frame.y(tick);
    canvas.rectangle({frame.left, y}, frame.width, 1, Ink::kGrid);
    if (!with_y) continue;
    canvas.text({frame.left - gap, y}, tick_text(tick), Ink::kSoft,
                Anchor::kEnd);
  }
  if (!with_x) return;
  const double usual = canvas.text_width("12345") * 1.6;
  for (const double tick :
       round_ticks(frame.ranges.x.low, frame.ranges.x.high,
                   std::max(4, int(frame.width / usual / 1.5)))) {
    if (!inside(tick, frame.ranges.x)) continue;
    canvas.text({frame.x(tick), frame.top + frame.height + 2 * gap},
                tick_text(tick), Ink::kSoft, Anchor::kMiddle);
  }
}

void draw_panel(const Panel& panel, const Frame& frame, Canvas& canvas) {
  for (const PanelBar& bar : panel.bars) {
    const double left = frame.x(bar.from), top = frame.y(bar.height);
    canvas.rectangle({left + 0.5, top},
                     std::max(frame.x(bar.to) - left - 1, 1.0),
                     frame.top + frame.height - top, palette_ink(0));
  }
  for (size_t i = 0; i + 1 < panel.band.size(); ++i) {
    const PanelBand &a = panel.band[i], &b = panel.band[i + 1];
    const double top = frame.y((a.high + b.high) / 2);
    canvas.rectangle({frame.x(a.x), top}, frame.x(b.x) - frame.x(a.x),
                     frame.y((a.low + b.low) / 2) - top, palette_ink(0), 0.25);
  }
  std::vector<Place> line;
  for (const auto& [x, y] : panel.line) {
    line.push_back({frame.x(x), frame.y(y)});
  }
  if (!line.empty()) canvas.line(line, palette_ink(0), 2);
  canvas.text({frame.left + 2, frame.top - 0.8 * canvas.text_height()},
              fitted(canvas, panel.title, frame.width), Ink::kText);
}

// Heights in heights of text.
constexpr double kTitleLines = 2, kPanelTitleLines = 2, kXAxisLines = 5;

double panel_height(const PanelChart& chart, double width) {
  return chart.columns == 1 ? 0.34 * width
                            : 0.62 * width / double(chart.columns);
}

size_t rows_of(const PanelChart& chart) {
  return std::max<size_t>(
      1, (chart.panels.size() + chart.columns - 1) / chart.columns);
}

}  // namespace

void draw(const PanelChart& chart, Canvas& canvas) {
  const double line = canvas.text_height();
  canvas.text({4, line}, fitted(canvas, chart.title, canvas.width()),
              Ink::kText);
  const double left = 1.6 * line + canvas.text_width("-1234.5");
  const double across =
      (canvas.width() - left) / static_cast<double>(chart.columns);
  const double down = panel_height(chart, canvas.width());
  const double top = kTitleLines * line;
  const Ranges ranges = ranges_of(chart);
  const size_t count = chart.panels.size(), rows = rows_of(chart);
  for (size_t i = 0; i < count; ++i) {
    const size_t column = i % chart.columns, row = i / chart.columns;
    const Frame frame{left + across * double(column),
                      top + down * double(row) + kPanelTitleLines * line,
                      across - 1.5 * line, down - 3 * line, ranges};
    draw_axes(frame, i + chart.columns >= count, column == 0, canvas);
    draw_panel(chart.panels[i], frame, canvas);
  }
  canvas.text(
      {(left + canvas.width()) / 2, top + down * double(rows) + 2.5 * line},
      fitted(canvas, chart.x.label, canvas.width() - left), Ink::kSoft,
      Anchor::kMiddle);
  canvas.text_upwards({0.6 * line, top + down * double(rows) / 2},
                      fitted(canvas, chart.y.label, down * double(rows)),
                      Ink::kSoft);
}

double chart_height(const PanelChart& chart, double width, double text_height) {
  return panel_height(chart, width) * double(rows_of(chart)) +
         (kTitleLines + kXAxisLines - 1) * text_height;
}

}  // namespace mote
