#include "app/cli/collect.h"

#include "app/cli/command.h"

namespace mote {

void collect_command(Arguments& arguments) {
  arguments.examples(
      "  mote collect import recordings/          a folder a label\n"
      "  mote collect record yes --count 20\n"
      "  mote collect synthesize yes no \"turn it on\"\n"
      "  mote collect list --label yes\n"
      "  mote collect verify\n");
  declare_collect_sources(arguments);
  declare_collect_views(arguments);
}

}  // namespace mote
