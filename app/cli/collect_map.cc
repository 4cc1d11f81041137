#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/statistics_json.h"
#include "lib/report/chart_file.h"
#include "stages/collect/report/charts.h"
#include "stages/collect/report/data_report.h"
#include "stages/collect/report/recording_map.h"
#include "stages/collect/verify.h"

namespace mote {
namespace {

struct MapOptions {
  std::string query, out, colour = "label", by = "neighbours";
  int most = 20'000;
};

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
  require_recordings(SampleTable(project.store()));
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
  nlohmann::json list = nlohmann::json::array();
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

void declare_collect_maps(Arguments& arguments) {
  arguments.subcommand("map", "a picture of which recordings are alike",
                       declare_map);
  arguments.subcommand("report", "a page of all of this, and what verify finds",
                       declare_report);
}

}  // namespace mote
