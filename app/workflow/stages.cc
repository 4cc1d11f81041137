// The stage table: one row a stage, in the order of data.
#include "app/workflow/stage.h"
#include "app/workflow/work/work.h"

namespace mote {

const std::vector<Stage>& stages() {
  static const std::vector<Stage> table = {
      {.name = "collect",
       .version = 1,
       .reads = {"collect", "requirements.labels", "requirements.rate"},
       .takes = {},
       .gives = {"snapshot"},
       .shows = {},
       .work = collect_work,
       .outside = recordings_now},
  };
  return table;
}

}  // namespace mote
