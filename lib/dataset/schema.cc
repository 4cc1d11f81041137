#include "lib/dataset/schema.h"

namespace mote {
namespace {

// As the first mote had it.
constexpr const char* kFirst = R"(
CREATE TABLE IF NOT EXISTS sample(
  id INTEGER PRIMARY KEY, object TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  label TEXT NOT NULL, group_name TEXT NOT NULL, split TEXT NOT NULL,
  source TEXT NOT NULL, rate_hz REAL NOT NULL, frames INTEGER NOT NULL,
  axes INTEGER NOT NULL,
  added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
)";

// Samples lie in the order in which they are listed, so that a million are
// read from one end to the other. Lists and maps are JSON, "" when empty: they
// are read and written with their sample, never alone.
//
// The triggers keep what a change takes away, so that it can be undone; the
// row of open_change, which lives within a transaction only, says for which
// change. Nothing can be changed without one.
constexpr const char* kChangesAreRecorded = R"(
ALTER TABLE sample RENAME TO former_sample;
CREATE TABLE sample(
  label TEXT NOT NULL, name TEXT NOT NULL, object TEXT NOT NULL UNIQUE,
  group_name TEXT NOT NULL, split TEXT NOT NULL, source TEXT NOT NULL,
  rate_hz REAL NOT NULL, frames INTEGER NOT NULL, axes INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'audio', origin TEXT NOT NULL DEFAULT '',
  excluded TEXT NOT NULL DEFAULT '', metadata TEXT NOT NULL DEFAULT '',
  ranges TEXT NOT NULL DEFAULT '', boxes TEXT NOT NULL DEFAULT '',
  fixes TEXT NOT NULL DEFAULT '', added_in INTEGER NOT NULL,
  PRIMARY KEY(label, name, object)) WITHOUT ROWID;
CREATE TABLE change(
  id INTEGER PRIMARY KEY AUTOINCREMENT, made_at TEXT NOT NULL,
  who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL,
  samples INTEGER NOT NULL DEFAULT 0, reverts INTEGER, reverted_by INTEGER);
CREATE TABLE change_value(
  change INTEGER NOT NULL, object TEXT NOT NULL, field TEXT NOT NULL, old,
  PRIMARY KEY(change, object, field)) WITHOUT ROWID;
CREATE TABLE open_change(id INTEGER NOT NULL);
CREATE TABLE origin(
  name TEXT PRIMARY KEY, licence TEXT NOT NULL, attribution TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE version(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
  object TEXT NOT NULL, samples INTEGER NOT NULL, made_at TEXT NOT NULL,
  who TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE doomed(object TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE rewritten(object TEXT PRIMARY KEY, now TEXT NOT NULL)
  WITHOUT ROWID;

INSERT INTO change(made_at, who, what, why, samples)
  SELECT replace(added_at, ' ', 'T') || 'Z', '', 'add', '', count(*)
  FROM former_sample GROUP BY added_at ORDER BY added_at;
INSERT INTO sample(label, name, object, group_name, split, source, rate_hz,
                   frames, axes, added_in)
  SELECT label, name, object, group_name, split, source, rate_hz, frames, axes,
    (SELECT id FROM change
     WHERE made_at = replace(added_at, ' ', 'T') || 'Z')
  FROM former_sample ORDER BY label, name, object;
DROP TABLE former_sample;

CREATE TRIGGER sample_added BEFORE INSERT ON sample
  WHEN NOT EXISTS(SELECT 1 FROM open_change) BEGIN
  SELECT RAISE(ABORT, 'samples change only as a recorded change'); END;
CREATE TRIGGER sample_removed BEFORE DELETE ON sample BEGIN
  INSERT INTO change_value VALUES((SELECT id FROM open_change), old.object,
    'removed', json_array(old.label, old.name, old.object, old.group_name,
      old.split, old.source, format('%!.17g', old.rate_hz), old.frames, old.axes, old.kind,
      old.origin, old.excluded, old.metadata, old.ranges, old.boxes, old.fixes,
      old.added_in)); END;
)"
#define MOTE_RECORDS(field)                                               \
  "CREATE TRIGGER " #field "_changed AFTER UPDATE OF " #field             \
  " ON sample WHEN old." #field " IS NOT new." #field                     \
  " BEGIN INSERT INTO change_value VALUES((SELECT id FROM open_change), " \
  "old.object, '" #field "', old." #field                                 \
  ") "                                                                    \
  "ON CONFLICT(change, object, field) DO NOTHING; END;\n"
    MOTE_RECORDS(label) MOTE_RECORDS(name) MOTE_RECORDS(group_name)
        MOTE_RECORDS(split) MOTE_RECORDS(source) MOTE_RECORDS(rate_hz)
            MOTE_RECORDS(frames) MOTE_RECORDS(axes) MOTE_RECORDS(kind)
                MOTE_RECORDS(origin) MOTE_RECORDS(excluded)
                    MOTE_RECORDS(metadata) MOTE_RECORDS(ranges)
                        MOTE_RECORDS(boxes) MOTE_RECORDS(fixes);
#undef MOTE_RECORDS

constexpr const char* kSteps[] = {kFirst, kChangesAreRecorded};

}  // namespace

void prepare_schema(Database& database) { database.migrate(kSteps); }

}  // namespace mote
