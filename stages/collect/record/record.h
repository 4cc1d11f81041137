// Records a sensor: prompts, takes, triggers.
#pragma once

#include "lib/base/run.h"
#include "lib/live/capture.h"
#include "lib/live/live_source.h"
#include "lib/store/store.h"
#include "stages/collect/record/record_options.h"

namespace mote {

// Makes the recordings, each in the store before the next is asked for.
//
// Everything is decided by the chunks that come and by where among them the
// prompts were shown, never by the time of day: a replay of a capture gives the
// same recordings, bit by bit.
//
// A recording that Ctrl-C or a lost device cuts short is dropped, unless it has
// no length of its own, is one of a continuous row, or longer than 10 s.
// Recordings without a length end, and the next begins, at 256 MiB.
//
// What ends it early (a device that is gone, three takes in a row without a
// sound) is in the report, with what was recorded before. Throws Error for
// options that do not fit the source, and faults of the store.
RecordReport record(LiveSource& source, Store& store,
                    const RecordOptions& options, Run& run,
                    const RecordWatch& watch = {},
                    CaptureWriter* capture = nullptr);

}  // namespace mote
