#include "stages/collect/checks/mending.h"

#include "lib/dataset/query.h"

namespace mote {

std::string shell_quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

std::string query_of(const std::vector<std::string>& names) {
  std::string query;
  for (const std::string& name : names) {
    query += (query.empty() ? "name=" : " or name=") + query_quoted(name);
  }
  return shell_quoted(query);
}

std::string exclude_command(const std::vector<std::string>& names,
                            const std::string& why) {
  return "mote collect exclude " + query_of(names) + " --why " +
         shell_quoted(why);
}

}  // namespace mote
