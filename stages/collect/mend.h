// Does what the commands under findings do.
#pragma once

#include <string>
#include <vector>

#include "lib/dataset/change_log.h"
#include "stages/collect/checks/finding.h"

namespace mote {

// Throws UsageError for a kind that nothing checks for.
void require_check(const std::string& kind);

// Those of `kind`. Throws Error for one that no change of samples mends.
std::vector<Finding> findings_to_mend(const std::vector<Finding>& findings,
                                      const std::string& kind);

// Excludes, relabels or fixes the samples of all findings, as one change of the
// log. `note.why`, if given, is the reason of exclusions. Returns how many
// samples were changed.
int64_t mend(Store& store, const std::vector<Finding>& findings,
             ChangeNote note);

}  // namespace mote
