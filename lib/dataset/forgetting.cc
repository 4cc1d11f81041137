#include "lib/dataset/forgetting.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "lib/dataset/change_log.h"
#include "lib/dataset/sample_text.h"

namespace mote {
namespace {

// Objects that list samples: named versions, and what stages made of them.
constexpr const char* kSnapshots =
    "SELECT object FROM version UNION SELECT object FROM recipe_object WHERE "
    "name IN ('snapshot', 'version')";

// Rows of the change log that hold a sample of the group as it was when it was
// taken away. (Column 3 of the row is its group, 1 its name.)
constexpr const char* kRemovedOfGroup =
    "FROM change_value WHERE field = 'removed' AND old ->> 3 = ?";

// Models stay, whatever they know.
bool is_model(const std::string& artifact) {
  static const std::set<std::string> models = {"graph",        "checkpoint",
                                               "model.tflite", "float.tflite",
                                               "package",      "deployment"};
  return models.count(artifact) != 0;
}

}  // namespace

std::vector<Recipe> made_from(const Store& store,
                              const std::set<std::string>& objects) {
  std::set<std::string> seen;
  std::vector<std::string> open(objects.begin(), objects.end());
  std::vector<Recipe> made;
  while (!open.empty()) {
    const std::string object = open.back();
    open.pop_back();
    for (const Recipe& recipe : store.ledger().users_of(object)) {
      if (!seen.insert(recipe.key).second) continue;
      made.push_back(recipe);
      for (const auto& [name, output] : recipe.outputs) open.push_back(output);
    }
  }
  std::stable_sort(
      made.begin(), made.end(),
      [](const Recipe& a, const Recipe& b) { return a.when > b.when; });
  return made;
}

Forgetting::Forgetting(Store& store, const std::string& group)
    : store_(store),
      database_(store.database()),
      group_(group),
      group_text_(json_text(group)) {
  words_.add_group(group);
}

bool Forgetting::run() {
  find_samples();
  std::vector<std::string> snapshots;
  database_.query(kSnapshots, {}, [&](const Row& row) {
    if (store_.objects().has(row.text(0))) snapshots.emplace_back(row.text(0));
  });
  for (const std::string& object : snapshots) find_samples_in(object);
  for (const std::string& object : snapshots) write_anew(object);
  if (ids_.empty() && anew_.empty()) return false;
  find_what_names_them();
  ChangeLog(store_).record(
      {fmt::format("forget {} recording(s) of a group", ids_.size()), "", ""},
      [&] {
        forget_in_database();
        return static_cast<int64_t>(ids_.size() + anew_.size());
      });
  return true;
}

void Forgetting::find_samples() {
  const auto take = [&](const Row& row) {
    ids_.emplace(row.text(0));
    words_.add_name(row.text(1));
  };
  database_.query("SELECT object, name FROM sample WHERE group_name = ?",
                  {group_}, take);
  // Samples that an undo or a checkout took away: a redo would bring them.
  database_.query("SELECT object, old ->> 1 " + std::string(kRemovedOfGroup) +
                      " AND object NOT IN (SELECT object FROM sample)",
                  {group_}, take);
}

std::string Forgetting::group_now(std::string_view id) {
  std::string now;
  database_.query("SELECT group_name FROM sample WHERE object = ?", {id},
                  [&](const Row& row) { now = row.text(0); });
  return now;
}

// A sample that is of another group now stays.
void Forgetting::find_samples_in(const std::string& snapshot) {
  for_each_line(store_.objects().get_text(snapshot), [&](std::string_view l) {
    if (l.find(group_text_) == std::string_view::npos) return;
    const Sample sample = parse_line(l);
    if (sample.group != group_ || !group_now(sample.id).empty()) return;
    ids_.insert(sample.id);
    words_.add_name(sample.name);
  });
}

// A line without the group: nothing of a sample that is to go; of one that is
// another's now, that other as its group.
std::string Forgetting::kept_of(std::string_view line) {
  if (ids_.count(std::string(id_of_line(line))) != 0) return "";
  std::string kept = std::string(line) + "\n";
  if (line.find(group_text_) == std::string_view::npos) return kept;
  Sample sample = parse_line(line);
  if (sample.group != group_) return kept;
  sample.group = group_now(sample.id);
  kept.clear();
  with_text(sample, [&](const SampleText& text) { append_line(kept, text); });
  return kept;
}

void Forgetting::write_anew(const std::string& snapshot) {
  const std::string lines = store_.objects().get_text(snapshot);
  bool changed = false;
  for_each_line(lines, [&](std::string_view line) {
    changed = changed || line.find(group_text_) != std::string_view::npos ||
              ids_.count(std::string(id_of_line(line))) != 0;
  });
  if (!changed) return;
  ObjectStore::Writer writer(store_.objects());
  int64_t samples = 0;
  for_each_line(lines, [&](std::string_view line) {
    const std::string kept = kept_of(line);
    writer.add(kept);
    samples += kept.empty() ? 0 : 1;
  });
  const std::string now = writer.finish();
  if (now != snapshot) anew_[snapshot] = {now, samples};
}

// Features of them, and what has their names in it: figures a recording,
// reports.
void Forgetting::find_what_names_them() {
  std::set<std::string> snapshots;
  for (const auto& [object, now] : anew_) snapshots.insert(object);
  for (const Recipe& recipe : made_from(store_, snapshots)) {
    for (const auto& [name, object] : recipe.outputs) {
      if (is_model(name) || snapshots.count(object) != 0) continue;
      if (name == "features" ||
          (store_.objects().has(object) &&
           words_.stand_in(store_.objects().get_text(object)))) {
        named_.insert(object);
      }
    }
  }
}

void Forgetting::forget_in_database() {
  doom(kDatabaseFile);
  for (const std::string& object : named_) doom(object);
  for (const auto& [object, anew] : anew_) rewrite_snapshot(object, anew);
  for (const std::string& id : ids_) {
    database_.run("DELETE FROM sample WHERE object = ?", {id});
    database_.run("DELETE FROM change_value WHERE object = ?", {id});
    doom(id);
  }
  database_.run("DELETE " + std::string(kRemovedOfGroup), {group_});
  // An undo then leaves to its group what has gone over to another.
  database_.run(
      "DELETE FROM change_value WHERE field = 'group_name' AND old = ?",
      {group_});
  database_.run(
      "DELETE FROM origin WHERE name NOT IN (SELECT origin FROM sample) AND "
      "name NOT IN (SELECT old ->> 10 FROM change_value WHERE field = "
      "'removed')");
  forget_words("change", "what");
  forget_words("change", "why");
  forget_words("version", "why");
  forget_words("version", "name");
  database_.run(
      "UPDATE change SET reverts = 0 WHERE id IN (SELECT id FROM "
      "open_change)");
}

void Forgetting::rewrite_snapshot(const std::string& object, const Anew& anew) {
  database_.run(
      "UPDATE version SET object = ?2, samples = ?3 WHERE object = ?1",
      {object, anew.object, anew.samples});
  database_.run("INSERT OR REPLACE INTO rewritten VALUES(?, ?)",
                {object, anew.object});
  doom(object);
}

void Forgetting::doom(std::string_view object) {
  database_.run("INSERT OR IGNORE INTO doomed VALUES(?)", {object});
}

void Forgetting::forget_words(const std::string& table,
                              const std::string& column) {
  std::map<int64_t, std::string> changed;
  database_.query("SELECT id, " + column + " FROM " + table, {},
                  [&](const Row& row) {
                    const std::string text(row.text(1));
                    std::string now = words_.without(text);
                    if (now != text) changed[row.integer(0)] = now;
                  });
  const std::string update =
      "UPDATE OR IGNORE " + table + " SET " + column + " = ? WHERE id = ?";
  for (const auto& [id, text] : changed) {
    if (database_.run(update, {text, id}) == 0) {  // two versions of one name
      database_.run(update, {fmt::format("{} {}", text, id), id});
    }
  }
}

}  // namespace mote
