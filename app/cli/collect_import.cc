#include <fmt/ranges.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/import_report.h"
#include "app/workflow/project.h"
#include "lib/signal/axis_names.h"
#include "stages/collect/import.h"

namespace mote {
namespace {

// Files looked into before an import, to say what was understood.
constexpr size_t kPreviewFiles = 24;

struct ImportChoice {
  std::vector<std::string> paths;
  ImportOptions options;
  std::string shape, axes;
  bool preview = false;
  ChangeNote note;
};

void declare_names(Arguments& arguments, ImportChoice& choice) {
  NamingOptions& naming = choice.options.naming;
  arguments.option("--label", choice.options.label,
                   "the label of all of them (default: as found)");
  arguments.option("--group", choice.options.group,
                   "who made all of them (default: from the names, such as "
                   "anna_nohash_0.wav, or from manifest.csv)");
  arguments.choice("--label-from", naming.label_from, {"folder", "name"},
                   "where files are named by what they hold: name");
  arguments.option("--label-pattern", naming.label_pattern,
                   "regular expression over paths; what is in parentheses is "
                   "the label");
  arguments.option("--group-pattern", naming.group_pattern,
                   "likewise for the group");
  arguments.choice("--source", choice.options.source, {"recorded", "synthetic"},
                   "how they were made");
}

void declare_terms(Arguments& arguments, ImportChoice& choice) {
  arguments.option("--licence", choice.options.terms.licence,
                   "of the data, as an SPDX identifier such as CC-BY-4.0 "
                   "(default: what its LICENSE, SOURCE.txt or README says)");
  arguments.option("--attribution", choice.options.terms.attribution,
                   "who is to be named for the data (default: its "
                   "ATTRIBUTION.txt or SOURCE.txt)");
}

// Somebody at a terminal is asked what the data set does not say; elsewhere
// nothing waits.
void ask_for_terms(const ImportReport& looked_at, Console& console,
                   DataTerms& terms) {
  const bool unknown = looked_at.terms.licence.empty() && terms.licence.empty();
  if (!unknown || console.json() || ::isatty(STDIN_FILENO) == 0 ||
      ::isatty(STDOUT_FILENO) == 0) {
    return;
  }
  console.print(
      "  Under which licence may these data be used? (an SPDX "
      "identifier such as CC-BY-4.0; Enter: unknown)");
  std::getline(std::cin, terms.licence);
  if (!looked_at.terms.attribution.empty()) return;
  console.print("  Who is to be named for them? (Enter: unknown)");
  std::getline(std::cin, terms.attribution);
}

void declare_reading(Arguments& arguments, ImportChoice& choice) {
  ReadOptions& read = choice.options.read;
  arguments.option("--rate", read.rate_hz,
                   "Hz of readings that come without timestamps");
  arguments.option("--rows", read.rows,
                   "so many rows of a table are a sample (0: all of a file)");
  arguments.option("--axes", choice.axes,
                   "names and units of columns: 'x[g],y[g],z[g]'");
  arguments.option("--type", read.type,
                   "of raw tensors: int8, uint8, int16, int32, float32 ...");
  arguments.option("--shape", choice.shape,
                   "of a raw tensor, or of a frame of readings: 49x10");
  arguments.option("--label-column", read.label_column,
                   "the column of a table that holds the label");
  arguments.option("--sample-column", read.sample_column,
                   "the column that tells the samples of a table apart");
}

ChangeNote note_of(const ImportChoice& choice) {
  ChangeNote note = choice.note;
  note.what = fmt::format("import {}", fmt::join(choice.paths, " "));
  return note;
}

int import_paths(const ImportChoice& choice, Console& console,
                 const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  Run run = console.run(common.threads);
  std::optional<ChangeScope> change;
  if (!choice.preview) change.emplace(project.store(), note_of(choice));
  ImportReport report;
  for (const std::string& path : choice.paths) {
    ImportOptions options = choice.options;
    const auto looked_at = preview_recordings(
        path, options, choice.preview ? 0 : kPreviewFiles, run);
    console.print("{}", path);
    print_preview(looked_at.understood, console);
    print_terms(looked_at.terms, console);
    if (choice.preview) {
      report.add(looked_at);
      continue;
    }
    const bool whole = fs::is_directory(path);
    if (whole) ask_for_terms(looked_at, console, options.terms);
    report.add(import_recordings(path, project.store(), options, run));
  }
  if (choice.preview) {
    print_problems(report, console);
    console.result(json_of(report));
    return report.understood.labels.empty() ? 1 : 0;
  }
  return finish_import(report, console);
}

}  // namespace

void declare_import(Arguments& arguments) {
  auto choice = std::make_shared<ImportChoice>();
  arguments.positionals("PATH", choice->paths,
                        "folders with a folder a label in them, archives of "
                        "such, or files");
  arguments.flag("--preview", choice->preview,
                 "say what is understood of them and store nothing");
  declare_names(arguments, *choice);
  declare_reading(arguments, *choice);
  declare_terms(arguments, *choice);
  note_options(arguments, choice->note);
  arguments.runs_stages();
  arguments.examples(
      "  mote collect import speech_commands/\n"
      "  mote collect import kitchen/ --label _background_noise_\n"
      "  mote collect import yes1.wav yes2.wav --label yes --group anna\n"
      "  mote collect import logs/ --rate 200 --axes 'x[g],y[g],z[g]'\n"
      "  mote collect import tensors/ --type int8 --shape 49x10\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    choice->options.read.shape = parse_shape(choice->shape);
    choice->options.read.axes = parse_axes(choice->axes);
    return import_paths(*choice, console, common);
  });
}

}  // namespace mote
