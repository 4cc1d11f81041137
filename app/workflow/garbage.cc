#include "app/workflow/garbage.h"

#include <nlohmann/json.hpp>
#include <unordered_set>

#include "app/workflow/stage.h"
#include "lib/dataset/forget.h"
#include "lib/dataset/versions.h"

namespace mote {
namespace {

using ReachableNames = std::unordered_set<std::string>;

void add_texts(const Store& store, const char* sql, ReachableNames& names) {
  store.database().query(sql, {},
                         [&](const Row& row) { names.emplace(row.text(0)); });
}

// The recordings that a snapshot lists.
void add_recordings(const Store& store, const std::string& snapshot,
                    ReachableNames& names) {
  if (!store.objects().has(snapshot)) return;
  compare_lines(
      "", store.objects().get_text(snapshot),
      [&](const Sample*, const Sample* sample) { names.insert(sample->id); });
}

// The files of an artifact that is a tree (StageWork::give_tree).
void add_tree(const Store& store, const std::string& tree,
              ReachableNames& names) {
  if (!store.objects().has(tree)) return;
  const auto files = nlohmann::json::parse(store.objects().get_text(tree));
  for (const auto& [path, object] : files.items()) {
    names.insert(object.get<std::string>());
  }
}

bool is_tree(const std::string& artifact) {
  for (const Stage& stage : stages()) {
    const auto shown = stage.shows.find(artifact);
    if (shown != stage.shows.end()) return shown->second.ends_with('/');
  }
  return false;
}

ReachableNames reachable(const Store& store) {
  ReachableNames names, snapshots;
  add_texts(store, "SELECT object FROM sample", names);
  add_texts(store, "SELECT object FROM change_value WHERE field = 'removed'",
            names);
  add_texts(store, "SELECT object FROM version", snapshots);
  add_texts(store, "SELECT now FROM rewritten", snapshots);
  for (const Recipe& recipe : store.ledger().history()) {
    for (const auto* artifacts : {&recipe.inputs, &recipe.outputs}) {
      for (const auto& [name, object] : *artifacts) {
        names.insert(object);
        if (name == "snapshot" || name == "version") snapshots.insert(object);
        if (is_tree(name)) add_tree(store, object, names);
      }
    }
  }
  for (const std::string& snapshot : snapshots) {
    add_recordings(store, snapshot, names);
    names.insert(snapshot);
  }
  return names;
}

// What only a redo could bring back is let go of.
void forget_redo(Database& database) {
  database.run(
      "DELETE FROM change_value WHERE change IN (SELECT id FROM change WHERE "
      "reverts IS NOT NULL OR reverted_by IS NOT NULL)");
  database.run(
      "UPDATE change SET reverted_by = 0 WHERE reverts IS NOT NULL AND "
      "reverted_by IS NULL");
}

}  // namespace

ObjectStore::Removal::Freed collect_garbage(const Project& project,
                                            bool only_count) {
  const auto lock = project.lock();
  Store& store = project.store();
  finish_forgetting(store, [&] { remove_traces(project); });
  ObjectStore::Removal removal(store.objects());
  ReachableNames kept;
  store.database().transaction([&] {
    if (!only_count) forget_redo(store.database());
    kept = reachable(store);
  });
  const auto unwanted = [&](std::string_view name) {
    return kept.count(std::string(name)) == 0;
  };
  return only_count ? removal.count_if(unwanted) : removal.remove_if(unwanted);
}

void remove_traces(const Project& project) {
  std::error_code ignored;
  fs::remove_all(project.out() / "collect", ignored);
  fs::remove(project.out() / "report.html", ignored);
  fs::remove_all(project.folder() / ".mote" / "scratch", ignored);
}

}  // namespace mote
