// The commands about versions, and about what is removed for good.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/collect.h"
#include "app/cli/console.h"
#include "app/cli/stage_runner.h"
#include "app/workflow/garbage.h"
#include "app/workflow/lineage.h"
#include "lib/base/error.h"
#include "lib/dataset/forget.h"
#include "lib/dataset/sample_text.h"
#include "lib/dataset/versions.h"

namespace mote {
namespace {

using Json = nlohmann::json;

Json json_of(const Version& version) {
  return {{"name", version.name},       {"object", version.object},
          {"samples", version.samples}, {"when", version.when},
          {"who", version.note.who},    {"why", version.note.why}};
}

struct VersionChoice {
  std::string name, other;
  bool list = false, only_count = false;
  int limit = 20;
  ChangeNote note;
};

int show_versions(const Versions& versions, Console& console) {
  Json list = Json::array();
  for (const Version& version : versions.list()) {
    console.print("{:<24} {:>9} samples  {}  {}  {}", version.name,
                  version.samples, version.when, version.note.who,
                  version.note.why);
    list.push_back(json_of(version));
  }
  if (list.empty()) console.print("there are no versions yet");
  console.result({{"versions", list}});
  return 0;
}

void declare_snapshot(Arguments& arguments) {
  auto choice = std::make_shared<VersionChoice>();
  arguments.positional("NAME", choice->name,
                       "the version's name (default: v1, v2 ...)", false);
  arguments.flag("--list", choice->list, "list the versions there are");
  arguments.in_project();
  note_options(arguments, choice->note);
  arguments.examples(
      "  mote collect snapshot 'before cleaning'\n"
      "  mote collect snapshot --list\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    Versions versions(project.store());
    if (choice->list) return show_versions(versions, console);
    const Version version = versions.save(choice->name, choice->note);
    console.print("version '{}': {} sample(s), {}", version.name,
                  version.samples, version.object.substr(0, 12));
    console.result(json_of(version));
    return 0;
  });
}

// A version's name, or that of a model: then of the data it was made from.
std::string data_version(const Project& project, const std::string& name) {
  const Versions versions(project.store());
  for (const Version& version : versions.list()) {
    if (version.name == name) return name;
  }
  if (name == "now") return name;
  try {
    for (const Recipe& recipe : trace(project, name).recipes) {
      const auto found = recipe.outputs.find("version");
      if (found != recipe.outputs.end()) return found->second;
    }
  } catch (const Error&) {
    // No artifact either: the versions say what there is.
  }
  return name;
}

// The fields in which two samples differ: "label left -> right".
std::string differences(const Sample& before, const Sample& after) {
  std::string text;
  const auto add = [&](const char* field, const std::string& was,
                       const std::string& is) {
    if (was == is) return;
    text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", field,
                        was.empty() ? "none" : was, is.empty() ? "none" : is);
  };
  add("name", before.name, after.name);
  add("label", before.label, after.label);
  add("group", before.group, after.group);
  add("side", before.split, after.split);
  add("source", before.source, after.source);
  add("kind", before.kind, after.kind);
  add("rate", fmt::format("{}", before.rate_hz),
      fmt::format("{}", after.rate_hz));
  add("frames", std::to_string(before.frames), std::to_string(after.frames));
  add("origin", before.origin, after.origin);
  add("excluded", before.excluded, after.excluded);
  add("metadata", text_of(before.metadata), text_of(after.metadata));
  add("ranges", text_of(before.ranges), text_of(after.ranges));
  add("boxes", text_of(before.boxes), text_of(after.boxes));
  add("fixes", text_of(before.fixes), text_of(after.fixes));
  return text;
}

// Counts, prints up to a limit, and keeps for --json what is not alike.
class DiffReport {
 public:
  DiffReport(Console& console, int limit) : console_(console), limit_(limit) {}

  void add(const Sample* before, const Sample* after) {
    const char* what = before == nullptr  ? "added"
                       : after == nullptr ? "removed"
                                          : "changed";
    ++counts_[what];
    const Sample& sample = after != nullptr ? *after : *before;
    const std::string how = before != nullptr && after != nullptr
                                ? differences(*before, *after)
                                : sample.label;
    if (limit_ == 0 || shown_ < limit_) {
      ++shown_;
      console_.print("{:<8} {}  {}", what, sample.name, how);
    }
    if (console_.json()) {
      lists_[what].push_back(
          {{"id", sample.id}, {"name", sample.name}, {"how", how}});
    }
  }

  void finish() {
    console_.print("{} added, {} changed, {} removed", counts_["added"],
                   counts_["changed"], counts_["removed"]);
    Json document;
    for (const char* what : {"added", "changed", "removed"}) {
      document[what] = lists_.value(what, Json::array());
      document["counts"][what] = counts_[what];
    }
    console_.result(document);
  }

 private:
  Console& console_;
  int limit_, shown_ = 0;
  std::map<std::string, int64_t> counts_;
  Json lists_ = Json::object();
};

