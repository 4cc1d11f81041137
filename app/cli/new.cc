#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/workflow/template.h"
#include "lib/base/file.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/sample_table.h"
#include "lib/settings/read_value.h"
#include "lib/settings/settings.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {
namespace {

struct NewOptions {
  std::string folder, template_name = "voice", words, dataset;
};

std::vector<std::string> split_words(const std::string& text) {
  SettingValue value;
  value.kind = SettingValue::Kind::kText;
  value.text = text;
  return read_texts(value);
}

fs::path new_folder(const std::string& name) {
  const fs::path folder = fs::absolute(name).lexically_normal();
  if (fs::exists(folder / "mote.toml")) {
    throw Error("there is a project here already",
                (folder / "mote.toml").string(),
                "Work in it with mote run, or choose another folder.");
  }
  return folder;
}

// A project in the making.
struct NewProject {
  fs::path folder;
  const ProjectTemplate& row;
  TemplateChoices choices;
  std::string dataset;  // "": what the template begins with
};

NewProject planned(const NewOptions& options) {
  NewProject project{new_folder(options.folder),
                     template_of(options.template_name),
                     {},
                     options.dataset};
  const fs::path& folder = project.folder;
  project.choices.name = (folder.has_filename() ? folder : folder.parent_path())
                             .filename()
                             .string();
  project.choices.words = project.row.words;
  if (options.words.empty()) return project;
  if (project.row.words.empty()) {
    throw UsageError(
        fmt::format("a {} project does not listen for words", project.row.name),
        "--words", "Its labels are those of its recordings.");
  }
  project.choices.words = split_words(options.words);
  return project;
}

ImportReport add_recordings(const NewProject& project, Store& store,
                            Console& console) {
  Run run = console.run(0);
  const ChangeScope change(store, {"new project", "", ""});
  if (!project.dataset.empty()) {
    return import_recordings(project.dataset, store, {}, run);
  }
  if (!project.row.recordings) return {};
  return project.row.recordings(project.choices, store, run);
}

// What the recordings are, those without a label and the background left out.
std::vector<std::string> labels_in(Store& store) {
  std::set<std::string> labels;
  SampleTable(store).each_as_stored([&](const SampleText& sample) {
    if (sample.label == kUnlabelled || sample.label == kBackgroundLabel) return;
    labels.emplace(sample.label);
  });
  return {labels.begin(), labels.end()};
}

void warn_of_missing_words(const TemplateChoices& choices,
                           ImportReport& report) {
  for (const std::string& word : choices.words) {
    if (std::ranges::count(choices.found, word) != 0) continue;
    report.warn(
        fmt::format("there is no recording of '{0}' yet: mote collect import "
                    "DIR, or mote collect synthesize '{0}'",
                    word),
        "");
  }
}

// Fills the store of the new project. A folder that was made for it does not
// outlive a failure; after Ctrl-C what is there serves the next try.
ImportReport fill_store(NewProject& project, Console& console) {
  const bool made_here = !fs::exists(project.folder);
  try {
    Store store(project.folder / ".mote");
    ImportReport report = add_recordings(project, store, console);
    project.choices.found = labels_in(store);
    warn_of_missing_words(project.choices, report);
    return report;
  } catch (const Stopped&) {
    throw;
  } catch (const Error&) {
    std::error_code ignored;
    if (made_here) fs::remove_all(project.folder, ignored);
    throw;
  }
}

int make_project(const NewOptions& options, Console& console) {
  NewProject project = planned(options);
  project.row.settings(project.choices);  // throws for words that are none
  // The recordings first: a folder with mote.toml is a finished project, and
  // an interrupted `mote new` can be repeated.
  const ImportReport report = fill_store(project, console);
  write_atomically(project.folder / "mote.toml",
                   project.row.settings(project.choices));
  const bool empty = project.choices.found.empty();
  if (!options.dataset.empty() || !empty) print_report(report, console);
  console.print("{} is made: read and change it.",
                (fs::path(options.folder) / "mote.toml").string());
  console.print("Next: cd {} && mote {}", options.folder,
                empty ? "collect import DIR" : "run");
  nlohmann::json document = json_of(report);
  document["project"] = project.folder.string();
  console.result(document);
  return 0;
}

}  // namespace

void new_command(Arguments& arguments) {
  auto options = std::make_shared<NewOptions>();
  arguments.positional("DIR", options->folder, "the project's folder");
  std::vector<std::string> names;
  std::string about = "what kind of application:";
  for (const ProjectTemplate& row : templates()) {
    names.emplace_back(row.name);
    about += fmt::format("{} {} ({})", names.size() > 1 ? ";" : "", row.name,
                         row.about);
  }
  arguments.choice("--template", options->template_name, names, about);
  arguments.option("--words", options->words,
                   "the words to listen for (default: yes,no)");
  arguments.option("--dataset", options->dataset,
                   "recordings to learn from: a folder a label (default: "
                   "what the template brings; voice: synthesized voices)");
  arguments.examples(
      "  mote new my-assistant --template voice\n"
      "  mote new lamp --template voice --words left,right --dataset speech\n"
      "  mote new bench --template blank\n");
  arguments.action([options](Console& console, const CommonOptions&) {
    return make_project(*options, console);
  });
}

}  // namespace mote
