#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/workflow/template.h"
#include "lib/base/file.h"
#include "lib/settings/settings.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"
#include "stages/collect/synthesize.h"

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

ImportReport add_recordings(const NewOptions& options, const fs::path& folder,
                            Console& console) {
  Store store(folder / ".mote");
  Run run = console.run(0);
  if (options.dataset.empty()) {
    return synthesize_default(split_words(options.words), store, run);
  }
  return import_recordings(options.dataset, store, {}, run);
}

int make_project(const NewOptions& options, Console& console) {
  const fs::path folder = new_folder(options.folder);
  const fs::path leaf = folder.has_filename() ? folder.filename()
                                              : folder.parent_path().filename();
  const std::string text =
      voice_project({leaf.string(), split_words(options.words)});
  // The recordings first: a folder with mote.toml is a finished project, and
  // an interrupted `mote new` can be repeated.
  const ImportReport report = add_recordings(options, folder, console);
  write_atomically(folder / "mote.toml", text);
  console.print(
      "{} recordings, {} refused{}", report.added, report.refused.size(),
      report.refused.empty() ? "" : " (mote collect import says why)");
  console.print("{} is made: read and change it.",
                (fs::path(options.folder) / "mote.toml").string());
  console.print("Next: cd {} && mote run", options.folder);
  console.result({{"project", folder.string()},
                  {"added", report.added},
                  {"refused", report.refused.size()}});
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
