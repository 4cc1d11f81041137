// The tables that data sets are kept in. docs/dataset_format.md describes
// them.
#pragma once

#include "lib/store/database.h"

namespace mote {

// Makes the tables, or brings those of an older mote up to date. Cheap where
// there is nothing to do. Throws Error for tables of a newer mote.
void prepare_schema(Database& database);

}  // namespace mote
