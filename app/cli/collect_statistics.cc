#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "lib/dataset/sample_table.h"
#include "lib/report/chart_file.h"
#include "stages/collect/report/charts.h"
#include "stages/collect/report/counts.h"
#include "stages/collect/report/data_report.h"
#include "stages/collect/report/recording_map.h"
#include "stages/collect/report/values.h"
#include "stages/collect/verify.h"

namespace mote {
namespace {

using nlohmann::json;

struct StatisticsOptions {
  std::string query, pictures;
  int most = 20'000;
  bool quick = false;
};

// What a query chooses of the recordings that are used; at most about `most`.
Dataset chosen_part(const Project& project, const Query& query, int most) {
  if (most < 1) throw UsageError("--most must be 1 or more");
  const SplitShares shares = split_shares(project);
  const Dataset all = open_dataset(project.store(), shares, 0);
  if (query.is_everything()) return part_of(all, static_cast<size_t>(most));
  std::set<std::string, std::less<>> ids;
  SampleTable(project.store(), shares).each(query, [&](const SampleText& text) {
    ids.emplace(text.id);
  });
  return part_of(
      all.select([&](const Sample& one) { return ids.contains(one.id); }),
      static_cast<size_t>(most));
}

json json_of(const Distribution& of) {
  return {{"count", of.count}, {"lowest", of.low},
          {"p5", of.from},     {"median", of.median},
          {"p95", of.to},      {"highest", of.high},
          {"mean", of.mean},   {"deviation", of.deviation}};
}

json json_of(const Tally& tally) {
  return {{"samples", tally.samples}, {"seconds", tally.seconds}};
}

json json_of(const Tallies& tallies) {
  json document = json::object();
  for (const auto& [name, tally] : tallies) document[name] = json_of(tally);
  return document;
}

json json_of(const DataCounts& counts) {
  json document = json_of(counts.all);
  document["excluded"] = json_of(counts.excluded);
  document["labels"] = json::array();
  for (const LabelCounts& label : counts.labels) {
    json row = json_of(label.all);
    row["label"] = label.label;
    row["groups"] = label.groups;
    row["sides"] = label.sides;
    row["durations_s"] = json_of(label.seconds);
    document["labels"].push_back(row);
  }
  document["sides"] = json_of(counts.sides);
  document["sources"] = json_of(counts.sources);
  document["origins"] = json_of(counts.origins);
  document["kinds"] = json_of(counts.kinds);
  document["rates"] = json::array();
  for (const auto& [rate_hz, tally] : counts.rates) {
    json row = json_of(tally);
    row["rate_hz"] = rate_hz;
    document["rates"].push_back(row);
  }
  json largest = json::array();
  for (const auto& [group, samples] : counts.largest) {
    largest.push_back({{"group", group}, {"samples", samples}});
  }
  document["groups"] = {{"count", counts.groups},
                        {"sizes", json_of(counts.group_sizes)},
                        {"largest", largest}};
  document["durations_s"] = json_of(counts.seconds);
  document["duration_histogram"] = {{"edges_s", counts.durations.edges},
                                    {"counts", counts.durations.counts}};
  return document;
}

json json_of(const Spectra& spectra) {
  json labels = json::array();
  for (const SpectrumOfLabel& label : spectra.labels) {
    labels.push_back({{"label", label.label},
                      {"samples", label.recordings},
                      {"mean_db", label.mean_db},
                      {"deviation_db", label.deviation_db}});
  }
  return {{"of", spectra.of},
          {"rate_hz", spectra.rate_hz},
          {"band_hz", spectra.band_hz},
          {"left_out", spectra.left_out},
          {"labels", labels}};
}

json json_of(const DataValues& values) {
  json document = {{"opened", values.opened}, {"damaged", values.damaged},
                   {"levels", json::array()}, {"spectra", json::array()},
                   {"axes", json::array()},   {"sizes", json::array()}};
  for (const LevelsOfLabel& label : values.levels) {
    document["levels"].push_back({{"label", label.label},
                                  {"rms_db", json_of(label.rms)},
                                  {"peak_db", json_of(label.peak)}});
  }
  for (const Spectra& spectra : values.spectra) {
    document["spectra"].push_back(json_of(spectra));
  }
  for (const AxisOfLabel& axis : values.axes) {
    document["axes"].push_back({{"axis", axis.axis},
                                {"unit", axis.unit},
                                {"label", axis.label},
                                {"samples", axis.recordings},
                                {"missing", axis.missing},
                                {"lowest", axis.low},
                                {"highest", axis.high},
                                {"mean", axis.mean},
                                {"deviation", axis.deviation},
                                {"means", json_of(axis.means)}});
  }
  for (const SizeCount& size : values.sizes) {
    document["sizes"].push_back(
        {{"size", size.size}, {"samples", size.samples}});
  }
  return document;
}

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

struct MapOptions {
  std::string query, out, colour = "label", by = "neighbours";
  int most = 20'000;
};

json json_of(const RecordingMap& map, const Dataset& dataset) {
  json points = json::array();
  for (const MappedRecording& one : map.points) {
    const Sample& sample = dataset.samples()[one.sample];
    points.push_back({{"id", sample.id},
                      {"name", sample.name},
                      {"label", sample.label},
                      {"group", sample.group},
                      {"split", sample.split},
                      {"x", one.x},
                      {"y", one.y},
                      {"components", {one.first, one.second}},
                      {"suspect", one.suspect}});
  }
  return {{"kind", map.kind},
          {"features", map.dimensions},
          {"variance_shares", {map.shares[0], map.shares[1]}},
          {"neighbours_kept", map.neighbours_kept},
          {"divergence", map.divergence},
          {"points", points}};
}

ColourBy colour_by(const std::string& name) {
  return name == "side"    ? ColourBy::kSide
         : name == "group" ? ColourBy::kGroup
                           : ColourBy::kLabel;
}

fs::path map_file(const Project& project, const MapOptions& options,
                  size_t number) {
  fs::path file = options.out.empty() ? project.out() / "collect" / "map.png"
                                      : fs::path(options.out);
  if (number > 0) {
    const std::string name = file.stem().string();
    file.replace_filename(
        fmt::format("{}_{}{}", name, number + 1, file.extension().string()));
  }
  return file;
}

std::string quality_text(const RecordingMap& map, bool components) {
  if (components) {
    return fmt::format("{:.0f} % of the variance",
                       100 * (map.shares[0] + map.shares[1]));
  }
  return fmt::format("{:.0f} % of the ten nearest stay near",
                     100 * map.neighbours_kept);
}

int draw_maps(const MapOptions& options, Console& console,
              const CommonOptions& common) {
  const Query query = Query::parse(options.query);
  const Project project = Project::open(common.project, common.overrides);
  const Dataset dataset = chosen_part(project, query, options.most);
  Run run = console.run(common.threads);
  const DataRequirements any;
  const Evidence evidence = gather_evidence(project.store(), dataset, any, run);
  const auto maps = map_recordings(evidence, run);
  if (maps.empty()) {
    throw Error("too few recordings for a map", "",
                fmt::format("It takes {} that can be compared; mote collect "
                            "list shows what there is.",
                            kFewestMapped));
  }
  json list = json::array();
  for (size_t i = 0; i < maps.size(); ++i) {
    const fs::path file = map_file(project, options, i);
    write_atomically(
        file, png_of(map_chart(maps[i], dataset, colour_by(options.colour),
                               options.by == "components")));
    console.print("{}: {} recordings ({}), {}", file.string(),
                  maps[i].points.size(), maps[i].kind,
                  quality_text(maps[i], options.by == "components"));
    list.push_back(json_of(maps[i], dataset));
    list.back()["picture"] = file.string();
  }
  console.result({{"maps", list}});
  return 0;
}

void declare_map(Arguments& arguments) {
  auto options = std::make_shared<MapOptions>();
  arguments.positional("QUERY", options->query,
                       "which, as mote collect list takes it", false);
  arguments.option("-o,--output", options->out,
                   "the picture (default: out/collect/map.png)");
  arguments.choice("--colour", options->colour, {"label", "side", "group"},
                   "what colours tell");
  arguments.choice("--by", options->by, {"neighbours", "components"},
                   "what is near stays near (t-SNE), or the directions of the "
                   "greatest variance (PCA)");
  arguments.option("--most", options->most, "recordings to show");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect map\n"
      "  mote collect map 'label~^(left|right)$' --colour group\n"
      "  mote collect map --by components -o components.png\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    return draw_maps(*options, console, common);
  });
}

