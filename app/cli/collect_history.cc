// The commands that look back: what was changed, and take it back.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "lib/base/error.h"

namespace mote {
namespace {

nlohmann::json json_of(const Change& change) {
  return {{"id", change.id},        {"when", change.when},
          {"who", change.note.who}, {"what", change.note.what},
          {"why", change.note.why}, {"samples", change.samples},
          {"undone", change.undone}};
}

nlohmann::json json_of(const std::vector<Change>& changes) {
  nlohmann::json list = nlohmann::json::array();
  for (const Change& change : changes) list.push_back(json_of(change));
  return list;
}

void print_change(const Change& change, Console& console) {
  console.print("{:>5}  {}  {:<10} {:>8}  {}{}{}", change.id, change.when,
                change.note.who, change.samples, change.note.what,
                change.note.why.empty() ? "" : " (" + change.note.why + ")",
                change.undone ? "  [undone]" : "");
}

void declare_log(Arguments& arguments) {
  auto limit = std::make_shared<int>(20);
  arguments.option("--limit", *limit, "changes to show (0: all)");
  arguments.in_project();
  arguments.examples("  mote collect log --limit 5\n");
  arguments.action([limit](Console& console, const CommonOptions& common) {
    if (*limit < 0) throw UsageError("--limit must not be negative");
    const Project project = Project::open(common.project);
    const auto changes =
        ChangeLog(project.store()).list(static_cast<size_t>(*limit));
    for (const Change& change : changes) print_change(change, console);
    if (changes.empty()) console.print("nothing was changed yet");
    console.result({{"changes", json_of(changes)}});
    return 0;
  });
}

int finish(const std::vector<Change>& changes, const char* word,
           Console& console) {
  for (const Change& change : changes) {
    console.print("{}: {} ({} sample(s))", word, change.note.what,
                  change.samples);
  }
  if (changes.empty()) console.print("there is nothing to be {}", word);
  console.result({{"changes", json_of(changes)}});
  return changes.empty() ? 1 : 0;
}

size_t checked_count(int count) {
  if (count < 1) throw UsageError("N must be at least 1");
  return static_cast<size_t>(count);
}

void declare_undo(Arguments& arguments) {
  auto count = std::make_shared<int>(1);
  arguments.positional("N", *count, "how many changes, newest first");
  arguments.in_project();
  arguments.examples("  mote collect undo\n  mote collect undo 3\n");
  arguments.action([count](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    ChangeLog log(project.store());
    return finish(log.undo(checked_count(*count)), "undone", console);
  });
}

void declare_redo(Arguments& arguments) {
  auto count = std::make_shared<int>(1);
  arguments.positional("N", *count, "how many");
  arguments.in_project();
  arguments.examples("  mote collect redo\n");
  arguments.action([count](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    ChangeLog log(project.store());
    return finish(log.redo(checked_count(*count)), "redone", console);
  });
}

}  // namespace

void declare_collect_history(Arguments& arguments) {
  arguments.subcommand("log", "what was changed: who, when, why", declare_log);
  arguments.subcommand("undo", "take the newest changes back", declare_undo);
  arguments.subcommand("redo", "bring back what was undone", declare_redo);
}

}  // namespace mote
