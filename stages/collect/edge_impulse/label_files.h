// The label files of Edge Impulse, which lie beside recordings in its exports
// and come with them in uploads. As its page says
// (docs.edgeimpulse.com/tools/specifications/data-annotation/ei-labels) and its
// programs write them:
//
//   info.labels            {version: 1, files: [{path, category,
//                          label: {type: "label" | "unlabeled" | "multi-label",
//                          label?, labels?}, metadata?, boundingBoxes?}]}, of
//                          large exports an object a line
//   structured_labels.labels  {version: 1, type: "structured-labels",
//                          structuredLabels: {FILE: [{startIndex, endIndex,
//                          label}]}}
//   bounding_boxes.labels  {version: 1, type: "bounding-box-labels",
//                          boundingBoxes: {FILE: [{label, x, y, width,
//                          height}]}}
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "stages/collect/manifest.h"

namespace mote {

// What such a text says of files, by their paths. The category is the side
// (split: undecided); indices are of frames, the last one included; the group
// is what metadata calls speaker, group or subject. A file with several labels
// in time is kUnlabelled. Throws Error, with `name` as its where, for what is
// no label file.
Manifest parse_label_file(std::string_view text, const std::string& name);

// Those of a folder: in it and in its folders training, testing and validation,
// whose own files give paths below themselves. `text_of` as in
// manifest_of_files(). Empty when there are none.
Manifest manifest_of_label_files(
    const std::function<std::string(const std::string& name)>& text_of);

// Who or what made a recording, by its metadata; "" when they do not say.
std::string group_of_metadata(const std::map<std::string, std::string>& data);

}  // namespace mote
