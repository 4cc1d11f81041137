// From a table to samples: rows put together, in time, with their labels.
#pragma once

#include <string>

#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/text_table.h"

namespace mote {

// Rows of the same sample (by its column), and of the same label one after
// another, are one sample; without such columns all rows are. With
// options.rows each is cut into samples of so many rows. Timestamps give the
// rate; readings at irregular times are put on a constant one. Missing values
// stay missing, with a warning. Throws Error for a cell that is no number,
// infinite values and timestamps without order.
FileContent read_rows(const TextTable& table, const ImportedFile& file,
                      const ReadOptions& options, std::string format);

}  // namespace mote
