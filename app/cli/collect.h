// The parts of `mote collect`.
#pragma once

#include "app/cli/arguments.h"

namespace mote {

// import: takes files of every format.
void declare_import(Arguments& arguments);
// serve: devices send them.
void declare_serve(Arguments& arguments);

// import, serve, record, synthesize, fetch: what brings recordings.
void declare_collect_sources(Arguments& arguments);

// list, show, split, verify: what looks at them.
void declare_collect_views(Arguments& arguments);

}  // namespace mote
