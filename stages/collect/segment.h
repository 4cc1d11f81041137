// Segmentation: the parts of a long recording in which something happens.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/query.h"
#include "lib/dataset/sample.h"
#include "lib/dataset/splits.h"
#include "lib/signal/signal.h"
#include "lib/store/store.h"

namespace mote {

struct SegmentOptions {
  std::string label;         // of the parts; "": the recording's own
  bool as_samples = false;   // cut out as new samples; else ranges are marked
  double frame_ms = 20;      // so long a stretch has one level
  double threshold_db = 12;  // above the recording's quiet level
  double min_s = 0.1;        // shorter activity is a click
  double gap_s = 0.3;        // shorter pauses are part of the activity
  double margin_s = 0.1;     // kept before and after
};

// Where the signal is active, in order, not overlapping. The level of a frame
// is the mean square of what its values differ from their axis' mean over the
// recording, summed over the axes; the quiet level is that of the quietest
// tenth of the frames (those of digital silence left out). Missing readings
// (NaN) count as quiet. Nothing is active in a recording that is equally loud
// throughout.
std::vector<TimeRange> active_ranges(const Signal& signal,
                                     const SegmentOptions& options);

struct SegmentReport {
  int64_t recordings = 0;            // looked at
  int64_t parts = 0;                 // ranges marked, or samples made
  std::vector<std::string> without;  // names of recordings without activity
};

// Segments every recording that the query chooses, as one change. A range that
// is marked already, and a sample that was cut already, is not made twice. A
// new sample is named RECORDING#START-END.wav (.signal where it is no audio)
// and has all that its recording has of group, side, source, origin and
// metadata, and in metadata "cut_from" the recording's id.
// Throws Error for a recording that cannot be opened; then nothing is changed.
SegmentReport segment_recordings(Store& store, const Query& query,
                                 const SplitShares& shares,
                                 const SegmentOptions& options, ChangeNote note,
                                 Run& run);

}  // namespace mote
