// What an application requires of its data: [requirements] of mote.toml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mote {

// "-4..4 g": where values may lie. Without a unit of every axis, of sound as a
// share of full scale; else of the axes that measure what the unit does.
struct ValueRange {
  double low = 0, high = 0;
  std::string unit;

  // Throws Error, where = `where`, for what is no range.
  static ValueRange parse(std::string_view text, const std::string& where);
  std::string text() const;
};

struct DataRequirements {
  std::vector<std::string> labels = {};  // "silence" and "unknown" are made;
                                         // none: any
  double rate_hz = 0;                    // at least; 0: any
  int min_samples_per_label = 0;
  int min_groups_per_label = 0;
  int min_recorded_percent = 0;         // of each; the rest may be synthetic
  double least_s = 0, most_s = 0;       // of a recording; most_s 0: any length
  std::vector<std::string> units = {};  // of the axes in their order; one: all
  std::vector<ValueRange> ranges = {};
};

}  // namespace mote
