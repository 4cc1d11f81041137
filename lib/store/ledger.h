// Which recipe made which object: the memory that makes runs incremental and
// gives every artifact a lineage. Rows are only ever added.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/database.h"

namespace mote {

// One making of artifacts by a stage. Hashes are names in the object store.
struct Recipe {
  std::string key;       // recipe_key() of what follows, up to the inputs
  std::string stage;     // "train"
  int version = 1;       // of the stage's function
  std::string settings;  // canonical JSON
  std::map<std::string, std::string> inputs;   // "features" -> hash
  std::map<std::string, std::string> outputs;  // "checkpoint" -> hash
  std::string isa;   // instruction set it ran on; not part of the key
  std::string when;  // "2026-11-22T15:04:05Z"; record() fills it when empty

  bool operator==(const Recipe&) const = default;
};

// SHA-256 over stage, version, settings and inputs: equal for equal work.
std::string recipe_key(std::string_view stage, int version,
                       std::string_view settings,
                       const std::map<std::string, std::string>& inputs);

class Ledger {
 public:
  // The database must outlive the ledger.
  explicit Ledger(Database& database);

  // Adds a recipe that has been carried out. Its outputs must be in the object
  // store already. Durable when it returns.
  void record(const Recipe& recipe);

  // The newest recipe with this key.
  std::optional<Recipe> find(std::string_view key) const;

  // The newest recipe of a stage, whatever its key: what staleness is
  // explained against ("settings changed: train.epochs 30 -> 50").
  std::optional<Recipe> latest(std::string_view stage) const;

  // The newest recipe that has this object among its outputs (its inputs).
  std::optional<Recipe> maker_of(std::string_view object) const;
  std::vector<Recipe> users_of(std::string_view object) const;

  // The recipes that led to an object: its maker, then the makers of that
  // recipe's inputs and so on, each once, nearest first. An object that
  // nothing made (a recording) ends its branch.
  std::vector<Recipe> lineage(std::string_view object) const;

  // The newest `limit` recipes (all: 0), newest first.
  std::vector<Recipe> history(size_t limit = 0) const;

 private:
  std::vector<Recipe> recipes(std::string_view where,
                              std::initializer_list<SqlValue> values) const;

  Database& database_;
};

}  // namespace mote
