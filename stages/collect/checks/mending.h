// Findings, and the commands that mend them, as a shell takes them.
#pragma once

#include <string>
#include <vector>

#include "stages/collect/checks/check.h"

namespace mote {

// Places of samples in the data set.
using Places = std::vector<size_t>;

// A finding that names samples and is mended by changing all of them.
Finding finding(const Evidence& evidence, const char* kind,
                const std::string& what, const Places& places, Mending mending);

// The same, but no fault.
Finding advice(Finding finding);

// A text in single quotes.
std::string shell_quoted(const std::string& text);

// What does the mending: up to three samples by what the store calls them, for
// more `mote collect verify --mend KIND`, which does so for all of that kind.
// "" where no change of samples mends it.
std::string mending_command(const Finding& finding);

}  // namespace mote
