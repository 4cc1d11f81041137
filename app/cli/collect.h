// The parts of `mote collect`.
#pragma once

#include "app/cli/arguments.h"

namespace mote {

// The command that takes files of every format.
void declare_import(Arguments& arguments);

// import, record, synthesize, fetch: what brings recordings.
void declare_collect_sources(Arguments& arguments);

// list, show, split, verify: what looks at them.
void declare_collect_views(Arguments& arguments);

}  // namespace mote
