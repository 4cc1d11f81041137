// Long recordings as many short ones.
#pragma once

#include "lib/dataset/dataset.h"

namespace mote {

// Every series of a sensor that is longer than `window_s` as the windows that
// begin each `stride_s` seconds in it and end before it does; all else as it
// is. A window is its recording with one fix more, a trim, under the name
// "walk.csv@12.5s", and of the same group, so that no recording is on two
// sides.
//
// Of a recording with labelled ranges a window has the label of those that
// cover at least half of it; where none does, the recording's own label. What
// is then without a label is no example.
Dataset cut_windows(const Dataset& dataset, double window_s, double stride_s);

}  // namespace mote
