// What a project's store holds that nothing refers to any more.
#pragma once

#include "app/workflow/project.h"
#include "lib/store/object_store.h"

namespace mote {

// Removes every object that no sample, version, snapshot or recipe of the
// ledger refers to, and that no undo could bring back (`only_count`: says what
// that would free). What was undone can then not be redone. Safe beside
// imports: they are waited for. Throws Error while stages run.
ObjectStore::Removal::Freed collect_garbage(const Project& project,
                                            bool only_count);

// Removes what a project keeps of recordings beside its store: pictures and
// reports of them, the state of runs that were not finished.
void remove_traces(const Project& project);

}  // namespace mote
