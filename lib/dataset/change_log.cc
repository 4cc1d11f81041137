#include "lib/dataset/change_log.h"

#include <pwd.h>
#include <unistd.h>

#include <optional>

#include "lib/base/error.h"
#include "lib/base/utc_time.h"
#include "lib/dataset/schema.h"

namespace mote {
namespace {

// This process' scope: a table of its connection only.
constexpr const char* kScope =
    "CREATE TEMP TABLE IF NOT EXISTS change_scope(id INTEGER NOT NULL)";

constexpr const char* kColumns =
    "SELECT id, made_at, who, what, why, samples, reverted_by IS NOT NULL, "
    "reverts > 0 FROM change ";

Change change_of(const Row& row) {
  Change change;
  change.id = row.integer(0);
  change.when = row.text(1);
  change.note.who = row.text(2);
  change.note.what = row.text(3);
  change.note.why = row.text(4);
  change.samples = row.integer(5);
  change.undone = row.integer(6) != 0;
  change.is_undo = row.integer(7) != 0;
  return change;
}

int64_t add_change(Database& database, const ChangeNote& note) {
  return database.number(
      "INSERT INTO change(made_at, who, what, why) VALUES(?, ?, ?, ?) "
      "RETURNING id",
      {utc_now(), note.who.empty() ? user_name() : note.who, note.what,
       note.why});
}

// The same change once more, for what comes after it was taken back.
int64_t continue_scope(Database& database, int64_t scope) {
  const int64_t next = database.number(
      "INSERT INTO change(made_at, who, what, why) SELECT ?2, who, what, why "
      "FROM change WHERE id = ?1 RETURNING id",
      {scope, utc_now()});
  database.run("UPDATE change_scope SET id = ?", {next});
  return next;
}

// Samples that the change removed come back as they were.
int64_t bring_back_removed(Database& database, int64_t change, int64_t by) {
  const int64_t samples = database.run(
      "INSERT INTO sample SELECT old ->> 0, old ->> 1, old ->> 2, old ->> 3, "
      "old ->> 4, old ->> 5, old ->> 6, old ->> 7, old ->> 8, old ->> 9, "
      "old ->> 10, old ->> 11, old ->> 12, old ->> 13, old ->> 14, old ->> 15, "
      "old ->> 16 FROM change_value WHERE change = ? AND field = 'removed'",
      {change});
  if (samples > 0) {
    database.run(
        "INSERT OR IGNORE INTO change_value SELECT ?2, object, 'added', NULL "
        "FROM change_value WHERE change = ?1 AND field = 'removed'",
        {change, by});
  }
  return samples;
}

int64_t give_old_values(Database& database, int64_t change) {
  std::vector<std::string> fields;
  database.query(
      "SELECT DISTINCT field FROM change_value WHERE change = ? AND field NOT "
      "IN ('removed', 'added')",
      {change}, [&](const Row& row) { fields.emplace_back(row.text(0)); });
  for (const std::string& field : fields) {
    database.run("UPDATE sample SET " + field +
                     " = old FROM change_value AS value "
                     "WHERE value.change = ?1 AND value.field = ?2 AND "
                     "value.object = sample.object",
                 {change, field});
  }
  return database.number(
      "SELECT count(DISTINCT object) FROM change_value WHERE change = ? AND "
      "field NOT IN ('removed', 'added')",
      {change});
}

int64_t remove_added(Database& database, int64_t change) {
  return database.run(
      "DELETE FROM sample WHERE added_in = ?1 OR object IN (SELECT object "
      "FROM change_value WHERE change = ?1 AND field = 'added')",
      {change});
}

// The change that an undo took back.
Change reverted_by(Database& database, int64_t undo) {
  Change found;
  database.query(std::string(kColumns) +
                     "WHERE id = (SELECT reverts FROM change WHERE id = ?)",
                 {undo}, [&](const Row& row) { found = change_of(row); });
  return found;
}

// The next change to take back, or the next undo.
std::optional<Change> next_to_revert(Database& database, bool undone) {
  std::optional<Change> found;
  const std::string wanted =
      undone ? "reverts IS NOT NULL AND id > (SELECT coalesce(max(id), 0) FROM "
               "change WHERE reverts IS NULL) AND reverts IN (SELECT id FROM "
               "change WHERE reverts IS NULL)"
             : "reverts IS NULL AND samples > 0";
  database.query(kColumns + ("WHERE reverted_by IS NULL AND " + wanted) +
                     " ORDER BY id DESC LIMIT 1",
                 {}, [&](const Row& row) { found = change_of(row); });
  return found;
}

}  // namespace

std::string user_name() {
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_name : std::to_string(::geteuid());
}

ChangeLog::ChangeLog(Store& store) : store_(store) {
  prepare_schema(store_.database());
  store_.database().define(kScope);
}

int64_t ChangeLog::begin(const ChangeNote& note) {
  Database& database = store_.database();
  const int64_t scope = database.number("SELECT id FROM change_scope");
  if (scope == 0) return add_change(database, note);
  const bool undone = database.number(
                          "SELECT reverted_by IS NOT NULL FROM change WHERE "
                          "id = ?",
                          {scope}) != 0;
  return undone ? continue_scope(database, scope) : scope;
}

int64_t ChangeLog::record(const ChangeNote& note,
                          const std::function<int64_t()>& body) {
  const ObjectStore::Hold hold(store_.objects());
  Database& database = store_.database();
  int64_t samples = 0;
  database.transaction([&] {
    if (database.number("SELECT id FROM open_change") != 0) {
      samples = body();
      return;
    }
    const int64_t id = begin(note);
    database.run("INSERT INTO open_change VALUES(?)", {id});
    samples = body();
    database.run("DELETE FROM open_change");
    database.run("UPDATE change SET samples = samples + ? WHERE id = ?",
                 {samples, id});
    database.run(
        "DELETE FROM change WHERE id = ? AND samples = 0 AND id NOT IN "
        "(SELECT id FROM change_scope)",
        {id});
  });
  return samples;
}

std::vector<Change> ChangeLog::list(size_t limit) const {
  const int64_t rows = limit == 0 ? -1 : static_cast<int64_t>(limit);
  std::vector<Change> changes;
  store_.database().query(
      kColumns + std::string("WHERE samples > 0 ORDER BY id DESC LIMIT ?"),
      {rows}, [&](const Row& row) { changes.push_back(change_of(row)); });
  return changes;
}

std::vector<Change> ChangeLog::revert(size_t count, bool undone) {
  const ObjectStore::Hold hold(store_.objects());
  Database& database = store_.database();
  std::vector<Change> reverted;
  database.transaction([&] {
    while (reverted.size() < count) {
      const auto change = next_to_revert(database, undone);
      if (!change) break;
      const auto of = undone ? reverted_by(database, change->id) : *change;
      const std::string what =
          (undone ? "redo of " : "undo of ") + std::to_string(of.id);
      record({what, "", ""}, [&] {
        const int64_t by = database.number("SELECT id FROM open_change");
        const int64_t samples = bring_back_removed(database, change->id, by) +
                                give_old_values(database, change->id) +
                                remove_added(database, change->id);
        database.run("UPDATE change SET reverts = ?1 WHERE id = ?2",
                     {change->id, by});
        database.run("UPDATE change SET reverted_by = ?2 WHERE id = ?1",
                     {change->id, by});
        database.run(
            "UPDATE change SET reverted_by = NULL WHERE reverted_by = ?",
            {change->id});
        return samples;
      });
      reverted.push_back(of);
    }
  });
  return reverted;
}

std::vector<Change> ChangeLog::undo(size_t count) {
  return revert(count, false);
}

std::vector<Change> ChangeLog::redo(size_t count) {
  return revert(count, true);
}

ChangeScope::ChangeScope(Store& store, const ChangeNote& note, Holding holding)
    : store_(store) {
  if (holding == Holding::kThroughout) hold_.emplace(store.objects());
  const ChangeLog log(store);
  Database& database = store_.database();
  database.transaction([&] {
    database.run("INSERT INTO change_scope VALUES(?)",
                 {add_change(database, note)});
  });
}

ChangeScope::~ChangeScope() {
  try {
    Database& database = store_.database();
    database.transaction([&] {
      database.run(
          "DELETE FROM change WHERE samples = 0 AND id IN (SELECT id FROM "
          "change_scope)");
      database.run("DELETE FROM change_scope");
    });
  } catch (const Error&) {
    // An entry without samples remains: nobody shows it.
  }
}

}  // namespace mote
