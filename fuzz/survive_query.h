// What every query must come through: refused with an Error, or asked.
#pragma once

#include <string_view>

namespace mote::fuzz {

// Reads a query and asks it of a table with three samples. False: refused by
// the parser. What it accepts the database must understand, and the query must
// choose the same samples as one that says not not.
bool survive_query(std::string_view text);

}  // namespace mote::fuzz
