#include "lib/dataset/forget.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/error.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/dataset.h"
#include "lib/dataset/sample_text.h"
#include "lib/dataset/schema.h"
#include "lib/dataset/versions.h"

namespace mote {
namespace {

// Objects that list samples: named versions, and what stages made of them.
constexpr const char* kSnapshots =
    "SELECT object FROM version UNION SELECT object FROM recipe_object WHERE "
    "name IN ('snapshot', 'version')";

// Rows of the change log that hold a sample of the group as it was when it was
// taken away. (Column 3 of the row is its group.)
constexpr const char* kRemovedOfGroup =
    "FROM change_value WHERE field = 'removed' AND old ->> 3 = ?";

bool is_part_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Without the group's name, where it stands as a word of its own.
std::string without_name(std::string text, const std::string& name) {
  static const std::string kInstead = "(forgotten)";
  for (size_t at = text.find(name); at != std::string::npos;
       at = text.find(name, at)) {
    const size_t end = at + name.size();
    const bool whole = (at == 0 || !is_part_of_word(text[at - 1])) &&
                       (end == text.size() || !is_part_of_word(text[end]));
    if (whole) text.replace(at, name.size(), kInstead);
    at += whole ? kInstead.size() : 1;
  }
  return text;
}

class Forgetting {
 public:
  Forgetting(Store& store, const std::string& group)
      : store_(store), database_(store.database()), group_(group) {}

  Forgotten run() {
    find_samples();
    for (const std::string& object : texts(kSnapshots)) write_anew(object);
    if (ids_.empty() && anew_.empty()) {
      throw Error("there is no group '" + group_ + "'", "",
                  "mote collect list shows the groups.");
    }
    find_what_was_made();
    forget_in_database();
    forgotten_.recordings.assign(ids_.begin(), ids_.end());
    forgotten_.snapshots = anew_.size();
    return forgotten_;
  }

 private:
  std::vector<std::string> texts(const std::string& sql) {
    std::vector<std::string> texts;
    database_.query(sql, {},
                    [&](const Row& row) { texts.emplace_back(row.text(0)); });
    return texts;
  }

  void find_samples() {
    database_.query("SELECT object FROM sample WHERE group_name = ?", {group_},
                    [&](const Row& row) { ids_.emplace(row.text(0)); });
    // Samples that an undo or a checkout took away: a redo would bring them.
    database_.query("SELECT object " + std::string(kRemovedOfGroup) +
                        " AND object NOT IN (SELECT object FROM sample)",
                    {group_},
                    [&](const Row& row) { ids_.emplace(row.text(0)); });
  }

  // A sample that is of another group now stays.
  bool is_to_go(const Sample& sample) {
    if (ids_.count(sample.id) != 0) return true;
    if (sample.group != group_) return false;
    return database_.number("SELECT count(*) FROM sample WHERE object = ?",
                            {sample.id}) == 0;
  }

  void write_anew(const std::string& object) {
    if (!store_.objects().has(object)) return;
    std::string kept;
    bool changed = false;
    for (const Sample& sample : parse_snapshot(snapshot_text(store_, object))) {
      if (is_to_go(sample)) {
        ids_.insert(sample.id);
        changed = true;
        continue;
      }
      with_text(sample,
                [&](const SampleText& text) { append_line(kept, text); });
    }
    if (changed) anew_[object] = store_.objects().put(kept);
  }

  // What was made of a snapshot, and of that, and so on.
  void find_what_was_made() {
    std::set<std::string> seen;
    std::vector<std::string> open;
    for (const auto& [object, now] : anew_) open.push_back(object);
    while (!open.empty()) {
      const std::string object = open.back();
      open.pop_back();
      for (const Recipe& recipe : store_.ledger().users_of(object)) {
        if (!seen.insert(recipe.key).second) continue;
        forgotten_.made_from_them.push_back(recipe);
        for (const auto& [name, output] : recipe.outputs) {
          open.push_back(output);
          if (name == "features") features_.insert(output);
        }
      }
    }
    std::stable_sort(
        forgotten_.made_from_them.begin(), forgotten_.made_from_them.end(),
        [](const Recipe& a, const Recipe& b) { return a.when > b.when; });
  }

