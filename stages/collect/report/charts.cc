#include "stages/collect/report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mote {
namespace {

constexpr size_t kMostPanels = 36;
constexpr size_t kPanelsAcross = 4;

// Keeps the `most` largest, in their order.
template <class T, class Size>
void keep_largest(std::vector<T>& all, size_t most, Size size) {
  if (all.size() <= most) return;
  std::vector<size_t> sizes;
  for (const T& one : all) sizes.push_back(size(one));
  std::ranges::nth_element(sizes, sizes.begin() + std::ptrdiff_t(most) - 1,
                           std::greater<>());
  const size_t least = sizes[most - 1];
  std::vector<T> kept;
  for (T& one : all) {
    if (size(one) >= least && kept.size() < most) kept.push_back(one);
  }
  all = std::move(kept);
}

std::string with_share(const std::string& title, size_t shown, size_t all) {
  if (shown == all) return title;
  return fmt::format("{} (the largest {} of {})", title, shown, all);
}

RangeOfRow range_of(const Distribution& values) {
  return {values.low, values.from, values.median, values.to, values.high};
}

std::string name_of(const Sample& sample, ColourBy by) {
  switch (by) {
    case ColourBy::kSide:
      return sample.split.empty() ? "every side" : sample.split;
    case ColourBy::kGroup:
      return sample.group;
    default:
      return sample.label;
  }
}

std::string share_text(double share) {
  return fmt::format("{:.1f} % of the variance", 100 * share);
}

}  // namespace

RowChart label_chart(const DataCounts& counts) {
  RowChart chart{"", "recordings", {"train", "validation", "test"}, {}};
  auto labels = counts.labels;
  keep_largest(labels, kMostRows,
               [](const LabelCounts& one) { return one.all.samples; });
  chart.title = with_share("Recordings a label, by side", labels.size(),
                           counts.labels.size());
  bool every = false;
  for (const LabelCounts& label : labels) {
    ChartRow row{label.label};
    for (const char* side : {"train", "validation", "test", "every"}) {
      const auto at = label.sides.find(side);
      row.parts.push_back(
          at == label.sides.end() ? 0 : static_cast<double>(at->second));
    }
    every = every || row.parts.back() > 0;
    row.text = fmt::format("{}", label.all.samples);
    chart.rows.push_back(row);
  }
  if (every) chart.series.emplace_back("every side");
  return chart;
}

PanelChart duration_chart(const DataCounts& counts) {
  PanelChart chart{"How long recordings are, without background",
                   {"seconds", {}, {}, false},
                   {"recordings", 0.0, {}, false},
                   1,
                   {{}}};
  const Histogram& histogram = counts.durations;
  for (size_t i = 0; i < histogram.counts.size(); ++i) {
    chart.panels[0].bars.push_back({histogram.edges[i], histogram.edges[i + 1],
                                    static_cast<double>(histogram.counts[i])});
  }
  return chart;
}

RowChart level_chart(const DataValues& values) {
  auto labels = values.levels;
  keep_largest(labels, kMostRows,
               [](const LevelsOfLabel& one) { return one.rms.count; });
  RowChart chart{with_share("How loud recordings are: all, nine in ten, the "
                            "median",
                            labels.size(), values.levels.size()),
                 "level (RMS, dB of full scale)",
                 {},
                 {}};
  for (const LevelsOfLabel& label : labels) {
    chart.rows.push_back({label.label,
                          {},
                          {range_of(label.rms)},
                          fmt::format("{:.1f} dB", label.rms.median)});
  }
  return chart;
}

