#include "lib/dataset/versions.h"

#include <fmt/format.h>

#include <unordered_map>

#include "lib/base/error.h"
#include "lib/base/utc_time.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/schema.h"

namespace mote {
namespace {

constexpr const char* kColumns =
    "SELECT name, object, samples, made_at, who, why FROM version ";
constexpr size_t kShortestPrefix = 6;

Version version_of(const Row& row) {
  Version version;
  version.name = row.text(0);
  version.object = row.text(1);
  version.samples = row.integer(2);
  version.when = row.text(3);
  version.note.who = row.text(4);
  version.note.why = row.text(5);
  return version;
}

}  // namespace

Versions::Versions(Store& store) : store_(store) {
  prepare_schema(store_.database());
}

std::vector<Version> Versions::list() const {
  std::vector<Version> versions;
  store_.database().query(
      kColumns + std::string("ORDER BY id"), {},
      [&](const Row& row) { versions.push_back(version_of(row)); });
  return versions;
}

Version Versions::save(std::string name, const ChangeNote& note) {
  if (name == "now") {
    throw UsageError("'now' stands for the samples as they are", name,
                     "Choose another name.");
  }
  Database& database = store_.database();
  const ObjectStore::Hold hold(store_.objects());
  ObjectStore::Writer writer(store_.objects());
  int64_t samples = 0;
  std::string line;
  SampleTable(store_).each_as_stored([&](const SampleText& sample) {
    line.clear();
    append_line(line, sample);
    writer.add(line);
    ++samples;
  });
  const std::string object = writer.finish();
  database.transaction([&] {
    if (name.empty()) {
      int64_t number = database.number("SELECT count(*) FROM version");
      do {
        name = "v" + std::to_string(++number);
      } while (database.number("SELECT count(*) FROM version WHERE name = ?",
                               {name}) != 0);
    }
    database.run(
        "INSERT INTO version(name, object, samples, made_at, who, why) "
        "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(name) DO NOTHING",
        {name, object, samples, utc_now(),
         note.who.empty() ? user_name() : note.who, note.why});
  });
  Version version;
  database.query(kColumns + std::string("WHERE name = ?"), {name},
                 [&](const Row& row) { version = version_of(row); });
  if (version.object != object) {
    throw Error("there is a version '" + name + "' already, of other samples",
                "made " + version.when, "Choose another name.");
  }
  return version;
}

std::string Versions::lines_now() const {
  std::string lines;
  SampleTable(store_).each_as_stored(
      [&](const SampleText& sample) { append_line(lines, sample); });
  return lines;
}

std::string Versions::lines(const std::string& name) const {
  std::string object, known;
  for (const Version& version : list()) {
    if (version.name == name) object = version.object;
    known += (known.empty() ? "" : ", ") + version.name;
  }
  if (object.empty() && name == "now") return lines_now();
  if (object.empty() && name.size() >= kShortestPrefix) {
    store_.database().query(
        "SELECT object FROM recipe_object WHERE name IN ('snapshot', "
        "'version') AND substr(object, 1, ?) = ? UNION SELECT object FROM "
        "version WHERE substr(object, 1, ?) = ?",
        {static_cast<int64_t>(name.size()), name,
         static_cast<int64_t>(name.size()), name},
        [&](const Row& row) { object = row.text(0); });
  }
  if (object.empty()) {
    throw Error("there is no version '" + name + "'", "",
                known.empty() ? "Make one: mote collect snapshot NAME."
                              : "The versions: " + known + ", now.");
  }
  return snapshot_text(store_, object);
}

Checkout Versions::checkout(const std::string& name, ChangeNote note) {
  const ObjectStore::Hold hold(store_.objects());
  const std::string wanted = lines(name);
  SampleTable table(store_);
  Checkout done;
  if (note.what.empty()) note.what = "check out '" + name + "'";
  ChangeLog(store_).record(note, [&] {
    std::vector<std::string> gone;
    compare_lines(
        lines_now(), wanted, [&](const Sample* before, const Sample* after) {
          if (after == nullptr) {
            gone.push_back(before->id);
          } else if (before == nullptr && !store_.objects().has(after->id)) {
            done.missing.push_back(after->name);
          } else {
            table.restore(*after);
            ++(before == nullptr ? done.added : done.changed);
          }
        });
    for (const std::string& id : gone) table.remove(id);
    done.removed = static_cast<int64_t>(gone.size());
    return done.added + done.changed + done.removed;
  });
  return done;
}

void compare_lines(
    std::string_view before, std::string_view after,
    const std::function<void(const Sample*, const Sample*)>& each) {
  std::unordered_map<std::string_view, std::string_view> lines;
  for_each_line(before, [&](std::string_view line) {
    lines.emplace(id_of_line(line), line);
  });
  for_each_line(after, [&](std::string_view line) {
    const auto found = lines.find(id_of_line(line));
    if (found == lines.end()) {
      const Sample added = parse_line(line);
      each(nullptr, &added);
      return;
    }
    if (found->second != line) {
      const Sample was = parse_line(found->second), is = parse_line(line);
      each(&was, &is);
    }
    found->second = {};
  });
  for_each_line(before, [&](std::string_view line) {
    if (lines.at(id_of_line(line)).empty()) return;
    const Sample removed = parse_line(line);
    each(&removed, nullptr);
  });
}

std::string snapshot_text(const Store& store, const std::string& object) {
  std::string now = object;
  while (!store.objects().has(now)) {
    std::string next;
    store.database().query("SELECT now FROM rewritten WHERE object = ?", {now},
                           [&](const Row& row) { next = row.text(0); });
    if (next.empty()) break;
    now = next;
  }
  return store.objects().get_text(now);
}

}  // namespace mote
