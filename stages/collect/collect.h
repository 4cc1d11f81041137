// The collect stage: from what the store holds to a data set to learn from.
#pragma once

#include "lib/base/run.h"
#include "lib/dataset/sample_table.h"
#include "lib/settings/settings.h"
#include "lib/store/store.h"

namespace mote {

// The section [collect] of mote.toml.
struct CollectSettings {
  int validation_percent = 10;  // of the groups
  int test_percent = 10;        // of the groups
  std::string split = "group";  // what is never on two sides (split_unit.h)
  // Long recordings of sensors become windows (lib/dataset/windows.h); 0: they
  // stay as they are.
  double window_ms = 0;
  double stride_ms = 0;  // 0: a window

  static const FieldList& fields();
};

// Long recordings cut as the settings say.
Dataset in_windows(const Dataset& dataset, const CollectSettings& settings);

// The store's recordings, in windows, split, at the rates the application
// needs. Cheap: nothing is decoded before it is asked for. The store must
// outlive the data set. Throws Error when the store has no recordings.
Dataset collect(Store& store, const CollectSettings& settings,
                const OpeningRates& rates);

}  // namespace mote
