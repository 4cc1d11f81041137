#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/statistics_json.h"
#include "lib/report/chart_file.h"
#include "stages/collect/report/charts.h"
#include "stages/collect/report/counts.h"
#include "stages/collect/report/values.h"

namespace mote {
namespace {

using nlohmann::json;

struct StatisticsOptions {
  std::string query, pictures;
  int most = 20'000;
  bool quick = false;
};

void print_tallies(const char* title, const Tallies& tallies,
                   Console& console) {
  std::string line;
  for (const auto& [name, tally] : tallies) {
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ",
                        name.empty() ? "(none)" : name, tally.samples);
  }
  console.print("  {:<9} {}", title, line);
}

// Many are of one kind where each recording has a measured one of its own.
void print_rates(const DataCounts& counts, Console& console) {
  constexpr size_t kMostRates = 4;
  std::string line;
  size_t shown = 0;
  for (const auto& [rate_hz, tally] : counts.rates) {
    if (shown++ == kMostRates) break;
    line +=
        fmt::format("{}{} {}", line.empty() ? "" : ", ",
                    rate_hz > 0 ? fmt::format("{:.6g} Hz", rate_hz) : "none",
                    tally.samples);
  }
  if (counts.rates.size() > kMostRates) {
    line += fmt::format(" and {} more, up to {:.6g} Hz",
                        counts.rates.size() - kMostRates,
                        counts.rates.rbegin()->first);
  }
  console.print("  {:<9} {}", "rates", line);
}

// "-" of what has no time.
std::string seconds_text(const Distribution& of, double value) {
  return of.count == 0 ? "-" : fmt::format("{:.3g}", value);
}

size_t widest_label(const DataCounts& counts) {
  size_t width = 10;
  for (const LabelCounts& label : counts.labels) {
    width = std::max(width, label.label.size());
  }
  return std::min<size_t>(width, 40);
}

void print_labels(const DataCounts& counts, Console& console) {
  const size_t width = widest_label(counts);
  console.print("");
  console.print("{:<{}} {:>8} {:>7} {:>9}  {:>7} {:>7} {:>7}  seconds", "label",
                width, "samples", "groups", "in all", "least", "median",
                "most");
  for (const LabelCounts& label : counts.labels) {
    console.print("{:<{}} {:>8} {:>7} {:>9.0f}  {:>7} {:>7} {:>7}", label.label,
                  width, label.all.samples, label.groups, label.all.seconds,
                  seconds_text(label.seconds, label.seconds.low),
                  seconds_text(label.seconds, label.seconds.median),
                  seconds_text(label.seconds, label.seconds.high));
  }
}

void print_counts(const DataCounts& counts, Console& console) {
  console.print("{} recording(s), {:.1f} s, {} label(s), {} group(s){}",
                counts.all.samples, counts.all.seconds, counts.labels.size(),
                counts.groups,
                counts.excluded.samples > 0
                    ? fmt::format("; {} excluded", counts.excluded.samples)
                    : "");
  print_tallies("sides", counts.sides, console);
  print_tallies("kinds", counts.kinds, console);
  print_tallies("sources", counts.sources, console);
  print_tallies("origins", counts.origins, console);
  print_rates(counts, console);
  print_labels(counts, console);
}

void print_levels(const DataValues& values, size_t width, Console& console) {
  if (values.levels.empty()) return;
  console.print("");
  console.print("{:<{}} {:>8} {:>8} {:>8} {:>10}  dB of full scale", "level",
                width, "p5", "median", "p95", "peak");
  for (const LevelsOfLabel& label : values.levels) {
    console.print("{:<{}} {:>8.1f} {:>8.1f} {:>8.1f} {:>10.1f}", label.label,
                  width, label.rms.from, label.rms.median, label.rms.to,
                  label.peak.high);
  }
}

void print_axes(const DataValues& values, size_t width, Console& console) {
  constexpr size_t kMostLines = 60;
  if (values.axes.empty()) return;
  console.print("");
  console.print("{:<16} {:<{}} {:>11} {:>11} {:>11} {:>11}", "axis", "label",
                width, "lowest", "highest", "mean", "deviation");
  for (size_t i = 0; i < std::min(values.axes.size(), kMostLines); ++i) {
    const AxisOfLabel& axis = values.axes[i];
    console.print(
        "{:<16} {:<{}} {:>11.4g} {:>11.4g} {:>11.4g} {:>11.4g}",
        axis.unit.empty() ? axis.axis : axis.axis + " (" + axis.unit + ")",
        axis.label, width, axis.low, axis.high, axis.mean, axis.deviation);
  }
  if (values.axes.size() > kMostLines) {
    console.print("... and {} more (--json has all)",
                  values.axes.size() - kMostLines);
  }
}

void print_values(const DataValues& values, const DataCounts& counts,
                  Console& console) {
  const size_t width = widest_label(counts);
  print_levels(values, width, console);
  print_axes(values, width, console);
  if (!values.sizes.empty()) {
    console.print("");
    std::string line;
    for (const SizeCount& size : values.sizes) {
      line += fmt::format("{}{} ({})", line.empty() ? "" : ", ", size.size,
                          size.samples);
    }
    console.print("sizes: {}", line);
  }
  const size_t looked_at = values.opened + values.damaged;
  if (looked_at < counts.all.samples) {
    console.print("values are of {} of {} recordings (--most looks at more)",
                  looked_at, counts.all.samples);
  }
  if (values.damaged > 0) {
    console.print("{} could not be opened: mote collect verify names them",
                  values.damaged);
  }
}

// Writes charts into a folder and remembers their paths.
class ChartFiles {
 public:
  explicit ChartFiles(fs::path folder) : folder_(std::move(folder)) {}

