// Every change of samples: who made it, when and why, and what was before, so
// that it can be undone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/store/store.h"

namespace mote {

struct ChangeNote {
  std::string what;  // "relabel 'label=left' as right"
  std::string why;
  std::string who;  // "": user_name()

  bool operator==(const ChangeNote&) const = default;
};

// Whom the operating system names.
std::string user_name();

struct Change {
  int64_t id = 0;
  std::string when;  // "2026-11-22T15:04:05Z"
  ChangeNote note;
  int64_t samples = 0;
  bool undone = false;
  bool is_undo = false;  // or a redo: it only takes back or brings back another
};

class ChangeLog {
 public:
  // The store must outlive the log.
  explicit ChangeLog(Store& store);

  // Runs `body`, which changes samples and returns how many, as one change:
  // all of it happens, or nothing where it throws or the process dies. Durable
  // when it returns. Within another change (or a ChangeScope) it is a part of
  // that. Returns what `body` did. Nobody is forgotten meanwhile.
  int64_t record(const ChangeNote& note, const std::function<int64_t()>& body);

  // The newest `limit` changes (all: 0), newest first.
  std::vector<Change> list(size_t limit = 0) const;

  // Takes back the newest changes that are in force, up to `count` of them,
  // newest first: every sample is then as it was before them. Returns them.
  std::vector<Change> undo(size_t count = 1);
  // Brings back what undo() took last, as long as nothing was changed since.
  std::vector<Change> redo(size_t count = 1);

 private:
  std::vector<Change> revert(size_t count, bool undone);
  int64_t begin(const ChangeNote& note);

  Store& store_;
};

// As long as it lives, what this process changes through the store is one
// change of the log, over many transactions: an import. When nothing was
// changed, the log has no entry. Where it is undone while the scope lives, by
// another process too, what comes then is a new change of the same note.
class ChangeScope {
 public:
  // kThroughout: nobody is forgotten and nothing removed while it lives, so
  // that what was read before is not added after. kEachChange: only while a
  // change is made, for what goes on for days.
  enum class Holding { kThroughout, kEachChange };
  ChangeScope(Store& store, const ChangeNote& note,
              Holding holding = Holding::kThroughout);
  ~ChangeScope();
  ChangeScope(const ChangeScope&) = delete;
  ChangeScope& operator=(const ChangeScope&) = delete;

 private:
  Store& store_;
  std::optional<ObjectStore::Hold> hold_;
};

}  // namespace mote
