#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/workflow/project.h"
#include "lib/dataset/sample_table.h"
#include "stages/collect/export/file_sink.h"
#include "stages/collect/export/labelled_files.h"
#include "stages/collect/tfrecord/export.h"

namespace mote {
namespace {

using Json = nlohmann::json;

struct ExportChoice {
  std::string target, query;
  std::string format = "tfrecord";
};

// The recordings that the query chooses, those without a label left out.
Dataset chosen_recordings(const Project& project, const std::string& query) {
  const SampleTable table(project.store(), split_shares(project));
  require_recordings(table);
  std::set<std::string> ids;
  table.each(Query::parse(query),
             [&](const SampleText& sample) { ids.emplace(sample.id); });
  return open_dataset(project.store(), split_shares(project), 0)
      .select([&](const Sample& sample) {
        return sample.label != kUnlabelled && ids.count(sample.id) != 0;
      });
}

Json export_sides(const Dataset& dataset, const Project& project,
                  const ExportChoice& choice, Console& console, Run& run) {
  if (is_zip_name(choice.target)) {
    throw UsageError("TFRecord files go into a folder", choice.target,
                     "For a .zip file: --format edge-impulse, or folder.");
  }
  Json files = Json::array();
  for (const ExportedFile& file :
       export_tfrecords(dataset, project.store(), choice.target, run)) {
    console.print("{}: {} recording(s)", file.path.string(), file.samples);
    files.push_back({{"file", file.path.string()}, {"count", file.samples}});
  }
  return {{"count", dataset.size()}, {"files", files}};
}

Json export_files(const Dataset& dataset, const Project& project,
                  const ExportChoice& choice, Console& console, Run& run) {
  const auto write =
      choice.format == "folder" ? export_for_people : export_for_edge_impulse;
  const FilesReport report =
      write(dataset, project.store(), SampleTable(project.store()).origins(),
            choice.target, run);
  console.print("{}: {} recording(s)", choice.target, report.samples);
  Json left_out = Json::array();
  for (const auto& [name, reason] : report.left_out) {
    console.print("  left out {}: {}", name, reason);
    left_out.push_back({{"name", name}, {"reason", reason}});
  }
  Json file = {{"file", choice.target}, {"count", report.samples}};
  return {{"count", report.samples},
          {"files", Json::array({file})},
          {"left_out", left_out}};
}

int export_recordings(const ExportChoice& choice, Console& console,
                      const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const Dataset dataset = chosen_recordings(project, choice.query);
  if (dataset.empty()) {
    throw Error("there is nothing to export", choice.query,
                "mote collect list shows what there is.");
  }
  Run run = console.run(common.threads);
  console.result(choice.format == "tfrecord"
                     ? export_sides(dataset, project, choice, console, run)
                     : export_files(dataset, project, choice, console, run));
  return 0;
}

}  // namespace

void declare_export(Arguments& arguments) {
  auto choice = std::make_shared<ExportChoice>();
  arguments.positional("TARGET", choice->target,
                       "a folder, or a file that ends in .zip");
  arguments.positional("QUERY", choice->query,
                       "which, as in mote collect list (default: all)", false);
  arguments.choice("--format", choice->format,
                   {"tfrecord", "edge-impulse", "folder"},
                   "tfrecord: tf.train.Example, a file a side; edge-impulse: "
                   "its files and info.labels; folder: a folder a label and "
                   "manifest.csv");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect export for_tensorflow/\n"
      "  mote collect export studio.zip --format edge-impulse\n"
      "  mote collect export quiet/ 'label=left and duration<1' --format "
      "folder\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return export_recordings(*choice, console, common);
  });
}

}  // namespace mote
