#include "lib/dataset/sample_table.h"

#include <cmath>
#include <unordered_map>

#include "lib/base/error.h"
#include "lib/base/pattern.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/schema.h"
#include "lib/signal/open.h"
#include "lib/signal/resample.h"

namespace mote {
namespace {

constexpr const char* kColumns =
    "SELECT object, name, label, group_name, split, source, rate_hz, frames, "
    "axes, kind, origin, excluded, metadata, ranges, boxes, fixes FROM sample ";
constexpr const char* kInOrder = " ORDER BY label, name, object LIMIT ";

SampleText text_of_row(const Row& row) {
  return {row.text(0),   row.text(1),    row.text(2),
          row.text(3),   row.text(4),    row.text(5),
          row.number(6), row.integer(7), static_cast<int>(row.integer(8)),
          row.text(9),   row.text(10),   row.text(11),
          row.text(12),  row.text(13),   row.text(14),
          row.text(15)};
}

template <class T>
void take_over(T& known, const T& given) {
  if (!given.empty()) known = given;
}

// What is known of a sample after it was given again.
Sample updated(const Sample& known, const Sample& given) {
  Sample sample = known;
  sample.label = given.label;
  sample.group = given.group;
  sample.split = given.split;
  sample.source = given.source;
  sample.kind = given.kind;
  take_over(sample.origin, given.origin);
  take_over(sample.metadata, given.metadata);
  take_over(sample.ranges, given.ranges);
  take_over(sample.boxes, given.boxes);
  take_over(sample.fixes, given.fixes);
  return sample;
}

void insert_row(Database& database, const SampleText& sample) {
  database.run(
      "INSERT INTO sample(object, name, label, group_name, split, source, "
      "rate_hz, frames, axes, kind, origin, excluded, metadata, ranges, boxes, "
      "fixes, added_in) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "(SELECT id FROM open_change))",
      {sample.id, sample.name, sample.label, sample.group, sample.split,
       sample.source, sample.rate_hz, sample.frames, int64_t{sample.axes},
       sample.kind, sample.origin, sample.excluded, sample.metadata,
       sample.ranges, sample.boxes, sample.fixes});
}

void update_row(Database& database, const SampleText& sample) {
  database.run(
      "UPDATE sample SET name = ?, label = ?, group_name = ?, split = ?, "
      "source = ?, rate_hz = ?, frames = ?, axes = ?, kind = ?, origin = ?, "
      "excluded = ?, metadata = ?, ranges = ?, boxes = ?, fixes = ? "
      "WHERE object = ?",
      {sample.name, sample.label, sample.group, sample.split, sample.source,
       sample.rate_hz, sample.frames, int64_t{sample.axes}, sample.kind,
       sample.origin, sample.excluded, sample.metadata, sample.ranges,
       sample.boxes, sample.fixes, sample.id});
}

// What signal() gives: audio mixed to one axis, fixed, and what has a rate at
// the wanted one.
void describe_as_opened(Sample& sample, double rate_hz) {
  if (sample.kind == "audio") sample.axes = 1;
  for (const Fix& fix : sample.fixes) {
    fix.describe(sample.rate_hz, sample.frames);
  }
  if (rate_hz == 0 || sample.rate_hz == 0 || rate_hz == sample.rate_hz) return;
  sample.frames = std::llround(static_cast<double>(sample.frames) * rate_hz /
                               sample.rate_hz);
  sample.rate_hz = rate_hz;
}

Signal open_fixed(const Store& store, const Sample& sample, double rate_hz) {
  const auto bytes = store.objects().get(sample.id);
  if (sample.fixes.empty()) return open_signal(bytes, rate_hz, sample.name);
  Signal signal = open_signal(bytes, 0, sample.name);
  for (const Fix& fix : sample.fixes) signal = fix.apply(signal);
  return rate_hz == 0 || signal.rate_hz == 0 ? signal
                                             : resample(signal, rate_hz);
}

// Errors name the recording as well as the object.
Signal open_sample(const Store& store, const Sample& sample, double rate_hz) {
  try {
    return open_fixed(store, sample, rate_hz);
  } catch (const Error& error) {
    throw Error(error.what_happened(),
                "recording " + sample.name + ", " + error.where(),
                error.hint());
  }
}

}  // namespace

SampleTable::SampleTable(Store& store, const SplitShares& shares)
    : store_(store), shares_(shares) {
  prepare_schema(store_.database());
}

SampleTable::Outcome SampleTable::add(const Sample& sample) {
  Outcome outcome = Outcome::kDuplicate;
  ChangeLog(store_).record({"add", "", ""}, [&]() -> int64_t {
    const auto known = find(sample.id);
    if (!known) {
      with_text(sample, [&](const SampleText& text) {
        insert_row(store_.database(), text);
      });
      outcome = Outcome::kAdded;
      return 1;
    }
    if (known->name != sample.name) {
      outcome = known->label == sample.label ? Outcome::kDuplicate
                                             : Outcome::kConflict;
      return 0;
    }
    const Sample now = updated(*known, sample);
    if (now == *known) return 0;
    with_text(now, [&](const SampleText& text) {
      update_row(store_.database(), text);
    });
    outcome = Outcome::kUpdated;
    return 1;
  });
  return outcome;
}

void SampleTable::restore(const Sample& sample) {
  const bool there = find(sample.id).has_value();
  with_text(sample, [&](const SampleText& text) {
    there ? update_row(store_.database(), text)
          : insert_row(store_.database(), text);
  });
}

