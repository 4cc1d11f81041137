#include "app/cli/collect.h"

#include "app/cli/command.h"
#include "lib/base/error.h"
#include "lib/dataset/split_tally.h"
#include "stages/collect/collect.h"

namespace mote {

void note_options(Arguments& arguments, ChangeNote& note) {
  arguments.option("--why", note.why, "the reason, for mote collect log");
  arguments.option("--who", note.who, "who decided (default: you)");
}

void require_recordings(const SampleTable& table) {
  if (table.count() > 0) return;
  throw Error("the project has no recordings yet", "", kAddRecordings);
}

SplitShares split_shares(const Project& project) {
  const auto settings = project.settings<CollectSettings>("collect");
  return {settings.validation_percent, settings.test_percent};
}

DataRequirements data_requirements(const Project& project) {
  const RequirementsSettings required = project.requirements();
  return {required.labels, required.rate_hz, required.min_samples_per_label,
          required.min_groups_per_label};
}

void collect_command(Arguments& arguments) {
  arguments.examples(
      "  mote collect import recordings/          a folder a label\n"
      "  mote collect record yes --count 20\n"
      "  mote collect synthesize yes no \"turn it on\"\n"
      "  mote collect list 'label=yes and duration<0.8'\n"
      "  mote collect exclude 'name~anna_7' --why 'a door slams'\n"
      "  mote collect verify\n");
  declare_collect_sources(arguments);
  declare_collect_views(arguments);
  declare_collect_statistics(arguments);
  declare_collect_labels(arguments);
  declare_collect_history(arguments);
  declare_collect_versions(arguments);
}

}  // namespace mote
