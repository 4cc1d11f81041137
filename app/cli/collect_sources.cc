#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/workflow/project.h"
#include "stages/collect/fetch.h"

namespace mote {
namespace {

struct FetchChoice {
  std::string name, url, sha256;
  std::vector<std::string> labels;
};

// The data set as the options change it: another address has another content.
PublicDataset chosen_dataset(const FetchChoice& choice) {
  PublicDataset dataset = public_dataset(choice.name);
  if (!choice.url.empty()) {
    dataset.url = choice.url;
    dataset.sha256 = "";
  }
  if (!choice.sha256.empty()) dataset.sha256 = choice.sha256;
  return dataset;
}

void declare_fetch(Arguments& arguments) {
  auto choice = std::make_shared<FetchChoice>();
  std::string known;
  for (const PublicDataset& dataset : public_datasets()) {
    known += (known.empty() ? "" : ", ") + dataset.name;
  }
  arguments.positional("NAME", choice->name, known);
  arguments.option("--url", choice->url, "take the archive from here");
  arguments.option("--sha256", choice->sha256, "of the archive");
  arguments.option("--label", choice->labels,
                   "import only this label (repeatable)");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect fetch speech-commands\n"
      "  mote collect fetch speech-commands --label yes --label no\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project, common.overrides);
    Run run = console.run(common.threads);
    const PublicDataset dataset = chosen_dataset(*choice);
    const ChangeScope change(project.store(),
                             {"fetch " + dataset.name, "", ""});
    return finish_import(fetch_dataset(dataset, project.scratch(dataset.name),
                                       project.store(), choice->labels, run),
                         console);
  });
}

}  // namespace

void declare_collect_sources(Arguments& arguments) {
  arguments.subcommand("import", "take recordings from folders and files",
                       declare_import);
  arguments.subcommand("record", "record sound or any sensor", declare_record);
  arguments.subcommand("firmware", "build a board's program that streams",
                       declare_firmware);
  arguments.subcommand("export", "write recordings for other programs",
                       declare_export);
  arguments.subcommand("serve", "receive recordings that devices send",
                       declare_serve);
  arguments.subcommand("synthesize", "make recordings of any word, offline",
                       declare_synthesize);
  arguments.subcommand("fetch", "download a public data set and import it",
                       declare_fetch);
}

}  // namespace mote