PanelChart spectra_chart(const Spectra& spectra) {
  auto labels = spectra.labels;
  keep_largest(labels, kMostPanels,
               [](const SpectrumOfLabel& one) { return one.recordings; });
  const bool fast = spectra.rate_hz >= 4000;
  const double scale = fast ? 1000 : 1;
  PanelChart chart{
      with_share("Spectra of " + spectra.of + ": mean and deviation",
                 labels.size(), spectra.labels.size()),
      {fast ? "kHz" : "Hz", 0.0, spectra.rate_hz / 2 / scale, false},
      {spectra.of == "sound" ? "dB of full scale" : "dB of 1 unit",
       {},
       {},
       false},
      std::min(kPanelsAcross, std::max<size_t>(labels.size(), 1)),
      {}};
  for (const SpectrumOfLabel& label : labels) {
    Panel panel{label.label, {}, {}, {}};
    for (size_t band = 0; band < label.mean_db.size(); ++band) {
      const double x =
          (static_cast<double>(band) + 0.5) * spectra.band_hz / scale;
      const double mean = label.mean_db[band];
      const double deviation = label.deviation_db[band];
      panel.line.emplace_back(x, mean);
      panel.band.push_back({x, mean - deviation, mean + deviation});
    }
    chart.panels.push_back(panel);
  }
  return chart;
}

std::vector<RowChart> axis_charts(const DataValues& values) {
  std::vector<RowChart> charts;
  std::string last;
  for (const AxisOfLabel& axis : values.axes) {
    const std::string name =
        axis.unit.empty() ? axis.axis : axis.axis + " (" + axis.unit + ")";
    if (charts.empty() || name != last) {
      charts.push_back(
          {name + ": all values, mean and deviation", name, {}, {}});
    }
    last = name;
    const double from = std::max(axis.low, axis.mean - axis.deviation);
    const double to = std::min(axis.high, axis.mean + axis.deviation);
    charts.back().rows.push_back({axis.label,
                                  {},
                                  {{axis.low, from, axis.mean, to, axis.high}},
                                  fmt::format("{:.4g}", axis.mean)});
  }
  for (RowChart& chart : charts) {
    if (chart.rows.size() <= kMostRows) continue;
    chart.title += fmt::format(" (the first {} of {} labels)", kMostRows,
                               chart.rows.size());
    chart.rows.resize(kMostRows);
  }
  return charts;
}

Categories categories_of(const RecordingMap& map, const Dataset& dataset,
                         ColourBy by) {
  std::map<std::string, size_t> counts;
  for (const MappedRecording& one : map.points) {
    ++counts[name_of(dataset.samples()[one.sample], by)];
  }
  std::vector<std::pair<std::string, size_t>> kept(counts.begin(),
                                                   counts.end());
  // Of groups, often hundreds, as many as there are colours.
  const size_t most =
      by == ColourBy::kGroup ? size_t{kPaletteSize} : kMostCategories;
  const bool others = kept.size() > most;
  if (others) {
    keep_largest(kept, most - 1, [](const auto& one) { return one.second; });
  }
  Categories result;
  std::map<std::string, size_t> number;
  for (const auto& [name, count] : kept) {
    number[name] = result.names.size();
    result.names.push_back(name);
  }
  // Grey is the last colour there is.
  const size_t rest = most - 1;
  for (const MappedRecording& one : map.points) {
    const auto at = number.find(name_of(dataset.samples()[one.sample], by));
    result.of.push_back(at == number.end() ? rest : at->second);
  }
  if (others) {
    result.names.resize(rest);
    result.names.push_back(
        fmt::format("{} others", counts.size() - kept.size()));
  }
  return result;
}

MapChart map_chart(const RecordingMap& map, const Dataset& dataset, ColourBy by,
                   bool components) {
  const Categories categories = categories_of(map, dataset, by);
  MapChart chart{
      fmt::format("{} recordings ({}) by {}", map.points.size(), map.kind,
                  components ? "principal components" : "t-SNE"),
      components ? "first component: " + share_text(map.shares[0]) : "",
      components ? "second component: " + share_text(map.shares[1]) : "",
      categories.names,
      {},
      ""};
  for (size_t i = 0; i < map.points.size(); ++i) {
    const MappedRecording& one = map.points[i];
    chart.points.push_back({components ? one.first : one.x,
                            components ? one.second : one.y, categories.of[i],
                            one.suspect});
    if (one.suspect) chart.mark_text = "likely mislabel";
  }
  return chart;
}

}  // namespace mote
