// The parts of `mote collect`.
#pragma once

#include "app/cli/arguments.h"
#include "app/workflow/project.h"
#include "lib/dataset/change_log.h"
#include "lib/dataset/query.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/splits.h"
#include "stages/collect/requirements.h"

namespace mote {

// import: takes files of every format.
void declare_import(Arguments& arguments);
// serve: devices send them.
void declare_serve(Arguments& arguments);
// synthesize: they are made.
void declare_synthesize(Arguments& arguments);
// firmware: a board's program that streams its sensor.
void declare_firmware(Arguments& arguments);
// record: makes them, of any sensor.
void declare_record(Arguments& arguments);
// export: files for other programs.
void declare_export(Arguments& arguments);

// import, serve, record, synthesize, fetch: what brings recordings.
void declare_collect_sources(Arguments& arguments);

// list, show, split, verify: what looks at them.
void declare_collect_views(Arguments& arguments);

// verify: what is wrong, and its mending.
void declare_verify(Arguments& arguments);

// stats: numbers of all of them; map, report: pictures.
void declare_collect_statistics(Arguments& arguments);
void declare_collect_maps(Arguments& arguments);

// relabel, exclude, fix ...: what changes what is known of them.
void declare_collect_labels(Arguments& arguments);

// log, undo, redo: what was changed.
void declare_collect_history(Arguments& arguments);

// snapshot, diff, checkout, and forget, gc: what is kept and what is not.
void declare_collect_versions(Arguments& arguments);

// --why and --who, for what changes samples.
void note_options(Arguments& arguments, ChangeNote& note);

// Throws Error, saying how to add some, when the project has no recordings.
void require_recordings(const SampleTable& table);

// The shares of the sides as mote.toml says.
SplitShares split_shares(const Project& project);

// What a query chooses of the recordings that are used; of more than `most`,
// of each label its share.
Dataset chosen_part(const Project& project, const Query& query, int most);

// What mote.toml requires of the data.
DataRequirements data_requirements(const Project& project);

}  // namespace mote
