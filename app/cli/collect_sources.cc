#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/workflow/project.h"
#include "stages/collect/fetch.h"
#include "stages/collect/record/record.h"

namespace mote {
namespace {

std::string user_name() {
  const char* name = std::getenv("USER");
  return name != nullptr && *name != 0 ? name : "me";
}

void declare_record(Arguments& arguments) {
  auto options = std::make_shared<RecordOptions>();
  options->group = user_name();
  arguments.positional("WORD", options->label, "the word to say");
  arguments.option("--count", options->count, "recordings to make");
  arguments.option("--group", options->group,
                   "who says it (a speaker is never on two sides of a split)");
  arguments.option("--microphone", options->microphone,
                   "part of the device's name (default: the system's)");
  arguments.runs_stages();
  arguments.examples(
      "  mote collect record yes --count 20\n"
      "  mote collect record yes --group anna\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    if (options->count < 1) {
      throw UsageError("--count must be at least 1");
    }
    const Project project = Project::open(common.project, common.overrides);
    Run run = console.run(common.threads);
    const ChangeScope change(project.store(),
                             {"record " + options->label, "", ""});
    return finish_import(record_word(project.store(), *options, run), console);
  });
}

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
  arguments.subcommand("record", "record a word with the microphone",
                       declare_record);
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
