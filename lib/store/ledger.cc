#include "lib/store/ledger.h"

#include <deque>
#include <nlohmann/json.hpp>
#include <set>

#include "lib/base/hash.h"
#include "lib/base/utc_time.h"

namespace mote {
namespace {

using Json = nlohmann::json;

constexpr const char* kTables = R"(
CREATE TABLE IF NOT EXISTS recipe(
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, stage TEXT NOT NULL,
  version INTEGER NOT NULL, settings TEXT NOT NULL, isa TEXT NOT NULL,
  made_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS recipe_by_key ON recipe(key);
CREATE INDEX IF NOT EXISTS recipe_by_stage ON recipe(stage);
CREATE TABLE IF NOT EXISTS recipe_object(
  recipe INTEGER NOT NULL REFERENCES recipe(id), role TEXT NOT NULL,
  name TEXT NOT NULL, object TEXT NOT NULL,
  PRIMARY KEY(recipe, role, name)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS recipe_object_by_object
  ON recipe_object(object, role);
)";

constexpr const char* kColumns =
    "SELECT id, key, stage, version, settings, isa, made_at FROM recipe ";

Recipe recipe_of(const Row& row) {
  Recipe recipe;
  recipe.key = row.text(1);
  recipe.stage = row.text(2);
  recipe.version = static_cast<int>(row.integer(3));
  recipe.settings = row.text(4);
  recipe.isa = row.text(5);
  recipe.when = row.text(6);
  return recipe;
}

std::optional<Recipe> first(std::vector<Recipe> recipes) {
  if (recipes.empty()) return std::nullopt;
  return std::move(recipes.front());
}

}  // namespace

std::string recipe_key(std::string_view stage, int version,
                       std::string_view settings,
                       const std::map<std::string, std::string>& inputs) {
  return sha256(Json::array({stage, version, settings, inputs}).dump());
}

Ledger::Ledger(Database& database) : database_(database) {
  database_.define(kTables);
}

void Ledger::record(const Recipe& recipe) {
  const std::string when = recipe.when.empty() ? utc_now() : recipe.when;
  database_.transaction([&] {
    int64_t id = 0;
    database_.query(
        "INSERT INTO recipe(key, stage, version, settings, isa, made_at) "
        "VALUES(?, ?, ?, ?, ?, ?) RETURNING id",
        {recipe.key, recipe.stage, int64_t{recipe.version}, recipe.settings,
         recipe.isa, when},
        [&](const Row& row) { id = row.integer(0); });
    auto add = [&](std::string_view role, const auto& objects) {
      for (const auto& [name, object] : objects) {
        database_.run("INSERT INTO recipe_object VALUES(?, ?, ?, ?)",
                      {id, role, name, object});
      }
    };
    add("input", recipe.inputs);
    add("output", recipe.outputs);
  });
}

std::vector<Recipe> Ledger::recipes(
    std::string_view where, std::initializer_list<SqlValue> values) const {
  std::vector<Recipe> found;
  std::vector<int64_t> ids;
  database_.query(kColumns + std::string(where), values, [&](const Row& row) {
    ids.push_back(row.integer(0));
    found.push_back(recipe_of(row));
  });
  for (size_t i = 0; i < ids.size(); ++i) {
    database_.query(
        "SELECT role, name, object FROM recipe_object WHERE recipe = ?",
        {ids[i]}, [&](const Row& row) {
          auto& objects =
              row.text(0) == "input" ? found[i].inputs : found[i].outputs;
          objects.emplace(row.text(1), row.text(2));
        });
  }
  return found;
}

std::optional<Recipe> Ledger::find(std::string_view key) const {
  return first(recipes("WHERE key = ? ORDER BY id DESC LIMIT 1", {key}));
}

std::optional<Recipe> Ledger::latest(std::string_view stage) const {
  return first(recipes("WHERE stage = ? ORDER BY id DESC LIMIT 1", {stage}));
}

std::optional<Recipe> Ledger::maker_of(std::string_view object) const {
  return first(
      recipes("WHERE id IN (SELECT recipe FROM recipe_object WHERE object = ? "
              "AND role = 'output') ORDER BY id DESC LIMIT 1",
              {object}));
}

std::vector<Recipe> Ledger::users_of(std::string_view object) const {
  return recipes(
      "WHERE id IN (SELECT recipe FROM recipe_object WHERE object = ? AND "
      "role = 'input') ORDER BY id DESC",
      {object});
}

std::vector<Recipe> Ledger::lineage(std::string_view object) const {
  std::vector<Recipe> found;
  std::set<std::string> seen_objects, seen_keys;
  std::deque<std::string> open{std::string(object)};
  while (!open.empty()) {
    const std::string next = std::move(open.front());
    open.pop_front();
    if (!seen_objects.insert(next).second) continue;
    auto maker = maker_of(next);
    if (!maker || !seen_keys.insert(maker->key).second) continue;
    for (const auto& [name, input] : maker->inputs) open.push_back(input);
    found.push_back(std::move(*maker));
  }
  return found;
}

std::vector<Recipe> Ledger::history(size_t limit) const {
  const int64_t rows = limit == 0 ? -1 : static_cast<int64_t>(limit);
  return recipes("ORDER BY id DESC LIMIT ?", {rows});
}

}  // namespace mote
