// All that mote collect report says of a data set.
#pragma once

#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/versions.h"
#include "lib/store/store.h"
#include "stages/collect/checks/finding.h"
#include "stages/collect/report/counts.h"
#include "stages/collect/report/recording_map.h"
#include "stages/collect/report/values.h"
#include "stages/collect/verify.h"

namespace mote {

// Recordings that a report opens where not told otherwise.
inline constexpr size_t kMostReported = 10'000;

struct DataReport {
  std::string title;
  std::string made_at;  // UTC
  DataRequirements wanted;
  DataCounts counts;  // of all recordings
  std::vector<Origin> origins;
  std::vector<Version> versions;  // newest first, the newest 20
  std::vector<Change> changes;    // newest first, the newest 20
  size_t version_count = 0;

  Dataset part;  // the recordings that were opened: all of them, or a part
  DataValues values;
  std::vector<Finding> findings;  // where `part` is one: counts of all, the
                                  // rest of the part
  std::vector<RecordingMap> maps;

  bool is_part() const { return part.size() < counts.all.samples; }
};

// Looks at the store; opens at most about `most` recordings. Takes what verify
// takes for as many, and a map of them.
DataReport report_on(Store& store, const SplitShares& shares,
                     const DataRequirements& wanted, size_t most, Run& run);

// A page of HTML that needs nothing else: no network, and no script to show
// all there is.
std::string html_of(const DataReport& report);

}  // namespace mote
