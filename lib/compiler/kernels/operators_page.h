// docs/operators.md, written from the kernel table.
#pragma once

#include <string>

namespace mote {

std::string operators_page();

}  // namespace mote
