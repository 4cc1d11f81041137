// The samples of a store: what is known of each recording, one row a sample.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/dataset/splits.h"
#include "lib/store/store.h"

namespace mote {

class SampleTable {
 public:
  // Makes the table when the store has none. The store must outlive it.
  explicit SampleTable(Store& store);

  enum class Outcome {
    kAdded,
    kUpdated,    // the same file is there, and more is known of it now
    kDuplicate,  // the same recording with the same label is there
    kConflict,   // the same recording is there as another file of another label
  };

  // Adds a sample whose object is in the store. sample.split is "" to let its
  // group decide, or the side a manifest gives it. A sample of the same name
  // takes over the label, group, side and source given now. Durable when it
  // returns, unless it runs inside store.database().transaction().
  Outcome add(const Sample& sample);

  // The sample stored under an object's name.
  std::optional<Sample> find(std::string_view id) const;

  // All samples by label, then name; their splits as stored ("": undecided).
  std::vector<Sample> list() const;
  size_t count() const;

 private:
  Store& store_;
};

// The data set of a store as it is now: splits decided, signals read from the
// objects, decoded and resampled to `rate_hz` (0: each sample's own rate) when
// they are asked for. The store must outlive the data set.
Dataset open_dataset(Store& store, const SplitShares& shares, double rate_hz);

}  // namespace mote
