#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/workflow/project.h"
#include "lib/dataset/sample_table.h"
#include "stages/collect/tfrecord/export.h"

namespace mote {
namespace {

struct ExportChoice {
  std::string folder, query;
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

int export_recordings(const ExportChoice& choice, Console& console,
                      const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const Dataset dataset = chosen_recordings(project, choice.query);
  if (dataset.empty()) {
    throw Error("there is nothing to export", choice.query,
                "mote collect list shows what there is.");
  }
  Run run = console.run(common.threads);
  nlohmann::json files = nlohmann::json::array();
  for (const ExportedFile& file :
       export_tfrecords(dataset, project.store(), choice.folder, run)) {
    console.print("{}: {} recording(s)", file.path.string(), file.samples);
    files.push_back({{"file", file.path.string()}, {"count", file.samples}});
  }
  console.result({{"count", dataset.size()}, {"files", files}});
  return 0;
}

}  // namespace

void declare_export(Arguments& arguments) {
  auto choice = std::make_shared<ExportChoice>();
  arguments.positional("FOLDER", choice->folder, "to write the files into");
  arguments.positional("QUERY", choice->query,
                       "which, as in mote collect list (default: all)", false);
  arguments.choice("--format", choice->format, {"tfrecord"},
                   "tf.train.Example, a file a side");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect export for_tensorflow/\n"
      "  mote collect export quiet/ 'label=left and duration<1'\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    return export_recordings(*choice, console, common);
  });
}

}  // namespace mote
