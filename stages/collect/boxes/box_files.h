// Annotation files among the files of a data set: COCO and Pascal VOC.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/run.h"
#include "stages/collect/manifest.h"

namespace mote {

// Whether a file may be one by its name, and whether it is by its beginning:
// the first kBoxFileBeginning bytes.
inline constexpr size_t kBoxFileBeginning = 4096;
bool may_be_box_file(std::string_view name);
bool is_box_file(std::string_view name, std::string_view beginning);

struct BoxFiles {
  std::set<std::string> names;  // the annotation files
  Manifest manifest;            // what they say of pictures
};

// A file of the data set by its path below the root, whole or up to so many
// bytes; "" when it is not there.
using TextOfFile =
    std::function<std::string(const std::string& name, size_t most_bytes)>;

// Finds and reads those among `names`, the paths of all files. Throws Error
// for a damaged COCO file and Stopped.
BoxFiles read_box_files(const std::vector<std::string>& names,
                        const TextOfFile& text_of, const Run& run);

}  // namespace mote
