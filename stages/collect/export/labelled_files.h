// A data set as files with labels, for other programs and for mote.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/dataset/sample_table.h"
#include "lib/store/store.h"

namespace mote {

struct LeftOut {
  std::string name, reason;
};

struct FilesReport {
  size_t samples = 0;
  std::vector<LeftOut> left_out;  // what the format cannot hold
};

// Into a new folder, or a .zip file by its name:
//
//   training/LABEL.NAME.wav ...   and testing/, validation/, split/
//   info.labels                   label, side, ranges, boxes, metadata
//   ATTRIBUTION.txt               who is to be named, where that is known
//
// as Edge Impulse's exports and its uploader have them. mote's import takes it
// back: label, group, side, ranges, boxes, metadata and values are the same.
// Throws Error when nothing can be written, and Stopped.
FilesReport export_for_edge_impulse(const Dataset& dataset, const Store& store,
                                    const std::vector<Origin>& origins,
                                    const std::filesystem::path& path,
                                    Run& run);

// The same for people and any program:
//
//   LABEL/NAME.wav ...            a folder a label
//   LABEL/NAME_annotations.csv    ranges, where there are any
//   manifest.csv                  file, label, group, split, source, rate_hz,
//                                 licence, attribution, a column of metadata a
//                                 key (meta.KEY)
//   boxes.json                    boxes, as COCO has them
//   ATTRIBUTION.txt
FilesReport export_for_people(const Dataset& dataset, const Store& store,
                              const std::vector<Origin>& origins,
                              const std::filesystem::path& path, Run& run);

}  // namespace mote
