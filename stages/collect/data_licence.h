// Under which terms a data set is given, and who is to be named for it.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace mote {

struct DataTerms {
  std::string licence;      // an SPDX identifier, "CC-BY-4.0"; "": unknown
  std::string attribution;  // who is to be named, and how; "": unknown
};

// The licence that a text names ("Creative Commons Attribution 4.0", "MIT
// License", "CC0" ...) as its SPDX identifier; of several the one that stands
// first; "" when it names none that is known.
std::string licence_in(std::string_view text);

// The same of what follows a heading ("LICENCE:", "License:", "## License");
// "" without one: a text may name many licences that are not its own.
std::string licence_under_heading(std::string_view text);

// The identifier of a licence by its name or address ("Attribution License,
// http://creativecommons.org/licenses/by/2.0/"); the text itself where it is
// none that is known.
std::string licence_called(const std::string& text);

// Several licences of one data set as SPDX joins them, "CC0-1.0 AND MIT";
// "several" of more than eight.
std::string joined_licences(const std::set<std::string>& licences);

// What LICENSE, SOURCE.txt, ATTRIBUTION.txt and README of a data set say; up to
// two kilobytes of what names the source are the attribution.
// `text_of` gives a file of its folder, "" when it is not there.
DataTerms find_terms(
    const std::function<std::string(const std::string& name)>& text_of);

}  // namespace mote
