#include "app/cli/collect.h"

#include <set>

#include "app/cli/command.h"
#include "lib/base/error.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/split_tally.h"
#include "stages/collect/collect.h"
#include "stages/collect/report/values.h"

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

Dataset chosen_part(const Project& project, const Query& query, int most) {
  if (most < 1) throw UsageError("--most must be 1 or more");
  const SplitShares shares = split_shares(project);
  const Dataset all = open_dataset(project.store(), shares, 0);
  if (query.is_everything()) return part_of(all, static_cast<size_t>(most));
  std::set<std::string, std::less<>> ids;
  SampleTable(project.store(), shares).each(query, [&](const SampleText& text) {
    ids.emplace(text.id);
  });
  return part_of(
      all.select([&](const Sample& one) { return ids.contains(one.id); }),
      static_cast<size_t>(most));
}

DataRequirements data_requirements(const Project& project) {
  const RequirementsSettings required = project.requirements();
  DataRequirements wanted;
  wanted.labels = required.labels;
  wanted.rate_hz = required.rate_hz;
  wanted.min_samples_per_label = required.min_samples_per_label;
  wanted.min_groups_per_label = required.min_groups_per_label;
  wanted.min_recorded_percent = required.min_recorded_percent;
  wanted.least_s = required.duration_ms.low / 1000;
  wanted.most_s = required.duration_ms.high / 1000;
  wanted.units = required.units;
  for (const std::string& range : required.ranges) {
    wanted.ranges.push_back(ValueRange::parse(range, "requirements.range"));
  }
  return wanted;
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
  declare_collect_maps(arguments);
  declare_collect_labels(arguments);
  declare_collect_history(arguments);
  declare_collect_versions(arguments);
}

}  // namespace mote