  template <class Chart>
  void write(const std::string& name, const Chart& chart) {
    const fs::path file = folder_ / (name + ".png");
    write_atomically(file, png_of(chart));
    paths_.push_back(file.string());
  }
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  fs::path folder_;
  std::vector<std::string> paths_;
};

std::vector<std::string> write_charts(const fs::path& folder,
                                      const DataCounts& counts,
                                      const DataValues& values) {
  constexpr size_t kMostAxes = 12;
  ChartFiles files(folder);
  files.write("labels", label_chart(counts));
  if (!counts.durations.counts.empty()) {
    files.write("durations", duration_chart(counts));
  }
  if (!values.levels.empty()) files.write("levels", level_chart(values));
  for (size_t i = 0; i < values.spectra.size(); ++i) {
    files.write(i == 0 ? "spectra" : fmt::format("spectra_{}", i + 1),
                spectra_chart(values.spectra[i]));
  }
  const auto axes = axis_charts(values);
  for (size_t i = 0; i < std::min(axes.size(), kMostAxes); ++i) {
    files.write(fmt::format("axis_{}", i + 1), axes[i]);
  }
  return files.paths();
}

DataCounts count(const Project& project, const Query& query) {
  DataCounter counter;
  const SampleTable table(project.store(), split_shares(project));
  table.each(query, [&](const SampleText& sample) { counter.add(sample); });
  return counter.counts();
}

int statistics(const StatisticsOptions& options, Console& console,
               const CommonOptions& common) {
  const Query query = Query::parse(options.query);
  const Project project = Project::open(common.project, common.overrides);
  const DataCounts counts = count(project, query);
  if (counts.all.samples == 0) {
    console.print("{} recording(s){}", 0,
                  counts.excluded.samples > 0
                      ? fmt::format("; {} excluded", counts.excluded.samples)
                      : "");
    console.result(json_of(counts));
    return 0;
  }
  json document = json_of(counts);
  print_counts(counts, console);
  DataValues values;
  if (!options.quick) {
    Run run = console.run(common.threads);
    values = measure_values(chosen_part(project, query, options.most), run);
    print_values(values, counts, console);
    document["values"] = json_of(values);
  }
  if (!options.pictures.empty()) {
    const auto files = write_charts(options.pictures, counts, values);
    for (const std::string& file : files) console.print("{}", file);
    document["pictures"] = files;
  }
  console.result(document);
  return 0;
}

void declare_stats(Arguments& arguments) {
  auto options = std::make_shared<StatisticsOptions>();
  arguments.positional("QUERY", options->query,
                       "which, as mote collect list takes it", false);
  arguments.option("--pictures", options->pictures,
                   "a folder for charts as PNG");
  arguments.option("--most", options->most,
                   "recordings to open for levels, spectra and ranges");
  arguments.flag("--counts", options->quick,
                 "only what is known without opening recordings");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect stats\n"
      "  mote collect stats 'label=left or label=right' --pictures charts/\n"
      "  mote collect stats --counts --json\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    return statistics(*options, console, common);
  });
}

}  // namespace

void declare_collect_statistics(Arguments& arguments) {
  arguments.subcommand("stats", "counts, lengths, levels, spectra, ranges",
                       declare_stats);
}

}  // namespace mote
