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
#include "stages/collect/synthesize/synthesize.h"

namespace mote {
namespace {

struct NewOptions {
  std::string folder, template_name = "voice", words = "yes,no", dataset;
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

ImportReport add_recordings(const NewOptions& options, Store& store,
                            Console& console) {
  Run run = console.run(0);
  const ChangeScope change(store, {"new project", "", ""});
  if (options.dataset.empty()) {
    return synthesize_default(split_words(options.words), store, run);
  }
  return import_recordings(options.dataset, store, {}, run);
}

// The words to listen for of which there is no recording yet.
std::vector<std::string> words_without_recordings(
    const std::vector<std::string>& words, Store& store) {
  std::set<std::string> labels;
  for (const Sample& sample : SampleTable(store).list()) {
    labels.insert(sample.label);
  }
  std::vector<std::string> missing;
  for (const std::string& word : words) {
    if (labels.count(word) == 0) missing.push_back(word);
  }
  return missing;
}

// Fills the store of the new project. A folder that was made for it does not
// outlive a failure; after Ctrl-C what is there serves the next try.
ImportReport fill_store(const NewOptions& options, const fs::path& folder,
                        Console& console) {
  const bool made_here = !fs::exists(folder);
  try {
    Store store(folder / ".mote");
    ImportReport report = add_recordings(options, store, console);
    for (const std::string& word :
         words_without_recordings(split_words(options.words), store)) {
      report.warn(
          fmt::format("there is no recording of '{0}' yet: mote collect import "
                      "DIR, or mote collect synthesize '{0}'",
                      word),
          "");
    }
    return report;
  } catch (const Stopped&) {
    throw;
  } catch (const Error&) {
    std::error_code ignored;
    if (made_here) fs::remove_all(folder, ignored);
    throw;
  }
}

int make_project(const NewOptions& options, Console& console) {
  const fs::path folder = new_folder(options.folder);
  const fs::path leaf = folder.has_filename() ? folder.filename()
                                              : folder.parent_path().filename();
  const std::string text =
      voice_project({leaf.string(), split_words(options.words)});
  // The recordings first: a folder with mote.toml is a finished project, and
  // an interrupted `mote new` can be repeated.
  const ImportReport report = fill_store(options, folder, console);
  write_atomically(folder / "mote.toml", text);
  print_report(report, console);
  console.print("{} is made: read and change it.",
                (fs::path(options.folder) / "mote.toml").string());
  console.print("Next: cd {} && mote run", options.folder);
  nlohmann::json document = json_of(report);
  document["project"] = folder.string();
  console.result(document);
  return 0;
}

}  // namespace

void new_command(Arguments& arguments) {
  auto options = std::make_shared<NewOptions>();
  arguments.positional("DIR", options->folder, "the project's folder");
  arguments.choice("--template", options->template_name, {"voice"},
                   "what kind of application");
  arguments.option("--words", options->words, "the words to listen for");
  arguments.option("--dataset", options->dataset,
                   "recordings to learn from: a folder a label (default: "
                   "synthesized voices)");
  arguments.examples(
      "  mote new my-assistant --template voice\n"
      "  mote new lamp --template voice --words left,right --dataset speech\n");
  arguments.action([options](Console& console, const CommonOptions&) {
    return make_project(*options, console);
  });
}

}  // namespace mote