  void forget_in_database() {
    database_.define("PRAGMA secure_delete=ON");
    ChangeLog(store_).record(
        {fmt::format("forget {} recording(s) of a group", ids_.size()), "", ""},
        [&] {
          for (const std::string& id : ids_) forget_sample(id);
          database_.run("DELETE " + std::string(kRemovedOfGroup), {group_});
          for (const auto& [object, now] : anew_) {
            database_.run("UPDATE version SET object = ?2 WHERE object = ?1",
                          {object, now});
            database_.run("INSERT OR REPLACE INTO rewritten VALUES(?, ?)",
                          {object, now});
            doom(object);
          }
          for (const std::string& features : features_) doom(features);
          forget_name();
          database_.run(
              "UPDATE change SET reverts = 0 WHERE id IN (SELECT id FROM "
              "open_change)");
          return static_cast<int64_t>(ids_.size() + anew_.size());
        });
  }

  void doom(const std::string& object) {
    database_.run("INSERT OR IGNORE INTO doomed VALUES(?)", {object});
  }

  void forget_sample(const std::string& id) {
    database_.run("DELETE FROM sample WHERE object = ?", {id});
    database_.run("DELETE FROM change_value WHERE object = ?", {id});
    doom(id);
  }

  void forget_name() {
    std::map<int64_t, std::pair<std::string, std::string>> notes;
    database_.query(
        "SELECT id, what, why FROM change WHERE instr(what || why, ?) > 0",
        {group_}, [&](const Row& row) {
          notes[row.integer(0)] = {
              without_name(std::string(row.text(1)), group_),
              without_name(std::string(row.text(2)), group_)};
        });
    for (const auto& [id, note] : notes) {
      database_.run("UPDATE change SET what = ?, why = ? WHERE id = ?",
                    {note.first, note.second, id});
    }
  }

  Store& store_;
  Database& database_;
  std::string group_;
  std::set<std::string> ids_;
  std::map<std::string, std::string> anew_;  // snapshot -> without them
  std::set<std::string> features_;
  Forgotten forgotten_;
};

// What has been added again since, or would be with an undo, stays; it remains
// doomed until that is gone too.
constexpr const char* kUnused =
    "SELECT object FROM doomed WHERE object NOT IN (SELECT object FROM sample) "
    "AND object NOT IN (SELECT object FROM version) AND object NOT IN (SELECT "
    "object FROM change_value WHERE field = 'removed')";

uint64_t remove_doomed(Store& store, size_t& objects) {
  std::set<std::string, std::less<>> doomed;
  ObjectStore::Removal removal(store.objects());
  Database& database = store.database();
  database.query(kUnused, {},
                 [&](const Row& row) { doomed.emplace(row.text(0)); });
  if (doomed.empty()) return 0;
  const auto freed = removal.remove_if(
      [&](std::string_view name) { return doomed.count(name) != 0; });
  database.transaction([&] {
    for (const std::string& object : doomed) {
      database.run("DELETE FROM doomed WHERE object = ?", {object});
    }
  });
  // So that nothing of it stays in the log of the database either.
  database.query("PRAGMA wal_checkpoint(TRUNCATE)", {}, [](const Row&) {});
  objects = freed.objects;
  return freed.bytes;
}

}  // namespace

Forgotten forget_group(Store& store, const std::string& group) {
  prepare_schema(store.database());
  finish_forgetting(store);
  Forgotten forgotten;
  {
    const ObjectStore::Hold hold(store.objects());
    forgotten = Forgetting(store, group).run();
  }
  size_t objects = 0;
  forgotten.bytes = remove_doomed(store, objects);
  return forgotten;
}

size_t finish_forgetting(Store& store) {
  prepare_schema(store.database());
  if (store.database().number("SELECT count(*) FROM doomed") == 0) return 0;
  size_t objects = 0;
  remove_doomed(store, objects);
  return objects;
}

}  // namespace mote
