// A recorded take into the store.
#pragma once

#include "lib/live/live_source.h"
#include "lib/signal/signal.h"
#include "lib/store/store.h"
#include "stages/collect/record/record_options.h"

namespace mote {

struct Take {
  Signal signal;
  std::string kind;  // Sample::kind
  std::string label;
  int number = 1;          // of the session
  int64_t begins_ns = 0;   // when it began, in the source's time
  double measured_hz = 0;  // 0: the rate is declared
};

// Durable when it returns. Sound is stored as WAV, pictures as PNG, the rest as
// signal files. Names hold the group, when the session began, the number and a
// part of the content's hash; metadata when it was made and with what.
void store_take(const Take& take, const LiveSource& source,
                const RecordOptions& options, Store& store,
                ImportReport& report);

}  // namespace mote
