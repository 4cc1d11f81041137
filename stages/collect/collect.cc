#include "stages/collect/collect.h"

#include <unordered_set>

#include "lib/base/error.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/split_tally.h"
#include "lib/dataset/split_unit.h"
#include "lib/dataset/windows.h"

namespace mote {

const FieldList& CollectSettings::fields() {
  static const FieldList list =
      FieldsOf<CollectSettings>()
          .integer("validation_percent", &CollectSettings::validation_percent,
                   "share of the groups that choose the best epoch", {0, 50})
          .integer("test_percent", &CollectSettings::test_percent,
                   "share of the groups that are only tested on", {0, 50})
          .choice("split", &CollectSettings::split, {"group", "sample", "time"},
                  "what is never on two sides: a group (who made it), a "
                  "sample, or a stretch of time of a recording")
          .number("window", &CollectSettings::window_ms,
                  "long recordings of sensors become windows of this length "
                  "(0: stay as they are)",
                  {0, 3.6e6}, "ms")
          .number("stride", &CollectSettings::stride_ms,
                  "from one window to the next (0: a window)", {0, 3.6e6},
                  "ms");
  return list;
}

Dataset in_windows(const Dataset& dataset, const CollectSettings& settings) {
  if (settings.window_ms <= 0) return dataset;
  const double stride_ms =
      settings.stride_ms > 0 ? settings.stride_ms : settings.window_ms;
  return cut_windows(dataset, settings.window_ms / 1000, stride_ms / 1000);
}

Dataset collect(Store& store, const CollectSettings& settings,
                const OpeningRates& rates) {
  const Dataset dataset = open_dataset(
      store, {settings.validation_percent, settings.test_percent}, rates);
  if (dataset.examples().empty()) {
    throw Error("the project has no recordings yet", store.folder().string(),
                kAddRecordings);
  }
  const Dataset windows = in_windows(dataset, settings);
  if (sides_stand(settings.split, windows)) return windows;
  std::unordered_set<std::string> given;
  SampleTable(store).each_as_stored([&](const SampleText& sample) {
    if (!sample.split.empty()) given.emplace(sample.id);
  });
  return split_by(settings.split, windows,
                  {settings.validation_percent, settings.test_percent}, given);
}

}  // namespace mote
