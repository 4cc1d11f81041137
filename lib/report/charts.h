// Charts as SVG text, to stand in a page or in a file of their own. Colours
// come from the page's style sheet (html.h), so that a chart follows its
// light or dark theme.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mote {

struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points;  // by rising x
};

struct Axis2d {
  std::string label;
  // Taken from the data where absent, widened to round numbers.
  std::optional<double> low, high;
  bool percent = false;  // 0.93 is written 93 %
};

// A point worth a mark and a word.
struct Mark {
  double x = 0, y = 0;
  std::string text;
};

std::string line_chart(const std::vector<Series>& series, const Axis2d& x,
                       const Axis2d& y, const std::vector<Mark>& marks = {});

// Rows are what was said, columns what was understood; cells are shaded by
// their share of the row.
std::string confusion_chart(const std::vector<std::string>& labels,
                            const std::vector<std::vector<int>>& counts);

// A bar with an optional limit: memory against a budget.
struct Bar {
  std::string label;
  double value = 0;
  std::string text;  // "6.1 of 32 KB"
  double limit = 0;  // 0: none; the bar's full width otherwise
};
std::string bar_chart(const std::vector<Bar>& bars);

// Round numbers that divide [low, high] into about `count` parts: 0, 20, 40.
std::vector<double> round_ticks(double low, double high, int count);

}  // namespace mote
