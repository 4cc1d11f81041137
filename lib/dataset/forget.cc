#include "lib/dataset/forget.h"

#include <set>

#include "lib/base/error.h"
#include "lib/dataset/forgetting.h"
#include "lib/dataset/schema.h"

namespace mote {
namespace {

// What has been added again since, or would be with an undo, stays; it remains
// doomed until that is gone too.
constexpr const char* kUnused =
    "SELECT object FROM doomed WHERE object NOT IN (SELECT object FROM sample) "
    "AND object NOT IN (SELECT object FROM version) AND object NOT IN (SELECT "
    "object FROM change_value WHERE field = 'removed')";

constexpr const char* kRewritten =
    "SELECT object FROM doomed WHERE object IN (SELECT object FROM rewritten)";

std::set<std::string, std::less<>> names(const Store& store, const char* sql) {
  std::set<std::string, std::less<>> names;
  store.database().query(sql, {},
                         [&](const Row& row) { names.emplace(row.text(0)); });
  return names;
}

// The second part: all that is doomed goes, and is no longer noted as doomed
// once it has gone.
void remove_doomed(Store& store, ObjectStore::Removal& removal,
                   const RemoveTraces& remove_traces, Forgotten& forgotten) {
  const auto doomed = names(store, kUnused);
  if (doomed.empty()) return;
  const auto rewritten = names(store, kRewritten);
  forgotten.snapshots = rewritten.size();
  forgotten.made_from_them =
      made_from(store, {rewritten.begin(), rewritten.end()});
  for (const std::string& object : doomed) {
    if (rewritten.count(object) == 0 && is_object_name(object)) {
      forgotten.recordings.push_back(object);
    }
  }
  if (remove_traces) remove_traces();
  const auto freed = removal.remove_if(
      [&](std::string_view name) { return doomed.count(name) != 0; });
  forgotten.bytes = freed.bytes;
  Database& database = store.database();
  // At first only the rows' pages are free; and after, those of `doomed`.
  const bool scrub = doomed.count(kDatabaseFile) != 0;
  if (scrub) database.scrub();
  database.transaction([&] {
    for (const std::string& object : doomed) {
      database.run("DELETE FROM doomed WHERE object = ?", {object});
    }
  });
}

}  // namespace

Forgotten forget_group(Store& store, const std::string& group,
                       const RemoveTraces& remove_traces) {
  prepare_schema(store.database());
  ObjectStore::Removal removal(store.objects());
  removal.advance_era();
  Forgotten forgotten;
  remove_doomed(store, removal, remove_traces, forgotten);
  const bool finished = !forgotten.recordings.empty();
  Forgetting forgetting(store, group);
  if (forgetting.run()) {
    forgotten = {};
    remove_doomed(store, removal, remove_traces, forgotten);
    forgotten.recordings.assign(forgetting.recordings().begin(),
                                forgetting.recordings().end());
    forgotten.snapshots = forgetting.snapshots();
  } else if (!finished) {
    throw Error("there is no group '" + group + "'", "",
                "mote collect list shows the groups.");
  }
  removal.advance_era();
  return forgotten;
}

size_t finish_forgetting(Store& store, const RemoveTraces& remove_traces) {
  prepare_schema(store.database());
  if (store.database().number("SELECT count(*) FROM doomed") == 0) return 0;
  ObjectStore::Removal removal(store.objects());
  Forgotten forgotten;
  remove_doomed(store, removal, remove_traces, forgotten);
  return forgotten.recordings.size() + forgotten.snapshots;
}

}  // namespace mote