void SampleTable::remove(std::string_view id) {
  store_.database().run("DELETE FROM sample WHERE object = ?", {id});
}

void SampleTable::describe(const Origin& origin) {
  store_.database().run(
      "INSERT INTO origin VALUES(?, ?, ?) ON CONFLICT(name) DO UPDATE SET "
      "licence = CASE excluded.licence WHEN '' THEN licence ELSE "
      "excluded.licence END, attribution = CASE excluded.attribution WHEN '' "
      "THEN attribution ELSE excluded.attribution END",
      {origin.name, origin.licence, origin.attribution});
}

std::vector<Origin> SampleTable::origins() const {
  std::vector<Origin> origins;
  store_.database().query(
      "SELECT name, licence, attribution FROM origin ORDER BY name", {},
      [&](const Row& row) {
        origins.push_back({std::string(row.text(0)), std::string(row.text(1)),
                           std::string(row.text(2))});
      });
  return origins;
}

std::optional<Sample> SampleTable::find(std::string_view id) const {
  std::optional<Sample> found;
  store_.database().query(
      kColumns + std::string("WHERE object = ?"), {id},
      [&](const Row& row) { found = sample_of(text_of_row(row)); });
  return found;
}

std::vector<Sample> SampleTable::list() const {
  std::vector<Sample> samples;
  samples.reserve(count());
  each_as_stored(
      [&](const SampleText& text) { samples.push_back(sample_of(text)); });
  return samples;
}

size_t SampleTable::count() const { return count(Query()); }

size_t SampleTable::count(const Query& query) const {
  define_query_functions(query);
  size_t rows = 0;
  store_.database().query(
      "SELECT count(*) FROM sample " + query.where(), query.values(),
      [&](const Row& row) { rows = static_cast<size_t>(row.integer(0)); });
  return rows;
}

void SampleTable::each(const Query& query, const Each& use,
                       size_t limit) const {
  define_query_functions(query);
  const SideRule rule = side_rule();
  const int64_t rows = limit == 0 ? -1 : static_cast<int64_t>(limit);
  store_.database().query(
      kColumns + query.where() + kInOrder + std::to_string(rows),
      query.values(), [&](const Row& row) {
        SampleText text = text_of_row(row);
        text.split = rule.side(text.split, text.label, text.group);
        use(text);
      });
}

void SampleTable::each_as_stored(const Each& use) const {
  store_.database().query(kColumns + (kInOrder + std::string("-1")), {},
                          [&](const Row& row) { use(text_of_row(row)); });
}

int64_t SampleTable::update(const Query& query, const std::string& column,
                            const std::string& expression,
                            std::vector<SqlValue> values) {
  define_query_functions(query);
  return store_.database().run(
      "UPDATE sample SET " + column + " = " + expression + " " + query.where() +
          (query.is_everything() ? "WHERE " : " AND ") + column + " IS NOT " +
          expression,
      values);
}

int64_t SampleTable::set(const Query& query, const std::string& column,
                         std::string_view value) {
  std::vector<SqlValue> values = query.values();
  values.push_back(value);
  return update(query, column, "?" + std::to_string(values.size()), values);
}

int64_t SampleTable::edit(const Query& query, const std::string& column,
                          const Edit& edit) {
  store_.database().define_function(
      "edited", 1,
      [&edit, text = std::string()](
          std::span<const std::string_view> of) mutable -> SqlValue {
        text = edit(of[0]);
        return text;
      });
  return update(query, column, "edited(" + column + ")", query.values());
}

// Groups with a given side matter only where some of their samples have none.
SideRule SampleTable::side_rule() const {
  Database& database = store_.database();
  std::unordered_map<std::string, std::string> given;
  const bool mixed =
      database.number(
          "SELECT EXISTS(SELECT 1 FROM sample WHERE split != '') "
          "AND EXISTS(SELECT 1 FROM sample WHERE split = '' AND "
          "label != ?)",
          {kBackgroundLabel}) != 0;
  if (mixed) {
    database.query(
        "SELECT group_name, split FROM sample WHERE split != '' "
        "ORDER BY label, name, object",
        {}, [&](const Row& row) { given.emplace(row.text(0), row.text(1)); });
  }
  return {shares_, std::move(given)};
}

void SampleTable::define_query_functions(const Query& query) const {
  if (query.is_everything()) return;
  Database& database = store_.database();
  database.define_function(
      "side", 3,
      [rule = std::make_shared<SideRule>(side_rule())](
          std::span<const std::string_view> of) -> SqlValue {
        return rule->side(of[0], of[1], of[2]);
      });
  // The same pattern comes again for every row.
  database.define_function(
      "found", 2,
      [text = std::string(), pattern = std::optional<Pattern>()](
          std::span<const std::string_view> of) mutable -> SqlValue {
        if (!pattern || text != of[0]) {
          text = of[0];
          pattern.emplace(text);
        }
        return int64_t{pattern->found_in(of[1])};
      });
}

Dataset open_dataset(Store& store, const SplitShares& shares,
                     const OpeningRates& rates) {
  std::vector<Sample> samples;
  const SampleTable table(store, shares);
  table.each(Query::parse("excluded=no"), [&](const SampleText& text) {
    samples.push_back(sample_of(text));
  });
  for (Sample& sample : samples) {
    describe_as_opened(sample, rates.of(sample.kind));
  }
  return Dataset(std::move(samples), [&store, rates](const Sample& sample) {
    return open_sample(store, sample, rates.of(sample.kind));
  });
}

}  // namespace mote
