// The first part of forgetting a group: what the database and the snapshots
// know of it. The rest is noted in the table `doomed`.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/forgotten_words.h"
#include "lib/store/store.h"

namespace mote {

// In `doomed` beside objects: the database file itself is to be scrubbed.
inline constexpr const char* kDatabaseFile = "store.db";

// The recipes that used one of the objects, those that used what they made,
// and so on, newest first.
std::vector<Recipe> made_from(const Store& store,
                              const std::set<std::string>& objects);

// To be used while the store is held alone.
class Forgetting {
 public:
  Forgetting(Store& store, const std::string& group);

  // Takes the group out of the database, in one transaction. False, and
  // nothing is changed, when no sample and no snapshot knows it.
  bool run();

  const std::set<std::string>& recordings() const { return ids_; }
  size_t snapshots() const { return anew_.size(); }

 private:
  struct Anew {
    std::string object;
    int64_t samples = 0;
  };

  void find_samples();
  void find_samples_in(const std::string& snapshot);
  std::string group_now(std::string_view id);
  std::string kept_of(std::string_view line);
  void write_anew(const std::string& snapshot);
  void find_what_names_them();
  void forget_in_database();
  void rewrite_snapshot(const std::string& object, const Anew& anew);
  void doom(std::string_view object);
  void forget_words(const std::string& table, const std::string& column);

  Store& store_;
  Database& database_;
  std::string group_, group_text_;  // as it is, and as lines have it
  ForgottenWords words_;
  std::set<std::string> ids_;
  std::map<std::string, Anew> anew_;  // by the snapshot that was
  std::set<std::string> named_;
};

}  // namespace mote
