// The commands that mend what was found, as a shell takes them.
#pragma once

#include <string>
#include <vector>

namespace mote {

// A text in single quotes.
std::string shell_quoted(const std::string& text);

// A query of these samples: 'name="a" or name="b"', quoted for a shell.
std::string query_of(const std::vector<std::string>& names);

std::string exclude_command(const std::vector<std::string>& names,
                            const std::string& why);

}  // namespace mote
