// A project's memory in one folder: objects/ and store.db.
#pragma once

#include <filesystem>

#include "lib/store/database.h"
#include "lib/store/ledger.h"
#include "lib/store/object_store.h"

namespace mote {

class Store {
 public:
  // Opens FOLDER/store.db and FOLDER/objects, making what is missing. In a
  // read-only folder the store can be read; what writes throws Error.
  explicit Store(const std::filesystem::path& folder);

  ObjectStore& objects() { return objects_; }
  const ObjectStore& objects() const { return objects_; }
  Database& database() const { return database_; }
  Ledger& ledger() { return ledger_; }
  const Ledger& ledger() const { return ledger_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  ObjectStore objects_;
  mutable Database database_;  // reading it locks it
  Ledger ledger_;
};

}  // namespace mote
