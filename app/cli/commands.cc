#include "app/cli/command.h"

namespace mote {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"new", "make a project from a template", "Project", new_command},
      {"doctor", "show which tools are there and what brings them", "Machine",
       doctor_command},
  };
  return table;
}

}  // namespace mote