void declare_diff(Arguments& arguments) {
  auto choice = std::make_shared<VersionChoice>();
  choice->other = "now";
  arguments.positional("A", choice->name,
                       "a version, or a model: the data it was made from");
  arguments.positional("B", choice->other, "another (default: now)", false);
  arguments.option("--limit", choice->limit, "samples to print (0: all)");
  arguments.in_project();
  arguments.examples(
      "  mote collect diff v1\n"
      "  mote collect diff v1 v2\n"
      "  mote collect diff model.tflite now\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    const Versions versions(project.store());
    const auto lines = [&](const std::string& name) {
      return versions.lines(data_version(project, name));
    };
    DiffReport report(console, choice->limit);
    compare_lines(lines(choice->name), lines(choice->other),
                  [&](const Sample* before, const Sample* after) {
                    report.add(before, after);
                  });
    report.finish();
    return 0;
  });
}

void declare_checkout(Arguments& arguments) {
  auto choice = std::make_shared<VersionChoice>();
  arguments.positional("VERSION", choice->name,
                       "a version, or a model: the data it was made from");
  arguments.in_project();
  note_options(arguments, choice->note);
  arguments.examples(
      "  mote collect checkout v1\n"
      "  mote collect checkout model.tflite\n");
  arguments.action([choice](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    ChangeNote note = choice->note;
    note.what = "check out '" + choice->name + "'";
    const Checkout done =
        Versions(project.store())
            .checkout(data_version(project, choice->name), note);
    console.print("{} added, {} changed, {} removed", done.added, done.changed,
                  done.removed);
    for (const std::string& name : done.missing) {
      console.print("  {} is gone: its recording was forgotten or lost", name);
    }
    console.result({{"added", done.added},
                    {"changed", done.changed},
                    {"removed", done.removed},
                    {"missing", done.missing}});
    return done.missing.empty() ? 0 : 1;
  });
}

bool is_model(const std::string& artifact) {
  static const std::set<std::string> models = {
      "checkpoint", "model.tflite", "float.tflite", "package", "deployment"};
  return models.count(artifact) != 0;
}

int forget(const std::string& group, Console& console,
           const CommonOptions& common) {
  if (group.empty()) throw UsageError("--group GROUP is missing");
  const Project project = Project::open(common.project);
  const auto lock = project.lock();
  const Forgotten forgotten =
      forget_group(project.store(), group, [&] { remove_traces(project); });
  console.print(
      "{} recording(s) removed for good, {} snapshot(s) rewritten, "
      "{} freed",
      forgotten.recordings.size(), forgotten.snapshots,
      size_text(static_cast<int64_t>(forgotten.bytes)));
  Json models = Json::array();
  for (const Recipe& recipe : forgotten.made_from_them) {
    for (const auto& [name, object] : recipe.outputs) {
      if (!is_model(name)) continue;
      if (models.empty()) console.print("models that were trained on them:");
      console.print("  {}  {:<14} {}", recipe.when, name, object.substr(0, 12));
      models.push_back(
          {{"when", recipe.when}, {"artifact", name}, {"object", object}});
    }
  }
  if (!models.empty()) {
    console.print(
        "They still know what they learned: mote run makes new "
        "ones.");
  }
  console.result({{"removed", forgotten.recordings.size()},
                  {"snapshots", forgotten.snapshots},
                  {"freed_bytes", forgotten.bytes},
                  {"models", models}});
  return 0;
}

void declare_forget(Arguments& arguments) {
  auto group = std::make_shared<std::string>();
  arguments.option("--group", *group, "whose recordings");
  arguments.in_project();
  arguments.examples("  mote collect forget --group anna\n");
  arguments.action([group](Console& console, const CommonOptions& common) {
    return forget(*group, console, common);
  });
}

void declare_gc(Arguments& arguments) {
  auto only_count = std::make_shared<bool>(false);
  arguments.flag("--dry-run", *only_count, "say what would be removed");
  arguments.in_project();
  arguments.examples("  mote collect gc --dry-run\n");
  arguments.action([only_count](Console& console, const CommonOptions& common) {
    const Project project = Project::open(common.project);
    const auto freed = collect_garbage(project, *only_count);
    console.print("{} object(s) that nothing refers to{}, {}", freed.objects,
                  *only_count ? "" : " removed",
                  size_text(static_cast<int64_t>(freed.bytes)));
    console.result({{"objects", freed.objects}, {"freed_bytes", freed.bytes}});
    return 0;
  });
}

}  // namespace

void declare_collect_versions(Arguments& arguments) {
  arguments.subcommand("snapshot", "keep a version of what is known",
                       declare_snapshot);
  arguments.subcommand("diff", "what two versions do not have alike",
                       declare_diff);
  arguments.subcommand("checkout", "go back to a version", declare_checkout);
  arguments.subcommand("forget", "remove a person's recordings for good",
                       declare_forget);
  arguments.subcommand("gc", "remove objects that nothing refers to",
                       declare_gc);
}

}  // namespace mote
