// Forgetting a person: everything that came from one group, for good.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "lib/store/store.h"

namespace mote {

struct Forgotten {
  std::vector<std::string> recordings;  // objects that were removed
  size_t snapshots = 0;                 // that were written anew without them
  uint64_t bytes = 0;                   // freed on the disk
  // What was made from snapshots with the group in it, newest first. Models
  // are left: they are not recordings, but what they know came from them too.
  std::vector<Recipe> made_from_them;
};

// Removes what is kept outside the store. Called, maybe again, before the
// store's own traces go.
using RemoveTraces = std::function<void()>;

// Removes the group's samples, those too that an undo or a checkout has taken
// away, their objects, their lines in every version and snapshot, what the
// change log keeps of them, features made from them, and whatever else was made
// that names them; then writes the database file anew, so that no deleted row
// is left in it. Those snapshots stay readable under their old names
// (snapshot_text). It cannot be undone.
//
// The store is held alone from the first look to the end: who imports, or
// checks out a version, is waited for, and waits. Killed on the way, the
// samples are all there, or gone with what is left of them (in `doomed`)
// removed by the next forget_group() or finish_forgetting(). What a file system
// or a disk keeps of deleted files is beyond it.
//
// Throws Error when no sample and no snapshot knows the group, unless there was
// something left to finish: then that is what it returns.
Forgotten forget_group(Store& store, const std::string& group,
                       const RemoveTraces& remove_traces = {});

// Removes what a killed forget_group() left. Returns how many objects.
size_t finish_forgetting(Store& store, const RemoveTraces& remove_traces = {});

}  // namespace mote
