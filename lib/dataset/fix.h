// Fixes: what is done to a recording whenever it is opened. Cleaning never
// alters an original, so a fix can be taken back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// One of
//   trim START END   keep [START, END) seconds; END may lie after its end
//   remove_dc        take each axis' mean from it
//   gain DB          louder or softer, cut off at full scale
//   rate HZ          the file says the wrong rate: this is the right one
//   unit UNIT        the file says the wrong unit of what UNIT measures: this
//                    is the right one ("unit m/s2" where it says g)
//   unit UNIT of AXIS,AXIS  the right unit of these axes, whatever they say
//   convert UNIT     axes that measure what UNIT does are given in it: values
//                    are multiplied (lib/signal/unit.h); readings become float
struct Fix {
  enum class Kind { kTrim, kRemoveDc, kGain, kRate, kUnit, kConvert };
  Kind kind = Kind::kRemoveDc;
  double first = 0, second = 0;  // its numbers
  std::string unit = {};
  std::vector<std::string> axes = {};  // of kUnit; {}: those of its kind

  bool operator==(const Fix&) const = default;

  // Throws Error, naming the fixes there are, for anything else.
  static Fix parse(std::string_view text);
  // As parse() reads it, and always the same for the same fix.
  std::string text() const;

  Signal apply(const Signal& signal) const;
  // What apply() makes of so many frames at this rate.
  void describe(double& rate_hz, int64_t& frames) const;
};

}  // namespace mote
