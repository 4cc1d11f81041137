// Labels of moments and stretches of a recording, from a file beside it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/sample.h"

namespace mote {

// The name of the annotations of a recording: "100_annotations.csv" of
// "100.csv".
std::string annotations_name(const std::string& recording);

// A table with a header: sample (or row, frame, index) or time_s (or start_s)
// says where, end_s up to where (without it, one frame), and label (or symbol,
// event, class) what. Throws Error, with `name` as its where, for a table
// without these columns.
std::vector<TimeRange> read_annotations(std::string_view text, double rate_hz,
                                        const std::string& name);

}  // namespace mote
