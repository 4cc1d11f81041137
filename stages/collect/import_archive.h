// Recordings straight out of an archive, without unpacking it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

// As import_recordings() of the folder that the archive would unpack to; its
// only top folder, if it has one, is not part of the names. With only_labels,
// other labels are left out, but not the background. Without a store it only
// looks, at the first most_files (0: all).
ImportReport import_archive(const std::filesystem::path& archive, Store* store,
                            const ImportOptions& options,
                            const std::vector<std::string>& only_labels,
                            Run& run, size_t most_files = 0);

}  // namespace mote
