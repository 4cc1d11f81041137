// One line of readings as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mote {

// What a line says.
struct TextLine {
  enum class Kind {
    kEmpty,
    kReadings,  // at least one number
    kNames,     // words only: a header
    kBroken,    // numbers and words mixed, bytes that are no text
  };
  Kind kind = Kind::kEmpty;
  std::vector<float> values;  // of kReadings; not a number: missing
  // Of kNames; and of kReadings in the form "x:1.5,y:2".
  std::vector<std::string> names;
};

// Values between tabs, semicolons, commas or spaces, whichever of these comes
// first in that order. Between tabs and semicolons a comma is a decimal point.
// A separator at the end counts for nothing; a value that is left out, "nan"
// and infinity are missing.
TextLine parse_text_line(std::string_view line);

}  // namespace mote
