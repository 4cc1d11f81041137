#include "lib/dataset/sample_table.h"

#include <cmath>

#include "lib/base/error.h"
#include "lib/signal/open.h"

namespace mote {
namespace {

constexpr const char* kTable = R"(
CREATE TABLE IF NOT EXISTS sample(
  id INTEGER PRIMARY KEY, object TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  label TEXT NOT NULL, group_name TEXT NOT NULL, split TEXT NOT NULL,
  source TEXT NOT NULL, rate_hz REAL NOT NULL, frames INTEGER NOT NULL,
  axes INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'audio',
  added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
)";

constexpr const char* kColumns =
    "SELECT object, name, label, group_name, split, source, rate_hz, frames, "
    "axes, kind "
    "FROM sample ";

Sample sample_of(const Row& row) {
  Sample sample;
  sample.id = row.text(0);
  sample.name = row.text(1);
  sample.label = row.text(2);
  sample.group = row.text(3);
  sample.split = row.text(4);
  sample.source = row.text(5);
  sample.rate_hz = row.number(6);
  sample.frames = row.integer(7);
  sample.axes = static_cast<int>(row.integer(8));
  sample.kind = row.text(9);
  return sample;
}

bool described_alike(const Sample& a, const Sample& b) {
  return a.label == b.label && a.group == b.group && a.split == b.split &&
         a.source == b.source;
}

// What signal() gives: audio mixed to one axis, what has a rate at the wanted
// one.
void describe_as_decoded(Sample& sample, double rate_hz) {
  if (sample.kind == "audio") sample.axes = 1;
  if (rate_hz == 0 || sample.rate_hz == 0 || rate_hz == sample.rate_hz) return;
  sample.frames = std::llround(static_cast<double>(sample.frames) * rate_hz /
                               sample.rate_hz);
  sample.rate_hz = rate_hz;
}

// Errors name the recording as well as the object.
Signal open_sample(const Store& store, const Sample& sample, double rate_hz) {
  try {
    return open_signal(store.objects().get(sample.id), rate_hz, sample.name);
  } catch (const Error& error) {
    throw Error(error.what_happened(),
                "recording " + sample.name + ", " + error.where(),
                error.hint());
  }
}

// Stores of audio alone were made without it.
void add_column_of_kind(Database& database) {
  bool there = false;
  database.query(
      "SELECT 1 FROM pragma_table_info('sample') "
      "WHERE name = 'kind'",
      {}, [&](const Row&) { there = true; });
  if (!there) {
    database.define(
        "ALTER TABLE sample ADD COLUMN "
        "kind TEXT NOT NULL DEFAULT 'audio'");
  }
}

}  // namespace

SampleTable::SampleTable(Store& store) : store_(store) {
  store_.database().define(kTable);
  add_column_of_kind(store_.database());
}

SampleTable::Outcome SampleTable::add(const Sample& sample) {
  const int64_t added = store_.database().run(
      "INSERT OR IGNORE INTO sample(object, name, label, group_name, split, "
      "source, rate_hz, frames, axes, kind) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {sample.id, sample.name, sample.label, sample.group, sample.split,
       sample.source, sample.rate_hz, sample.frames, int64_t{sample.axes},
       sample.kind});
  if (added != 0) return Outcome::kAdded;
  const Sample known = *find(sample.id);
  if (known.name != sample.name) {
    return known.label == sample.label ? Outcome::kDuplicate
                                       : Outcome::kConflict;
  }
  if (described_alike(known, sample)) return Outcome::kDuplicate;
  store_.database().run(
      "UPDATE sample SET label = ?, group_name = ?, split = ?, source = ? "
      "WHERE object = ?",
      {sample.label, sample.group, sample.split, sample.source, sample.id});
  return Outcome::kUpdated;
}

std::optional<Sample> SampleTable::find(std::string_view id) const {
  std::optional<Sample> found;
  store_.database().query(kColumns + std::string("WHERE object = ?"), {id},
                          [&](const Row& row) { found = sample_of(row); });
  return found;
}

std::vector<Sample> SampleTable::list() const {
  std::vector<Sample> samples;
  samples.reserve(count());
  store_.database().query(
      kColumns + std::string("ORDER BY label, name, object"), {},
      [&](const Row& row) { samples.push_back(sample_of(row)); });
  return samples;
}

size_t SampleTable::count() const {
  size_t rows = 0;
  store_.database().query(
      "SELECT count(*) FROM sample", {},
      [&](const Row& row) { rows = static_cast<size_t>(row.integer(0)); });
  return rows;
}

Dataset open_dataset(Store& store, const SplitShares& shares, double rate_hz) {
  auto samples = SampleTable(store).list();
  decide_splits(samples, shares);
  for (Sample& sample : samples) describe_as_decoded(sample, rate_hz);
  return Dataset(std::move(samples), [&store, rate_hz](const Sample& sample) {
    return open_sample(store, sample, rate_hz);
  });
}

}  // namespace mote