struct PageOptions {
  std::string out;
  int most = static_cast<int>(kMostReported);
};

int write_report(const PageOptions& options, Console& console,
                 const CommonOptions& common) {
  if (options.most < 1) throw UsageError("--most must be 1 or more");
  const Project project = Project::open(common.project, common.overrides);
  Run run = console.run(common.threads);
  DataReport report = report_on(project.store(), split_shares(project),
                                data_requirements(project),
                                static_cast<size_t>(options.most), run);
  report.title = project.name() + ": the data";
  const fs::path file = options.out.empty()
                            ? project.out() / "collect" / "report.html"
                            : fs::path(options.out);
  const std::string html = html_of(report);
  write_atomically(file, html);
  const size_t advice = static_cast<size_t>(
      std::ranges::count(report.findings, true, &Finding::advice));
  console.print("{}: {} recording(s), {} opened, {} finding(s), {} of advice",
                file.string(), report.counts.all.samples, report.part.size(),
                report.findings.size(), advice);
  console.result({{"report", file.string()},
                  {"bytes", html.size()},
                  {"count", report.counts.all.samples},
                  {"opened", report.part.size()},
                  {"findings", report.findings.size()},
                  {"advice", advice},
                  {"maps", report.maps.size()}});
  return 0;
}

void declare_report(Arguments& arguments) {
  auto options = std::make_shared<PageOptions>();
  arguments.option("-o,--output", options->out,
                   "the page (default: out/collect/report.html)");
  arguments.option("--most", options->most,
                   "recordings to open, of each label its share");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect report\n"
      "  mote collect report -o data.html --most 50000\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    return write_report(*options, console, common);
  });
}

}  // namespace

void declare_collect_statistics(Arguments& arguments) {
  arguments.subcommand("stats", "counts, lengths, levels, spectra, ranges",
                       declare_stats);
  arguments.subcommand("map", "a picture of which recordings are alike",
                       declare_map);
  arguments.subcommand("report", "a page of all of this, and what verify finds",
                       declare_report);
}

}  // namespace mote
