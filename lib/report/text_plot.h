// A plot that is one line of text high.
#pragma once

#include <string>
#include <vector>

namespace mote {

// A character a value, between `low` and `high`: of eight heights in UTF-8
// ("▁▂▅█"), else of nine densities in ASCII (" .:-=+*#@"). Values beyond are
// drawn at the border, those that are no number as a blank. Where low == high,
// all are drawn in the middle.
std::string text_plot(const std::vector<double>& values, double low,
                      double high, bool utf8);

}  // namespace mote
