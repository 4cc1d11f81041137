// Samples to files for other programs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/store/store.h"

namespace mote {

struct ExportedFile {
  std::filesystem::path path;
  size_t samples = 0;
};

// Writes the samples of each side into FOLDER/train.tfrecord,
// validation.tfrecord and test.tfrecord, background into background.tfrecord,
// each a tf.train.Example (examples.h). Files of that name are replaced once
// the new ones are complete. Throws Error (a full disk, a folder that cannot
// be written, a recording that is missing) and Stopped.
std::vector<ExportedFile> export_tfrecords(const Dataset& dataset,
                                           const Store& store,
                                           const std::filesystem::path& folder,
                                           Run& run);

}  // namespace mote
