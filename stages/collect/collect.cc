#include "stages/collect/collect.h"

#include "lib/base/error.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/split_tally.h"

namespace mote {

const FieldList& CollectSettings::fields() {
  static const FieldList list =
      FieldsOf<CollectSettings>()
          .integer("validation_percent", &CollectSettings::validation_percent,
                   "share of the groups that choose the best epoch", {0, 50})
          .integer("test_percent", &CollectSettings::test_percent,
                   "share of the groups that are only tested on", {0, 50});
  return list;
}

Dataset collect(Store& store, const CollectSettings& settings, double rate_hz) {
  Dataset dataset = open_dataset(
      store, {settings.validation_percent, settings.test_percent}, rate_hz);
  if (dataset.examples().empty()) {
    throw Error("the project has no recordings yet", store.folder().string(),
                kAddRecordings);
  }
  return dataset;
}

}  // namespace mote
